/** `check --write-baseline`: what is accepted is shown no more, and only new findings are. */
import assert from 'node:assert/strict';
import { lstatSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { writeInside } from '../../server/src/host/writing.ts';
import { Disk } from '../host/disk.ts';
import { ROOT } from '../kit/workspace.ts';
import { type Outcome, plumbline } from './world.ts';

const FILES = {
  'apps/compose.yaml': 'a: 1\na: 2\na: 3\nb: 1\n',
  '.plumbline.yaml': 'baseline: accepted.json\n',
  'accepted.json': '{}',
};
const COMMAND = ['check', '--write-baseline', 'accepted.json'];

interface Written extends Outcome {
  readonly file: string | undefined;
}

async function written(words: readonly string[], files: Readonly<Record<string, string>>): Promise<Written> {
  let file: string | undefined;
  const write = (root: string, path: string, text: string): undefined => {
    assert.deepEqual([root, path], [ROOT, `${ROOT}/accepted.json`]);
    file = text;
  };
  return { ...(await plumbline(words, files, { write })), file };
}

test('what is accepted is shown no more, and what is new is', async () => {
  const { file, status, err } = await written(COMMAND, FILES);
  assert.equal(status, 0);
  assert.equal(err, 'plumbline: 2 findings are accepted in accepted.json.\n');
  assert.deepEqual(JSON.parse(file ?? ''), {
    version: 1,
    findings: [
      {
        rule: 'yaml/duplicate-key',
        file: 'apps/compose.yaml',
        message: 'The key "a" already stands above in this mapping',
        count: 2,
      },
    ],
  });
  const after = { ...FILES, 'accepted.json': file ?? '' };
  assert.equal((await plumbline(['check'], after)).status, 0);
  const worse = { ...after, 'apps/compose.yaml': `# moved\n${FILES['apps/compose.yaml']}b: 2\n` };
  const { out } = await plumbline(['check', '--format', 'json'], worse);
  assert.deepEqual(
    JSON.parse(out).diagnostics.map(({ message }: { message: string }) => message),
    ['The key "b" already stands above in this mapping'],
  );
});

test('written again, a baseline keeps what it accepted, and what is beyond the shown findings is in it', async () => {
  const text = Array.from({ length: 250 }, (_, i) => `k${i}: 1\nk${i}: 2\n`).join('');
  const first = await written(COMMAND, { ...FILES, 'apps/compose.yaml': text });
  assert.equal(JSON.parse(first.file ?? '').findings.length, 250);
  const again = await written(COMMAND, { ...FILES, 'apps/compose.yaml': text, 'accepted.json': first.file ?? '' });
  assert.equal(again.file, first.file);
});

test('severity and rule pick what is accepted; a file that is not configured is told how to be', async () => {
  const files = { 'compose.yaml': 'a: 1\na: 2\n# plumbline-ignore yaml/syntax\nb: 1\n' };
  const errors = await written([...COMMAND, '--severity', 'error'], files);
  assert.equal(JSON.parse(errors.file ?? '').findings.length, 1);
  assert.match(errors.err, /^plumbline: 1 finding is accepted .*add this to \.plumbline\.yaml:\nbaseline: accepted\.json\n$/);
  assert.equal(JSON.parse((await written(COMMAND, files)).file ?? '').findings.length, 2);
  const none = await written([...COMMAND, '--rule', 'kustomize/cycle'], files);
  assert.deepEqual(JSON.parse(none.file ?? '').findings, []);
});

test('what cannot be written is one sentence', async () => {
  const outside = await plumbline(['check', '--write-baseline', '../x.json'], { 'a.yaml': 'a: 1\n' });
  assert.equal(outside.status, 2);
  assert.match(outside.err, /^plumbline: [^\n]*lies in no repository[^\n]*\n$/);
  const refused = await plumbline(COMMAND, { 'a.yaml': 'a: 1\n' }, { write: () => 'the disk is full' });
  assert.deepEqual([refused.status, refused.err], [2, 'plumbline: the disk is full.\n']);
});

test('no link is written through', (t) => {
  const disk = new Disk(t, { 'outside/file': 'precious', 'outside/new': '', 'repo/plain.json': 'old', 'repo/dir/x': '' });
  const root = disk.path('repo');
  disk.link('repo/link.json', '../outside/file');
  disk.link('repo/away', '../outside');
  const write = (path: string): string | undefined => writeInside(root, disk.path(`repo/${path}`), 'text');
  assert.equal(write('plain.json'), undefined);
  assert.equal(write('fresh.json'), undefined);
  assert.match(write('link.json') ?? '', /not a regular file/);
  assert.match(write('dir') ?? '', /not a regular file/);
  assert.match(write('away/file') ?? '', /behind a link/);
  assert.match(write('nowhere/file') ?? '', /cannot be written/);
  assert.deepEqual(
    ['outside/file', 'repo/plain.json', 'repo/fresh.json'].map((path) => readFileSync(disk.path(path), 'utf8')),
    ['precious', 'text', 'text'],
  );
  assert.ok(lstatSync(disk.path('repo/link.json')).isSymbolicLink());
});
