/** Commits of a real remote's branch taken back as branches of their own, while nothing of the clone moves. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import type { BranchResult, History, Revert } from '../../server/src/base/pull-request.ts';
import { historyOf, pushRevert, revertOf } from '../../server/src/host/pull-request/revert.ts';
import { git, hook, Remote, state, useOwnSettings, write } from './remote.ts';

const FILES = { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'apps/web/c.yaml': 'c: 1\n' };

before((t) => useOwnSettings({ after: (work) => (t as TestContext).after(work) }));

/** Commits to the remote's branch `main`, as a colleague does; the hash. */
function land(root: string, message: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', message);
  git(root, 'push', '-q', 'origin', 'HEAD:main');
  return git(root, 'rev-parse', 'HEAD');
}

async function history(root: string, paths: readonly string[] = []): Promise<History> {
  const found = await historyOf(root, paths);
  assert.ok(!('error' in found), JSON.stringify(found));
  return found;
}

async function looked(root: string, commit: string): Promise<Revert> {
  const found = await revertOf(root, commit);
  assert.ok(!('error' in found), JSON.stringify(found));
  return found;
}

async function refused(root: string, remote: Remote, commit: string, reason: RegExp): Promise<void> {
  const [here, there] = [state(root), remote.refs()];
  const found = await revertOf(root, commit);
  assert.match('error' in found ? found.error : JSON.stringify(found), reason);
  const onto = git(root, 'rev-parse', 'origin/main');
  const result = await pushRevert({ root, commit, onto, branch: 'revert/x', message: 'Revert it' });
  assert.equal(result.state, 'failed');
  assert.match(result.state === 'failed' ? result.reason : '', reason);
  assert.deepEqual(state(root), here);
  assert.equal(remote.refs(), there);
}

/** Pushes it; the clone is as it was, but for what it knows of the remote. */
async function push(root: string, commit: string, branch = 'revert/x'): Promise<BranchResult> {
  const before = state(root);
  const { onto } = await looked(root, commit);
  assert.deepEqual(state(root), before);
  const result = await pushRevert({ root, commit, onto, branch, message: 'Revert it' });
  const known = result.state === 'pushed' ? [`refs/remotes/origin/${branch} ${result.commit} `] : [];
  const refs = [...(before.refs ?? '').split('\n'), ...known].map((line) => line.trim()).sort();
  const after = state(root);
  assert.deepEqual(
    (after.refs ?? '')
      .split('\n')
      .map((line) => line.trim())
      .sort(),
    refs,
  );
  assert.deepEqual({ ...after, refs: '' }, { ...before, refs: '' });
  return result;
}

test('a commit below others is taken back on top of the branch, and a dirty clone stays as it is', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  const wrong = land(root, 'Change a and add d', { 'a.yaml': 'a: 2\n', 'd.yaml': 'd: 1\n' });
  land(root, 'Change b', { 'b.yaml': 'b: 2\n' });
  write(root, 'a.yaml', 'a: by hand\n');
  write(root, 'b.yaml', 'b: staged\n');
  git(root, 'add', 'b.yaml');
  write(root, 'new.yaml', 'n: 1\n');
  const result = await push(root, wrong);
  assert.equal(result.state, 'pushed', JSON.stringify(result));
  assert.equal(git(remote.bare, 'diff', '--name-status', 'main', 'revert/x', '--'), 'M\ta.yaml\nD\td.yaml');
  assert.equal(git(remote.bare, 'show', 'revert/x:a.yaml'), 'a: 1');
  assert.equal(git(remote.bare, 'rev-parse', 'revert/x^'), git(remote.bare, 'rev-parse', 'main'));
  assert.equal(git(remote.bare, 'log', '-1', '--format=%B', 'revert/x'), `Revert it\n\nThis reverts commit ${wrong}.`);
  const { files, compared, local } = await looked(root, wrong);
  assert.deepEqual(files, ['a.yaml', 'd.yaml']);
  assert.deepEqual(compared, [join(root, 'a.yaml'), join(root, 'd.yaml')]);
  assert.deepEqual(local, [join(root, 'a.yaml'), join(root, 'b.yaml'), join(root, 'new.yaml')]);
});

test('git itself comes to the same tree', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  const lines = Array.from({ length: 40 }, (_, i) => `line${i}: 1`);
  land(root, 'Lines', { 'a.yaml': `${lines.join('\n')}\n` });
  const wrong = land(root, 'Line 3', { 'a.yaml': `${lines.with(3, 'line3: 2').join('\n')}\n` });
  git(root, 'mv', 'a.yaml', 'renamed.yaml');
  land(root, 'Rename', { 'renamed.yaml': `${lines.with(3, 'line3: 2').with(30, 'line30: 2').join('\n')}\n` });
  const { tree } = await looked(root, wrong);
  git(root, 'revert', '--no-edit', wrong);
  assert.equal(tree, git(root, 'rev-parse', 'HEAD^{tree}'));
});

test('what later commits changed again is refused, with the files', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  const wrong = land(root, 'Change three', { 'a.yaml': 'a: 2\n', 'b.yaml': 'b: 2\n', 'ü "x".yaml': 'u: 1\n' });
  land(root, 'Change two again', { 'a.yaml': 'a: 3\n', 'ü "x".yaml': 'u: 2\n' });
  await refused(
    root,
    remote,
    wrong,
    /^later commits changed what it changed in a\.yaml, ü "x"\.yaml: it has to be reverted by hand$/,
  );
});

test('a merge is taken back to its first parent, and counts as one', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  git(root, 'switch', '-qc', 'topic');
  write(root, 'a.yaml', 'a: 2\n');
  git(root, 'commit', '-qam', 'Within the topic');
  git(root, 'switch', '-q', 'main');
  const first = land(root, 'Change b', { 'b.yaml': 'b: 2\n' });
  git(root, 'merge', '-q', '--no-ff', '-m', 'Merge topic', 'topic');
  git(root, 'push', '-q', 'origin', 'main');
  const merge = git(root, 'rev-parse', 'HEAD');
  const { history: known } = await history(root);
  assert.deepEqual(
    known.map(({ subject, author, parents }) => [subject, author, parents.length]),
    [
      ['Merge topic', 'Ada', 2],
      ['Change b', 'Ada', 1],
      ['Lay the ground', 'Ada', 0],
    ],
  );
  assert.equal((await push(root, merge)).state, 'pushed');
  assert.equal(git(remote.bare, 'diff', '--name-status', 'main', 'revert/x', '--'), 'M\ta.yaml');
  assert.match(git(remote.bare, 'log', '-1', '--format=%B', 'revert/x'), new RegExp(`reversing\nchanges made to ${first}`));
});

test('the history of some paths has their commits alone, and times that can be told', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  land(root, 'Change a', { 'a.yaml': 'a: 2\n' });
  land(root, 'Change c', { 'apps/web/c.yaml': 'c: 2\n' });
  const subjects = async (...paths: string[]): Promise<string[]> =>
    (
      await history(
        root,
        paths.map((path) => join(root, path)),
      )
    ).history.map(({ subject }) => subject);
  assert.deepEqual(await subjects('apps/web'), ['Change c', 'Lay the ground']);
  assert.deepEqual(await subjects('apps/web', '--upload-pack=x', '*.yaml'), ['Change c', 'Lay the ground']);
  assert.deepEqual(await subjects('.'), ['Change c', 'Change a', 'Lay the ground']);
  for (const { time } of (await history(root)).history) assert.ok(Math.abs(time - Date.now() / 1000) < 86_400);
});

test('a detached HEAD, and a branch of one’s own with commits that nobody else has', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  const wrong = land(root, 'Change a', { 'a.yaml': 'a: 2\n' });
  git(root, 'switch', '-qc', 'mine', 'HEAD^');
  write(root, 'a.yaml', 'a: mine\n');
  git(root, 'commit', '-qam', 'Mine');
  assert.equal((await push(root, wrong, 'revert/one')).state, 'pushed');
  git(root, 'checkout', '-q', '--detach');
  assert.equal((await push(root, wrong, 'revert/two')).state, 'pushed');
  for (const branch of ['revert/one', 'revert/two'])
    assert.equal(git(remote.bare, 'diff', '--name-status', 'main^', branch, '--'), '');
  await refused(root, remote, git(root, 'rev-parse', 'HEAD'), /main has no commit/);
});

test('the first commit, what is taken back already, what is no commit', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  const first = git(root, 'rev-parse', 'HEAD');
  await refused(root, remote, first, /nothing stands before the first commit/);
  const wrong = land(root, 'Change a', { 'a.yaml': 'a: 2\n' });
  land(root, 'Change a back', { 'a.yaml': 'a: 1\n' });
  await refused(root, remote, wrong, /taken back already/);
  for (const name of ['HEAD', '--all', `-${wrong.slice(1)}`, `${wrong}^{tree}`, '', '0'.repeat(40)])
    await refused(root, remote, name, /is no commit|main has no commit/);
});

test('a shallow clone says so', async (t) => {
  const remote = await Remote.start(t, FILES);
  const wrong = land(remote.clone(), 'Change a', { 'a.yaml': 'a: 2\n' });
  await refused(remote.clone('shallow', '--depth=1'), remote, wrong, /shallow clone: run git fetch --unshallow/);
});

test('subjects and names that look like options, formats or markup are text', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  const subject = '--upload-pack=touch ran %H $(touch ran) `touch ran`';
  const wrong = land(root, subject, { '--output=ran': 'x: 1\n', '-n.yaml': 'n: 1\n' });
  assert.equal((await history(root)).history[0]?.subject, subject);
  const { onto, of } = await looked(root, wrong);
  assert.equal(of.subject, subject);
  const request = { root, commit: wrong, onto, message: `--amend "${subject}"` };
  for (const branch of ['--force', '-x', 'main', 'a b', '', 'HEAD:main'])
    assert.equal((await pushRevert({ ...request, branch })).state, 'failed', branch);
  assert.equal((await pushRevert({ ...request, branch: 'revert/x' })).state, 'pushed');
  assert.equal(git(remote.bare, 'log', '-1', '--format=%s', 'revert/x'), request.message);
  assert.ok(!existsSync(join(root, 'ran')));
});

test('a branch that has moved, a name that is taken, a hook that refuses: nothing has changed', async (t) => {
  const remote = await Remote.start(t, FILES);
  const root = remote.clone();
  const wrong = land(root, 'Change a', { 'a.yaml': 'a: 2\n' });
  const fails = async (branch: string, reason: RegExp, onto = git(root, 'rev-parse', 'origin/main')): Promise<void> => {
    const [here, there] = [state(root), remote.refs()];
    const result = await pushRevert({ root, commit: wrong, onto, branch, message: 'Revert it' });
    assert.match(result.state === 'failed' ? result.reason : 'pushed', reason);
    assert.deepEqual(state(root), here);
    assert.equal(remote.refs(), there);
  };
  const onto = git(root, 'rev-parse', 'origin/main');
  land(root, 'Change b', { 'b.yaml': 'b: 2\n' });
  await fails('revert/x', /main has moved since the preview was made/, onto);
  await fails(git(root, 'branch', '--show-current'), /is the branch to merge into/);
  git(root, 'switch', '-qc', 'mine');
  await fails('mine', /the branch mine exists already/);
  git(remote.bare, 'branch', 'theirs', 'main');
  await fails('theirs', /stale info|rejected|failed to push/);
  hook(join(root, '.git'), 'pre-push', 'echo "tests fail" >&2; exit 1');
  await fails('revert/x', /tests fail|failed to push/);
  hook(join(root, '.git'), 'pre-push', 'exit 0');
  hook(join(root, '.git'), 'pre-commit', 'exit 1');
  hook(join(root, '.git'), 'commit-msg', 'grep -q "^TICKET" "$1" || { echo "no ticket" >&2; exit 1; }');
  assert.deepEqual((await history(root)).hooks, ['commit-msg', 'pre-push']);
  await fails('revert/x', /no ticket/);
  hook(join(root, '.git'), 'commit-msg', 'echo "TICKET-1" >> "$1"');
  assert.equal((await push(root, wrong)).state, 'pushed');
  assert.match(git(remote.bare, 'log', '-1', '--format=%B', 'revert/x'), /TICKET-1$/);
});
