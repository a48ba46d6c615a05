/** Commits of chosen files pushed as branches to a real remote: what is promised when it works, and nothing changed when not. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import type { BranchResult, Plan } from '../../server/src/base/pull-request.ts';
import { pushBranch } from '../../server/src/host/pull-request/branch.ts';
import { planPullRequest } from '../../server/src/host/pull-request/plan.ts';
import { git, hook, Remote, state, useOwnSettings, write } from './remote.ts';

const FILES = {
  'a.yaml': 'a: 1\n',
  'b.yaml': 'b: 1\n',
  'dir/c.yaml': 'c: 1\n',
  '-option.yaml': 'o: 1\n',
  'ü "x".yaml': 'u: 1\n',
};

before((t) => useOwnSettings({ after: (work) => (t as TestContext).after(work) }));

async function planned(root: string): Promise<Plan> {
  const plan = await planPullRequest(root);
  assert.ok(!('error' in plan), 'error' in plan ? plan.error : '');
  return plan;
}

function push(root: string, files: readonly string[], branch = 'topic'): Promise<BranchResult> {
  return pushBranch({ root, branch, message: 'Change it\n\nBecause.', files });
}

/** Fails, and leaves everything here and there as it was. */
async function refused(root: string, remote: Remote, files: readonly string[], reason: RegExp, branch = 'topic'): Promise<void> {
  const [here, there] = [state(root), remote.refs()];
  const result = await push(root, files, branch);
  assert.equal(result.state, 'failed', JSON.stringify(result));
  if (result.state === 'failed') assert.match(result.reason, reason);
  assert.deepEqual(state(root), here);
  assert.equal(remote.refs(), there);
}

/** What the pushed branch has in files that the branch to merge into has otherwise. */
function pushed(remote: Remote, branch = 'topic'): string {
  return git(remote.bare, 'diff', '--name-status', '--no-renames', 'main', branch, '--');
}

test('1: the chosen files alone are committed; the branch is checked out, everything else stays as it is', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  write(root, 'a.yaml', 'a: 2\n');
  write(root, 'b.yaml', 'b: 2\n');
  write(root, 'new.yaml', 'n: 1\n');
  const before = state(root);
  const result = await push(root, ['a.yaml', 'new.yaml']);
  assert.equal(result.state, 'pushed', JSON.stringify(result));
  assert.equal(pushed(remote), 'M\ta.yaml\nA\tnew.yaml');
  assert.equal(git(root, 'status', '--porcelain'), 'M b.yaml');
  assert.equal(git(root, 'symbolic-ref', '--short', 'HEAD'), 'topic');
  assert.equal(git(root, 'rev-parse', '--abbrev-ref', 'topic@{upstream}'), 'origin/topic');
  const files = (of: Readonly<Record<string, string>>): unknown =>
    Object.entries(of).filter(([name]) => name.startsWith('file '));
  assert.deepEqual(files(state(root)), files(before));
  assert.equal(git(root, 'log', '-1', '--format=%an %s'), 'Ada Change it');
});

test('2: of a partially staged file what is staged is committed, the rest stays', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  write(root, 'a.yaml', 'a: staged\n');
  git(root, 'add', 'a.yaml');
  write(root, 'a.yaml', 'a: not staged\n');
  assert.deepEqual((await planned(root)).files, [{ path: 'a.yaml', change: 'changed', staged: 'partial' }]);
  assert.equal((await push(root, ['a.yaml'])).state, 'pushed');
  assert.equal(git(remote.bare, 'show', 'topic:a.yaml'), 'a: staged');
  assert.equal(readFileSync(join(root, 'a.yaml'), 'utf8'), 'a: not staged\n');
  assert.equal(git(root, 'status', '--porcelain'), 'M a.yaml');
});

test('3: a dirty index of other files stays staged', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  write(root, 'b.yaml', 'b: staged\n');
  git(root, 'add', 'b.yaml');
  write(root, 'a.yaml', 'a: 2\n');
  assert.equal((await push(root, ['a.yaml'])).state, 'pushed');
  assert.equal(pushed(remote), 'M\ta.yaml');
  assert.equal(git(root, 'status', '--porcelain'), 'M  b.yaml');
});

test('4: deleted and renamed files', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  rmSync(join(root, 'a.yaml'));
  git(root, 'mv', 'b.yaml', 'renamed.yaml');
  assert.equal((await push(root, ['a.yaml', 'b.yaml', 'renamed.yaml'])).state, 'pushed');
  assert.equal(pushed(remote), 'D\ta.yaml\nD\tb.yaml\nA\trenamed.yaml');
  assert.equal(git(root, 'status', '--porcelain'), '');
});

test('5: names that look like options, patterns or quotes', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  write(root, '-option.yaml', 'o: 2\n');
  write(root, 'ü "x".yaml', 'u: 2\n');
  write(root, '*.yaml', 'star: 1\n');
  write(root, ':(glob)x.yaml', 'magic: 1\n');
  write(root, 'a.yaml', 'a: 2\n');
  assert.equal((await push(root, ['-option.yaml', 'ü "x".yaml', '*.yaml', ':(glob)x.yaml'])).state, 'pushed');
  assert.equal(git(root, 'status', '--porcelain'), 'M a.yaml');
  for (const name of ['-x', '--upload-pack=touch x', 'a..b', 'a b', 'main', '', '@{-1}', 'x.lock', 'HEAD:x'])
    await refused(root, remote, ['a.yaml'], /no name for a branch|branch to merge into/, name);
});

test('6: a hook before the commit refuses', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  hook(join(root, '.git'), 'pre-commit', 'echo "the linter says no" >&2; exit 1');
  write(root, 'a.yaml', 'a: 2\n');
  assert.deepEqual((await planned(root)).hooks, ['pre-commit']);
  await refused(root, remote, ['a.yaml'], /the linter says no/);
});

test('7: a hook before the commit sees what is committed, and may add to it', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  hook(
    join(root, '.git'),
    'pre-commit',
    'git diff --cached --name-only > "$(git rev-parse --git-dir)/seen"; echo x: 1 > made.yaml; git add made.yaml',
  );
  write(root, 'a.yaml', 'a: 2\n');
  write(root, 'b.yaml', 'b: 2\n');
  assert.equal((await push(root, ['a.yaml'])).state, 'pushed');
  assert.equal(readFileSync(join(root, '.git/seen'), 'utf8'), 'a.yaml\n');
  assert.equal(pushed(remote), 'M\ta.yaml\nA\tmade.yaml');
  assert.equal(git(root, 'status', '--porcelain'), 'M b.yaml');
});

test('8: a hook on the message refuses, or changes it', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  write(root, 'a.yaml', 'a: 2\n');
  hook(join(root, '.git'), 'commit-msg', 'grep -q "^TICKET" "$1" || { echo "no ticket" >&2; exit 1; }');
  await refused(root, remote, ['a.yaml'], /no ticket/);
  hook(join(root, '.git'), 'commit-msg', 'echo "Signed-off-by: Ada" >> "$1"');
  assert.equal((await push(root, ['a.yaml'])).state, 'pushed');
  assert.match(git(remote.bare, 'log', '-1', '--format=%B', 'topic'), /Because\.\nSigned-off-by: Ada$/);
});

test('9: a hook before the push refuses', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  hook(join(root, '.git'), 'pre-push', 'echo "tests fail" >&2; exit 1');
  write(root, 'a.yaml', 'a: 2\n');
  await refused(root, remote, ['a.yaml'], /tests fail|failed to push/);
});

test('10: the remote refuses', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  remote.hook('pre-receive', 'echo "protected by policy" >&2; exit 1');
  write(root, 'a.yaml', 'a: 2\n');
  await refused(root, remote, ['a.yaml'], /protected by policy|pre-receive hook declined/);
});

test('11: the remote cannot be reached', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, 'remote', 'set-url', 'origin', 'http://ada:s3cret@127.0.0.1:1/acme/gitops.git');
  write(root, 'a.yaml', 'a: 2\n');
  await refused(root, remote, ['a.yaml'], /unable to access/);
  const result = await push(root, ['a.yaml']);
  assert.doesNotMatch(JSON.stringify([result, await planned(root)]), /s3cret/);
});

test('12: a branch of the name is here already, or at the remote', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, 'branch', 'topic');
  write(root, 'a.yaml', 'a: 2\n');
  await refused(root, remote, ['a.yaml'], /the branch topic exists already/);
  git(remote.bare, 'branch', 'other', 'main');
  await refused(root, remote, ['a.yaml'], /stale info|rejected|failed to push/, 'other');
});

test('13: on a branch of one’s own, its commits go along, and it moves forward', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, 'switch', '-qc', 'topic');
  write(root, 'b.yaml', 'b: 2\n');
  git(root, 'commit', '-qam', 'Change b');
  assert.deepEqual((await planned(root)).commits, ['Change b']);
  write(root, 'a.yaml', 'a: 2\n');
  assert.equal((await push(root, ['a.yaml'])).state, 'pushed');
  assert.equal(pushed(remote), 'M\ta.yaml\nM\tb.yaml');
  assert.equal(git(root, 'rev-parse', 'topic'), git(remote.bare, 'rev-parse', 'topic'));
  assert.equal(git(root, 'status', '--porcelain'), '');
});

test('14: commits alone, without any file', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  await refused(root, remote, [], /nothing to push/);
  git(root, 'switch', '-qc', 'topic');
  write(root, 'b.yaml', 'b: 2\n');
  git(root, 'commit', '-qam', 'Change b');
  assert.equal((await push(root, [])).state, 'pushed');
  assert.equal(pushed(remote), 'M\tb.yaml');
});

test('15: a branch that has diverged from the remote’s', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, 'switch', '-qc', 'topic');
  git(root, 'push', '-q', '-u', 'origin', 'topic');
  const other = remote.clone('other');
  git(other, 'switch', '-q', 'topic');
  write(other, 'b.yaml', 'b: theirs\n');
  git(other, 'commit', '-qam', 'Theirs');
  git(other, 'push', '-q');
  write(root, 'a.yaml', 'a: 2\n');
  await refused(root, remote, ['a.yaml'], /rejected|fetch first|non-fast-forward|failed to push/);
});

test('16: a detached HEAD', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, 'checkout', '-q', '--detach');
  write(root, 'a.yaml', 'a: 2\n');
  assert.equal((await planned(root)).branch, undefined);
  assert.equal((await push(root, ['a.yaml'])).state, 'pushed');
  assert.equal(git(root, 'symbolic-ref', '--short', 'HEAD'), 'topic');
  assert.equal(git(root, 'status', '--porcelain'), '');
});

test('17: no remote, a hostile remote, an unfinished merge, no commit', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  write(root, 'a.yaml', 'a: 2\n');
  for (const url of [
    `ext::sh -c touch% ${join(root, 'ran')}`,
    '--upload-pack=touch ran',
    '-oProxyCommand=touch:x/y',
    'ssh://-oProxyCommand=touch/x',
  ]) {
    git(root, 'config', 'remote.origin.url', url);
    await refused(root, remote, ['a.yaml'], /is not used/);
  }
  assert.ok(!existsSync(join(root, 'ran')));
  git(root, 'remote', 'remove', 'origin');
  await refused(root, remote, ['a.yaml'], /no remote to push to/);
  const merging = remote.clone('merging');
  write(merging, '.git/MERGE_HEAD', `${git(merging, 'rev-parse', 'HEAD')}\n`);
  await refused(merging, remote, ['a.yaml'], /a merge is not finished yet/);
  const empty = join(remote.home, 'empty');
  git(remote.home, 'init', '-q', empty);
  assert.deepEqual(await planPullRequest(empty), { error: 'the repository has no commit yet' });
});

test('18: a submodule and links', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', remote.bare, 'sub');
  git(root, 'commit', '-qm', 'Add a submodule');
  write(join(root, 'sub'), 'a.yaml', 'a: inside\n');
  symlinkSync('a.yaml', join(root, 'link.yaml'));
  write(root, 'a.yaml', 'a: 2\n');
  assert.deepEqual(
    (await planned(root)).files.map(({ path }) => path),
    ['a.yaml', 'link.yaml'],
  );
  assert.equal((await push(root, ['a.yaml', 'link.yaml'])).state, 'pushed');
  assert.equal(pushed(remote), 'A\t.gitmodules\nM\ta.yaml\nA\tlink.yaml\nA\tsub');
  assert.match(git(remote.bare, 'ls-tree', 'topic', 'link.yaml'), /^120000/);
});

test('19: a sparse checkout', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, 'sparse-checkout', 'set', 'dir');
  assert.ok(!existsSync(join(root, 'other/x.yaml')));
  write(root, 'dir/c.yaml', 'c: 2\n');
  assert.equal((await push(root, ['dir/c.yaml'])).state, 'pushed');
  assert.equal(pushed(remote), 'M\tdir/c.yaml');
  assert.equal(git(root, 'status', '--porcelain'), '');
});

test('20: a linked work tree', async (t) => {
  const remote = await Remote.start(t, FILES);
  const main = remote.clone();
  const root = join(remote.home, 'linked');
  git(main, 'worktree', 'add', '-q', '--detach', root);
  const before = state(main);
  write(root, 'a.yaml', 'a: 2\n');
  assert.equal((await push(root, ['a.yaml'])).state, 'pushed');
  assert.equal(pushed(remote), 'M\ta.yaml');
  assert.equal(git(root, 'status', '--porcelain'), '');
  assert.deepEqual({ ...state(main), refs: '', settings: '' }, { ...before, refs: '', settings: '' });
});

test('21: a clone without the branch to merge into, and a file that is no longer changed', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  write(root, 'a.yaml', 'a: 2\n');
  await refused(root, remote, ['b.yaml'], /no longer changed/);
  git(root, 'update-ref', '-d', 'refs/remotes/origin/main');
  git(root, 'symbolic-ref', '-d', 'refs/remotes/origin/HEAD');
  await refused(root, remote, ['a.yaml'], /not known which branch/);
});
