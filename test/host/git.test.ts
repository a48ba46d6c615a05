/** Git as asked by `--changed-since`: what changed, and nothing that the repository would like to run; git as judge of ignores. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { changedSince } from '../../server/src/host/git.ts';
import { trackedPaths } from '../../server/src/host/gitindex.ts';
import { Disk } from './disk.ts';

const MISSING = hasGit() ? false : 'git is not installed: install it to run this';

function hasGit(): boolean {
  try {
    return execFileSync('git', ['--version']).length > 0;
  } catch {
    return false;
  }
}

function git(disk: Disk, ...words: readonly string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...who, ...words], { cwd: disk.root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function commit(disk: Disk): void {
  git(disk, 'add', '-A');
  git(disk, 'commit', '-qm', 'x');
}

async function changes(disk: Disk, ref: string): Promise<Record<string, string | undefined> | string> {
  const found = await changedSince(disk.root, ref);
  if ('error' in found) return found.error;
  return Object.fromEntries([...found.files].map(([path, text]) => [path.slice(disk.root.length + 1), text]));
}

test('changed, new, deleted and odd files since the merge base, with their texts before', { skip: MISSING }, async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'a: 1\n', 'gone.yaml': 'g: 1\n', 'same.yaml': 's: 1\n', 'ü\n"-x.yaml': 'o: 1\n' });
  git(disk, 'init', '-q');
  commit(disk);
  git(disk, 'checkout', '-qb', 'topic');
  disk.write('a.yaml', 'a: 2\n');
  disk.remove('gone.yaml');
  commit(disk);
  disk.write('ü\n"-x.yaml', 'o: 2\n');
  disk.write('new.yaml', 'n: 1\n');
  disk.write('.gitignore', 'ignored.yaml\n');
  disk.write('ignored.yaml', '');
  git(disk, 'checkout', '-q', '--', 'same.yaml');
  assert.deepEqual(await changes(disk, 'main'), {
    'a.yaml': 'a: 1\n',
    'gone.yaml': 'g: 1\n',
    'ü\n"-x.yaml': 'o: 1\n',
    'new.yaml': undefined,
    '.gitignore': undefined,
  });
});

test('what git does not know is one sentence', { skip: MISSING }, async (t) => {
  const disk = new Disk(t, { 'a.yaml': '' });
  git(disk, 'init', '-q');
  commit(disk);
  assert.match(String(await changes(disk, 'nowhere')), /^git knows no revision "nowhere"/);
  assert.match(String(await changes(disk, '--output=x')), /is no revision$/);
  assert.match(String(await changes(new Disk(t, { 'a.yaml': '' }), 'main')), /^git knows no revision/);
  assert.ok(!existsSync(disk.path('x')));
});

test('nothing that the repository configures is run', { skip: MISSING }, async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' });
  git(disk, 'init', '-q');
  commit(disk);
  disk.write('.git/evil', `#!/bin/sh\ntouch '${disk.path('ran')}'\ncat\n`);
  chmodSync(disk.path('.git/evil'), 0o755);
  const evil = disk.path('.git/evil');
  for (const name of [
    'core.fsmonitor',
    'core.sshCommand',
    'core.pager',
    'diff.external',
    'filter.x.clean',
    'filter.a.b.process',
    'diff.x.textconv',
    'diff.x.command',
    'core.editor',
    'credential.helper',
    'core.gitProxy',
    'alias.diff',
  ])
    git(disk, 'config', name, evil);
  git(disk, 'config', 'filter.x.required', 'true');
  disk.write('.git/more', `[filter "y"]\n\tclean = ${evil}\n`);
  git(disk, 'config', 'include.path', 'more');
  git(disk, 'config', 'core.hooksPath', '.git');
  disk.write('.git/post-index-change', `#!/bin/sh\ntouch '${disk.path('ran')}'\n`);
  chmodSync(disk.path('.git/post-index-change'), 0o755);
  disk.write('.gitattributes', 'a.yaml filter=x diff=x\nb.yaml filter=y\nc.yaml filter=a.b\n');
  disk.write('a.yaml', 'a: 2\n');
  disk.write('b.yaml', 'b: 2\n');
  disk.write('c.yaml', 'c: 2\n');
  const found = await changes(disk, 'HEAD');
  assert.ok(!existsSync(disk.path('ran')), 'a command of the repository ran');
  assert.deepEqual(found, { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', '.gitattributes': undefined, 'c.yaml': undefined });
  try {
    git(disk, 'status');
  } catch {
    // What the trap runs need not answer as git wants it.
  }
  assert.ok(existsSync(disk.path('ran')), 'the trap is not armed');
});

test('a filter that cannot be named on a command line is refused before git compares', { skip: MISSING }, async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'a: 1\n' });
  git(disk, 'init', '-q');
  commit(disk);
  disk.write('evil', `#!/bin/sh\ntouch '${disk.path('ran')}'\ncat\n`);
  chmodSync(disk.path('evil'), 0o755);
  disk.write('more', `[filter "a=b"]\n\tclean = ${disk.path('evil')}\n`);
  git(disk, 'config', 'include.path', '../more');
  disk.write('.gitattributes', 'a.yaml filter=a=b\n');
  disk.write('a.yaml', 'a: 2\n');
  assert.match(String(await changes(disk, 'HEAD')), /^the filter "a=b" of .* cannot be switched off/);
  assert.ok(!existsSync(disk.path('ran')), 'a command of the repository ran');
  git(disk, 'diff', '--name-only', 'HEAD');
  git(disk, 'diff', 'HEAD');
  assert.ok(existsSync(disk.path('ran')), 'the trap is not armed');
});

test('neither programs in the repository nor variables lead git astray', { skip: MISSING }, async (t) => {
  const disk = new Disk(t, { 'a.yaml': 'a: 1\n' });
  const other = new Disk(t, { 'b.yaml': 'b: 1\n' });
  for (const one of [disk, other]) {
    git(one, 'init', '-q');
    commit(one);
  }
  disk.write('a.yaml', 'a: 2\n');
  other.write('b.yaml', 'b: 2\n');
  disk.write('bin/git', `#!/bin/sh\ntouch '${disk.path('ran')}'\n`);
  chmodSync(disk.path('bin/git'), 0o755);
  const before = { ...process.env };
  t.after(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
  Object.assign(process.env, {
    PATH: `${disk.path('bin')}:bin:${process.env.PATH}`,
    GIT_DIR: other.path('.git'),
    GIT_EXTERNAL_DIFF: disk.path('bin/git'),
    GIT_PAGER: disk.path('bin/git'),
    PAGER: disk.path('bin/git'),
  });
  const found = await changes(disk, 'HEAD');
  assert.ok(!existsSync(disk.path('ran')), 'a program of the repository ran');
  assert.deepEqual(found, { 'a.yaml': 'a: 1\n', 'bin/git': undefined });
});

test('texts of any size come whole', { skip: MISSING }, async (t) => {
  const long = `a: ${'x'.repeat(3_000_000)}\n`;
  const disk = new Disk(t, { 'long.yaml': long, 'bytes.yaml': 'ä: \u{1f600}\n' });
  git(disk, 'init', '-q');
  commit(disk);
  disk.write('long.yaml', '');
  disk.write('bytes.yaml', '');
  assert.deepEqual(await changes(disk, 'HEAD'), { 'long.yaml': long, 'bytes.yaml': 'ä: \u{1f600}\n' });
});

test('ignored is what git ignores', { skip: MISSING }, async (t) => {
  const disk = new Disk(t);
  git(disk, 'init', '-q');
  const paths = [
    'a.yaml',
    'b.txt',
    'd/a.yaml',
    'd/e/a.yaml',
    'd/e/b.txt',
    'x y/a.yaml',
    'out/a.yaml',
    '!n/a.yaml',
    '#h/[a].yaml',
  ];
  for (const path of paths) disk.write(path, '');
  const pattern = fc.constantFrom(
    '*.yaml',
    '/a.yaml',
    'a.yaml',
    'd/',
    'd/*',
    'd/**',
    '**/a.yaml',
    'd/**/a.yaml',
    '/*',
    '!/d',
    'e/',
    '!a.yaml',
    '!d/e/',
    'x y',
    'out/ ',
    '\\!n',
    '\\#h',
    '#h',
    '[a-c].txt',
    '[!a].txt',
    '?.txt',
    '**',
    '**/',
    '/**/e',
    '*',
    '!*.txt',
    'd/e',
    '/d/e/',
    '\\[a\\].yaml',
    'a.yaml/',
    'e/**/b.txt',
    'd//e',
    '',
    ' ',
    'out\\ ',
    'b.txt\r',
  );
  const lines = fc.array(pattern, { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(lines, lines, async (top, nested) => {
      disk.write('.gitignore', `${top.join('\n')}\n`);
      disk.write('d/.gitignore', `${nested.join('\n')}\n`);
      const judge = git(disk, 'ls-files', '-z', '--others', '--exclude-standard').split('\0').filter(Boolean);
      assert.deepEqual((await disk.load()).files, judge.sort());
    }),
    { numRuns: 30, seed: 3 },
  );
});

for (const setup of [
  ['init', '-q'],
  ['-c', 'index.version=4', 'init', '-q'],
  ['init', '-q', '--object-format=sha256'],
]) {
  test(`what is tracked although ignored belongs to the workspace: ${setup.join(' ')}`, { skip: MISSING }, async (t) => {
    const long = `${'l'.repeat(200)}/${'m'.repeat(200)}`;
    const files = [
      '.gitignore',
      'manager/a.yaml',
      'manager/deep/b.yaml',
      'ü/manager',
      'z.yaml',
      ...[1, 2, 300].map((n) => `${long}/${n}`),
    ];
    const disk = new Disk(t, Object.fromEntries(files.map((file) => [file, file === '.gitignore' ? 'manager\nl*\n' : ''])));
    git(disk, ...setup);
    if (setup.includes('index.version=4')) git(disk, 'config', 'index.version', '4');
    git(disk, 'add', '-Af');
    git(disk, 'commit', '-qm', 'x');
    disk.write('manager/new.yaml', '');
    disk.write('manager/other/c.yaml', '');
    disk.write('later/manager', '');
    git(disk, 'add', '-N', '-f', 'later/manager');
    const judge = git(disk, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0').filter(Boolean);
    assert.ok(judge.includes('manager/deep/b.yaml') && !judge.includes('manager/new.yaml'));
    assert.deepEqual((await disk.load()).files, judge.sort());
  });
}

test('an index that is cut off or made up is no index', { skip: MISSING }, (t) => {
  const disk = new Disk(t, { 'a/b.yaml': '', 'a/c.yaml': '', 'd.yaml': '' });
  git(disk, 'init', '-q');
  for (const version of ['2', '4']) {
    git(disk, 'config', 'index.version', version);
    git(disk, 'add', '-A');
    git(disk, 'update-index', '--index-version', version);
    const index = readFileSync(disk.path('.git/index'));
    assert.deepEqual([...trackedPaths(index, 20)].sort(), ['a', 'a/b.yaml', 'a/c.yaml', 'd.yaml']);
    for (let length = 0; length < index.length; length++) trackedPaths(index.subarray(0, length), 20);
    for (let at = 0; at < index.length; at++)
      for (const byte of [0, 0x7f, 0xff]) trackedPaths(Buffer.from(index).fill(byte, at, Math.min(at + 4, index.length)), 20);
  }
});
