/** The command line as a process: where it reads, that it starts nothing, and what it does when its reader goes away. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { Disk } from '../host/disk.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const CLI = resolve(PROJECT, 'server/src/cli.ts');

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in `cwd`; `hangUp` closes its output at the first bytes. */
function plumbline(cwd: string, words: readonly string[], flags: readonly string[] = [], hangUp = false): Promise<Ended> {
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env;
  const child = spawn(process.execPath, [...flags, CLI, ...words], { cwd, env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (hangUp) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk) => (err += chunk));
  return new Promise((done) => child.on('close', (status) => done({ status, out, err })));
}

test('check needs no more than to read the repository and itself: no process, no write, nothing outside', async (t) => {
  const disk = new Disk(t, {
    'outside/secret.yaml': 'a: 1\na: 2\n',
    'repo/.git/HEAD': 'ref: refs/heads/main\n',
    'repo/.git/config': '[core]\n\tfsmonitor = touch ran\n',
    'repo/apps/kustomization.yaml': 'resources: [../../outside, ../../outside/secret.yaml, web.yaml, /etc/passwd]\n',
    'repo/apps/web.yaml': 'a: 1\na: 2\n',
  });
  disk.link('repo/apps/link.yaml', '../../outside/secret.yaml');
  const readable = [PROJECT, disk.path('repo')].map((path) => `--allow-fs-read=${path}`);
  const { status, out, err } = await plumbline(disk.path('repo'), ['check', '--format', 'json'], ['--permission', ...readable]);
  assert.equal(err, '');
  assert.equal(status, 1);
  const found = (JSON.parse(out).diagnostics as { file: string; code: string }[]).filter(
    ({ code }) => code === 'yaml/duplicate-key',
  );
  assert.deepEqual(
    found.map(({ file }) => file),
    ['apps/web.yaml'],
  );
});

test('a command that does need a process is refused one there, and says so', async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'a: 1\n' });
  const flags = ['--permission', `--allow-fs-read=${PROJECT}`, `--allow-fs-read=${disk.root}`];
  const { status, out, err } = await plumbline(disk.root, ['check', '--changed-since', 'main'], flags);
  assert.deepEqual([status, out], [2, '']);
  assert.match(err, /^plumbline: [^\n]+\n$/);
});

test('a reader that goes away early ends the run without a word', async (t) => {
  const text = Array.from({ length: 190 }, (_, i) => `k${i}: 1\nk${i}: 2\n`).join('');
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`compose.f${i}.yaml`, text]));
  const disk = new Disk(t, files);
  const { status, err } = await plumbline(disk.root, ['check', '--format', 'json'], [], true);
  assert.equal(err, '');
  assert.equal(status, 1);
});

test('the root is told as seen from where the command runs', async (t) => {
  const disk = new Disk(t, { 'repo/.git/HEAD': '', 'repo/apps/a.yaml': 'a: 1\na: 2\n', 'repo/b.yaml': 'a: 1\na: 2\n' });
  const from = async (cwd: string, ...words: string[]) => {
    const { root, diagnostics } = JSON.parse((await plumbline(disk.path(cwd), ['check', '--format=json', ...words])).out);
    return { root, files: (diagnostics as { file: string }[]).map(({ file }) => file) };
  };
  assert.deepEqual(await from('repo/apps'), { root: '..', files: ['apps/a.yaml', 'b.yaml'] });
  assert.deepEqual(await from('', 'repo/apps'), { root: 'repo', files: ['apps/a.yaml'] });
});

test('lsp --stdio is the language server', async (t) => {
  const disk = new Disk(t);
  const message = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: null, capabilities: {}, rootUri: null },
  });
  const child = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { cwd: disk.root });
  t.after(() => child.kill());
  child.stdin.write(`Content-Length: ${message.length}\r\n\r\n${message}`);
  const first = await new Promise<string>((done) => child.stdout.once('data', (chunk) => done(String(chunk))));
  assert.match(first, /^Content-Length: \d+\r\n/);
});

test('a file that is named and ignored is told', async (t) => {
  const disk = new Disk(t, { '.git/HEAD': '', '.gitignore': 'made.yaml\n', 'made.yaml': 'a: 1\na: 2\n' });
  const { status, err } = await plumbline(disk.root, ['check', 'made.yaml']);
  assert.deepEqual([status, err], [0, 'plumbline: made.yaml is ignored by git or left out, and was not checked.\n']);
});
