/** Directories made to hang, mislead or lead out: the walk ends, says what it left out, and reads nothing outside. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { repositories } from '../../server/src/model/workspace/inputs.ts';
import { textProblem } from '../../server/src/model/workspace/unread.ts';
import { Disk } from './disk.ts';

const POSIX = process.platform !== 'win32';

/** A disk with a canary outside the folder that is opened. */
function trap(t: TestContext): Disk {
  return new Disk(t, { 'outside/secret.yaml': 'canary: 1\n', 'outside/.gitignore': '*\n', 'repo/a.yaml': 'a: 1\n' });
}

test('links are followed inside the workspace and nowhere else', {
  skip: !POSIX && 'links need rights on this system',
}, async (t) => {
  const disk = trap(t);
  disk.write('repo/base/b.yaml', 'b: 1\n');
  disk.link('repo/in.yaml', 'base/b.yaml');
  disk.link('repo/in', 'base');
  disk.link('repo/out.yaml', '../outside/secret.yaml');
  disk.link('repo/absolute.yaml', disk.path('outside/secret.yaml'));
  disk.link('repo/out', '../outside');
  disk.link('repo/dangling.yaml', 'nowhere.yaml');
  const loaded = await disk.load('repo');
  assert.equal(loaded.text('repo/in.yaml'), 'b: 1\n');
  assert.equal(loaded.kind('repo/in'), 'directory');
  assert.equal(loaded.kind('repo/in/b.yaml'), 'file');
  assert.ok(!loaded.files.includes('repo/in/b.yaml'), 'a file belongs where it really stands');
  for (const path of ['repo/out.yaml', 'repo/absolute.yaml', 'repo/out', 'repo/out/secret.yaml', 'repo/dangling.yaml']) {
    assert.equal(loaded.kind(path), 'unknown', path);
    assert.equal(loaded.text(path), undefined, path);
  }
  assert.deepEqual(Object.values(loaded.leftOut), Array(3).fill('it is a link that leaves the workspace'));
});

test('loops of links end', { skip: !POSIX && 'links need rights on this system' }, async (t) => {
  const disk = trap(t);
  disk.link('repo/self', '.');
  disk.link('repo/deep/up', '..');
  disk.link('repo/x.yaml', 'y.yaml');
  disk.link('repo/y.yaml', 'x.yaml');
  for (const [from, to] of ['ab', 'bc', 'cd', 'da']) {
    disk.link(`repo/${from}/one`, `../${to}`);
    disk.link(`repo/${from}/two`, `../${to}`);
  }
  const loaded = await disk.load('repo');
  assert.deepEqual(
    loaded.files.filter((file) => file.endsWith('a.yaml')),
    ['repo/a.yaml'],
  );
  assert.equal(loaded.kind('repo/self'), 'unknown');
  assert.equal(loaded.kind('repo/deep/up/a.yaml'), 'unknown');
  assert.equal(loaded.kind('repo/a/one/one'), 'unknown');
});

test('a FIFO, a socket and a device are never opened', { skip: !POSIX && 'this system has none' }, async (t) => {
  const disk = trap(t);
  execFileSync('mkfifo', [disk.path('repo/fifo.yaml')]);
  disk.link('repo/null.yaml', '/dev/zero');
  const server = createServer().listen(disk.path('repo/socket.yaml'));
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const loaded = await disk.load('repo');
  assert.deepEqual(loaded.leftOut, {
    'repo/fifo.yaml': 'it is no regular file',
    'repo/null.yaml': 'it is a link that leaves the workspace',
    'repo/socket.yaml': 'it is no regular file',
  });
  assert.deepEqual(loaded.files, ['repo/a.yaml']);
});

test('a file over the limit is left out and said to be, and comes when it shrinks', async (t) => {
  const disk = trap(t);
  disk.write('repo/big.yaml');
  truncateSync(disk.path('repo/big.yaml'), 8 * 1024 * 1024 + 1);
  const loaded = await disk.load('repo');
  assert.deepEqual(loaded.leftOut, { 'repo/big.yaml': 'it is 8.0 MB large, and 8 MB is the limit' });
  assert.ok(loaded.files.includes('repo/big.yaml'));
  disk.write('repo/big.yaml', 'small: 1\n');
  await loaded.changed('repo/big.yaml');
  assert.deepEqual(loaded.leftOut, {});
  assert.equal(loaded.text('repo/big.yaml'), 'small: 1\n');
});

test('what may not be read is left out', { skip: !POSIX && 'this system has other permissions' }, async (t) => {
  const disk = trap(t);
  disk.write('repo/closed/x.yaml', 'x: 1\n');
  disk.write('repo/secret.yaml', 'x: 1\n');
  chmodSync(disk.path('repo/closed'), 0);
  chmodSync(disk.path('repo/secret.yaml'), 0);
  chmodSync(disk.root, 0o755);
  const loaded = await asNobody(() => disk.load('repo')).finally(() => chmodSync(disk.path('repo/closed'), 0o700));
  assert.deepEqual(loaded.leftOut, {
    'repo/closed': 'it cannot be listed (EACCES)',
    'repo/secret.yaml': 'it may not be read with your permissions',
  });
  assert.equal(loaded.kind('repo/closed/x.yaml'), 'unknown');
});

/** Permissions bind everybody but root. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test('odd names are names', { skip: !POSIX && 'this system refuses them' }, async (t) => {
  const disk = trap(t);
  const names = [
    '-rf.yaml',
    ' lead.yaml',
    'new\nline.yaml',
    `quo"te'.yaml`,
    'back\\slash.yaml',
    '$(x).yaml',
    '__proto__',
    'constructor.yaml',
  ];
  for (const name of names) disk.write(`repo/${name}`, 'a: 1\n');
  const loaded = await disk.load('repo');
  assert.deepEqual(loaded.files.length, names.length + 1);
  for (const name of names.filter((one) => one.endsWith('.yaml'))) assert.equal(loaded.text(`repo/${name}`), 'a: 1\n', name);
  assert.equal(loaded.kind('repo/__proto__'), 'file');
});

test('bytes that are no UTF-8 are read as far as they go, and told', async (t) => {
  const disk = trap(t);
  disk.write('repo/latin.yaml', Buffer.from('a: caf\xe9\nb: 2\n', 'latin1'));
  disk.write('repo/wide.yaml', Buffer.from('\ufeffa: 1\n', 'utf16le'));
  disk.write('repo/big-endian.yaml', Buffer.from('\ufeffa: 1\n', 'utf16le').swap16());
  disk.write('repo/nul.yaml', 'a: 1\nb: \0\n');
  disk.write('repo/marked.yaml', '\ufeffa: ü\n');
  const loaded = await disk.load('repo');
  const problem = (path: string) => textProblem(loaded.db, disk.path(path));
  assert.equal(loaded.text('repo/latin.yaml'), 'a: caf\ufffd\nb: 2\n');
  assert.deepEqual(problem('repo/latin.yaml'), { kind: 'utf-8', offset: 6 });
  assert.equal(loaded.text('repo/wide.yaml'), 'a: 1\n');
  assert.equal(loaded.text('repo/big-endian.yaml'), 'a: 1\n');
  assert.deepEqual(problem('repo/wide.yaml'), { kind: 'utf-16', offset: 0 });
  assert.deepEqual(problem('repo/nul.yaml'), { kind: 'nul', offset: 8 });
  assert.equal(loaded.text('repo/marked.yaml'), '\ufeffa: ü\n');
  assert.equal(problem('repo/marked.yaml'), undefined);
});

test('deep directories and many ignore patterns take bounded time', async (t) => {
  const disk = trap(t);
  disk.write(`repo/${'d/'.repeat(200)}x.yaml`, 'a: 1\n');
  disk.write('repo/.gitignore', `${'**/d/'.repeat(40)}nothing\n${'*a'.repeat(50)}b\n`);
  const start = process.cpuUsage();
  const loaded = await disk.load('repo');
  assert.ok(process.cpuUsage(start).user < 1_000_000);
  assert.equal(loaded.kind(`repo/${'d/'.repeat(200)}x.yaml`), 'unknown');
  assert.ok(Object.values(loaded.leftOut).some((why) => why.includes('128 levels')));
});

test('a .git file leads only where it is known', async (t) => {
  const disk = trap(t);
  const config = '[remote "origin"]\n\turl = https://git.example.com/o/r\n';
  disk.write('outside/config', config);
  disk.write('outside/HEAD', 'ref: refs/heads/stolen\n');
  disk.write('repo/.git', `gitdir: ${disk.path('outside')}\n`);
  const [hostile] = repositories((await disk.load('repo')).db, '');
  assert.deepEqual(hostile, { root: disk.path('repo'), remotes: [] });

  disk.write('main/.git/config', config);
  disk.write('main/.git/info/exclude', 'mine.yaml\n');
  disk.write('main/.git/worktrees/wt/HEAD', 'ref: refs/heads/feature/x\n');
  disk.write('main/.git/worktrees/wt/commondir', '../..\n');
  disk.write('main/.git/worktrees/wt/gitdir', `${disk.path('wt/.git')}\n`);
  disk.write('wt/.git', `gitdir: ${disk.path('main/.git/worktrees/wt')}\n`);
  disk.write('wt/mine.yaml');
  const linked = await disk.load('wt');
  assert.deepEqual(repositories(linked.db, ''), [
    { root: disk.path('wt'), remotes: ['https://git.example.com/o/r'], branch: 'feature/x' },
  ]);
  assert.deepEqual(linked.files, []);
});

test('submodules are repositories; those not checked out are unknown', async (t) => {
  const disk = trap(t);
  disk.write('repo/.git/HEAD', 'ref: refs/heads/main\n');
  disk.write('repo/.git/modules/sub/HEAD', '0123\n');
  disk.write('repo/.git/modules/sub/config', '[core]\n\tworktree = ../../../sub\n[remote "o"]\n\turl = git@x:sub\n');
  disk.write('repo/.gitmodules', '[submodule "s"]\n\tpath = sub\n[submodule "e"]\n\tpath = empty\n');
  disk.write('repo/sub/.git', 'gitdir: ../.git/modules/sub\n');
  disk.write('repo/sub/s.yaml', '');
  disk.write('repo/empty/x', '');
  disk.remove('repo/empty/x');
  const loaded = await disk.load('repo');
  assert.equal(loaded.kind('repo/empty'), 'unknown');
  assert.equal(loaded.kind('repo/empty/base'), 'unknown');
  assert.deepEqual(repositories(loaded.db, '')[1], { root: disk.path('repo/sub'), remotes: ['git@x:sub'] });
  const alone = await disk.load('repo/sub');
  assert.deepEqual(repositories(alone.db, ''), [{ root: disk.path('repo/sub'), remotes: ['git@x:sub'] }]);
});

test('nothing is written: loading leaves the access to the disk as it was', async (t) => {
  const disk = trap(t);
  const before = statSync(disk.path('repo')).mtimeMs;
  await disk.load('repo');
  assert.equal(statSync(disk.path('repo')).mtimeMs, before);
});
