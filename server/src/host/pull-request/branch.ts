/**
 * Makes a commit and pushes it as a branch, in steps of which each leaves the working tree, the index and the refs as they
 * were until all that can fail has succeeded: the commit is built with an index of its own, and pushed by its name.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinNative } from 'node:path';
import type { BranchRequest, BranchResult, Destination, Plan, PlannedFile } from '../../base/pull-request.ts';
import { GitRefused, UserGit } from '../user-git.ts';
import { planPullRequest } from './plan.ts';

/** Pushes the chosen changes as a branch, then follows it: HEAD moves there, and the chosen files count as committed. */
export async function pushBranch(request: BranchRequest): Promise<BranchResult> {
  const plan = await planPullRequest(request.root);
  if ('error' in plan) return { state: 'failed', step: 'check', reason: plan.error };
  const git = UserGit.in(request.root);
  if (git === undefined) return { state: 'failed', step: 'check', reason: 'git is not installed' };
  const checked = await checkedBranch(git, plan, request.branch);
  if (checked !== undefined) return { state: 'failed', step: 'check', reason: checked };
  const files = request.files.map((path) => plan.files.find((file) => file.path === path));
  if (files.some((file) => file === undefined))
    return { state: 'failed', step: 'check', reason: 'a chosen file is no longer changed' };
  const chosen = files.filter((file) => file !== undefined);
  if (chosen.length === 0 && plan.commits.length === 0)
    return { state: 'failed', step: 'check', reason: 'there is nothing to push' };
  return inSteps(async (scratch) => {
    const commit =
      chosen.length === 0 ? plan.head : await step('commit', () => commitOf(git, plan, chosen, request.message, scratch));
    await step('push', () => push(git, plan, commit, request.branch));
    return { state: 'pushed', commit, branch: request.branch, note: await follow(git, plan, commit, request.branch, chosen) };
  });
}

/** Pushes a tree as one commit on `parent` and a new branch; here nothing changes but what is known of the remote. */
export async function pushTree(
  git: UserGit,
  destination: Destination,
  made: { readonly tree: string; readonly parent: string; readonly message: string; readonly branch: string },
): Promise<BranchResult> {
  const { tree, parent, message, branch } = made;
  // The branch that is checked out stays where it is: it is a name like any other that is taken.
  const place = { ...destination, branch: undefined };
  const checked = await checkedBranch(git, place, branch);
  if (checked !== undefined) return { state: 'failed', step: 'check', reason: checked };
  return inSteps(async (scratch) => {
    const commit = await step('commit', async () => {
      const index = joinNative(scratch, 'index');
      await git.text(['read-tree', '--end-of-options', tree], { index });
      return committed(git, { message, scratch, parent, index });
    });
    await step('push', () => push(git, place, commit, branch));
    return { state: 'pushed', commit, branch, note: undefined };
  });
}

/** Does it with a directory of its own, which is gone afterwards. */
async function inSteps(work: (scratch: string) => Promise<BranchResult>): Promise<BranchResult> {
  const scratch = mkdtempSync(joinNative(tmpdir(), 'plumbline-index-'));
  try {
    return await work(scratch);
  } catch (error) {
    if (error instanceof StepFailed) return { state: 'failed', step: error.step, reason: error.message };
    throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

class StepFailed extends Error {
  readonly step: 'commit' | 'push';

  constructor(at: 'commit' | 'push', reason: string) {
    super(reason);
    this.step = at;
  }
}

async function step<T>(name: 'commit' | 'push', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitRefused) throw new StepFailed(name, error.message);
    throw error;
  }
}

/** Why a branch cannot have this name; undefined where it can. */
async function checkedBranch(git: UserGit, plan: Destination, branch: string): Promise<string | undefined> {
  if (branch.startsWith('-') || (await git.ask(['check-ref-format', `refs/heads/${branch}`])) === undefined)
    return `"${branch}" is no name for a branch`;
  if (branch === plan.target) return `${branch} is the branch to merge into`;
  if (branch === plan.branch) return undefined;
  const exists = await git.ask(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
  return exists === undefined ? undefined : `the branch ${branch} exists already`;
}

/**
 * A commit on HEAD with the chosen files alone. Of a file of which something is staged, what is staged is committed; of the
 * others, what stands in the working tree. The user's hooks see the index that git itself would show them.
 */
async function commitOf(
  git: UserGit,
  plan: Plan,
  chosen: readonly PlannedFile[],
  message: string,
  scratch: string,
): Promise<string> {
  const index = joinNative(scratch, 'index');
  await git.text(['read-tree', plan.head], { index });
  const staged = chosen.filter(({ staged: how }) => how !== 'no').map(({ path }) => path);
  if (staged.length > 0) {
    const entries = await stagedEntries(git, staged);
    await git.text(['update-index', '-z', '--index-info'], { index, input: entries.join('') });
  }
  const loose = chosen.filter(({ staged: how }) => how === 'no').map(({ path }) => `${path}\0`);
  if (loose.length > 0)
    await git.text(['add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'], { index, input: loose.join('') });
  await git.text(['hook', 'run', '--ignore-missing', 'pre-commit'], { index });
  return committed(git, { message, scratch, parent: plan.head, index });
}

/** A commit of what an index has, with the message as the user's hook on messages leaves it. */
async function committed(
  git: UserGit,
  made: { readonly message: string; readonly scratch: string; readonly parent: string; readonly index: string },
): Promise<string> {
  const { message, scratch, parent, index } = made;
  const file = joinNative(scratch, 'COMMIT_EDITMSG');
  writeFileSync(file, message.endsWith('\n') ? message : `${message}\n`);
  await git.text(['hook', 'run', '--ignore-missing', 'commit-msg', '--', file], { index });
  const tree = (await git.text(['write-tree'], { index })).trim();
  const signs = (await git.ask(['config', '--type=bool', '--get', 'commit.gpgSign'])) === 'true' ? ['-S'] : [];
  return (await git.text(['commit-tree', ...signs, '-p', parent, '-F', file, tree])).trim();
}

/** What the index has of these paths, in the form that `update-index --index-info` reads; a mode of 0 takes a path out. */
async function stagedEntries(git: UserGit, paths: readonly string[]): Promise<readonly string[]> {
  const known = new Map<string, string>();
  for (const entry of await git.list(['ls-files', '--stage', '-z', '--']))
    known.set(
      entry.slice(entry.indexOf('\t') + 1),
      `${entry.slice(0, entry.indexOf('\t')).replace(/ ([0-9a-f]+) 0$/, ' $1')}\t${entry.slice(entry.indexOf('\t') + 1)}\0`,
    );
  return paths.map((path) => known.get(path) ?? `0 ${'0'.repeat(40)}\t${path}\0`);
}

async function push(git: UserGit, { remote, branch: current }: Destination, commit: string, branch: string): Promise<void> {
  const ref = `refs/heads/${branch}`;
  // A new branch must not be there at the remote; the one that is checked out only moves forward.
  const lease = branch === current ? [] : [`--force-with-lease=${ref}:`];
  await git.text([
    'push',
    '--porcelain',
    '--no-follow-tags',
    '--no-recurse-submodules',
    ...lease,
    '--',
    remote.name,
    `${commit}:${ref}`,
  ]);
}

/** The branch is at the remote: what is left is local and can be told how to do by hand. A sentence where it failed. */
async function follow(
  git: UserGit,
  plan: Plan,
  commit: string,
  branch: string,
  chosen: readonly PlannedFile[],
): Promise<string | undefined> {
  try {
    const ref = `refs/heads/${branch}`;
    const old = branch === plan.branch ? plan.head : '0'.repeat(commit.length);
    await git.text(['update-ref', '-m', `commit: ${branch}`, ref, commit, old]);
    if (branch !== plan.branch) {
      await git.text(['symbolic-ref', '-m', `checkout: moving to ${branch}`, 'HEAD', ref]);
      await git.ask(['branch', `--set-upstream-to=${plan.remote.name}/${branch}`, branch]);
    }
    // The working tree is what was committed: only the index has to learn it. What was staged stands there already.
    const staged = new Set(chosen.flatMap(({ path, staged: how }) => (how === 'no' ? [] : [path])));
    const changed = await git.list(['diff-tree', '-r', '-z', '--name-only', '--no-renames', plan.head, commit]);
    const loose = changed.filter((path) => !staged.has(path));
    if (loose.length > 0 && chosen.length > 0) {
      const entries = await committedEntries(git, commit, loose);
      await git.text(['update-index', '-z', '--index-info'], { input: entries.join('') });
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    return `The branch ${branch} is pushed; to go on with it here, run git switch ${branch} (${error.message})`;
  }
}

async function committedEntries(git: UserGit, commit: string, paths: readonly string[]): Promise<readonly string[]> {
  const wanted = new Set(paths);
  const found = new Map<string, string>();
  for (const entry of await git.list(['ls-tree', '-r', '-z', '--full-tree', commit])) {
    const tab = entry.indexOf('\t');
    const path = entry.slice(tab + 1);
    const [mode = '', , hash = ''] = entry.slice(0, tab).split(' ');
    if (wanted.has(path)) found.set(path, `${mode} ${hash}\t${path}\0`);
  }
  return paths.map((path) => found.get(path) ?? `0 ${'0'.repeat(commit.length)}\t${path}\0`);
}
