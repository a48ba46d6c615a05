/**
 * A commit of the branch that is deployed from, taken back: merged in git's objects alone, so that HEAD, the index and the
 * working tree have no part in it.
 */
import { type FilePath, isInside, join, relative } from '../../base/paths.ts';
import type {
  BranchResult,
  Destination,
  History,
  PastCommit,
  Revert,
  RevertRequest,
  Unplanned,
} from '../../base/pull-request.ts';
import { GitRefused, UserGit } from '../user-git.ts';
import { pushTree } from './branch.ts';
import { destinationOf } from './plan.ts';

const MOST = 100;
/** Files that a sentence names. */
const NAMED = 5;
/** Dates end there (ECMA-262, 21.4.1.1), in seconds. */
const LAST_TIME = 8.64e12;
const FORMAT = '%H%x1f%P%x1f%ct%x1f%an%x1f%s';
const LOG = ['log', '-z', `--format=${FORMAT}`, '--encoding=UTF-8', '--no-show-signature'];
const RAW = ['--raw', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];

/** The latest commits of the target branch that changed something below these paths; what was merged counts as one. */
export async function historyOf(root: FilePath, paths: readonly FilePath[]): Promise<History | Unplanned> {
  return told(root, async (git) => {
    const destination = await destinationOf(git);
    if ('error' in destination) return destination;
    const below = paths.includes(root) ? [] : paths.map((path) => relative(root, path));
    const words = [...LOG, '--first-parent', `--max-count=${MOST}`, '--end-of-options', refOf(destination), '--', ...below];
    const history = (await git.list(words)).map(parseCommit);
    return { ...destination, hooks: hooksOf(destination), history };
  });
}

/** What the target branch would be without the commit; a sentence where git cannot say. */
export async function revertOf(root: FilePath, commit: string): Promise<Revert | Unplanned> {
  return told(root, async (git) => {
    const destination = await destinationOf(git);
    return 'error' in destination ? destination : reverted(git, destination, commit);
  });
}

/** Commits the revert and pushes it as a new branch. */
export async function pushRevert({ root, commit, onto, branch, message }: RevertRequest): Promise<BranchResult> {
  const git = UserGit.in(root);
  const found = await told(root, async (own) => {
    const destination = await destinationOf(own);
    if ('error' in destination) return destination;
    const revert = await reverted(own, destination, commit);
    return 'error' in revert ? revert : { destination, revert };
  });
  if (git === undefined || 'error' in found)
    return { state: 'failed', step: 'check', reason: 'error' in found ? found.error : 'git is not installed' };
  const { destination, revert } = found;
  if (revert.onto !== onto)
    return { state: 'failed', step: 'check', reason: `${destination.target} has moved since the preview was made: begin again` };
  const [before = '', ...others] = revert.of.parents;
  const what = others.length === 0 ? `${commit}.` : `${commit}, reversing\nchanges made to ${before}.`;
  return pushTree(git, destination, {
    tree: revert.tree,
    parent: onto,
    message: `${message}\n\nThis reverts commit ${what}`,
    branch,
  });
}

async function told<T>(root: FilePath, work: (git: UserGit) => Promise<T | Unplanned>): Promise<T | Unplanned> {
  const git = UserGit.in(root);
  if (git === undefined) return { error: 'git is not installed' };
  try {
    return await work(git);
  } catch (error) {
    if (error instanceof GitRefused) return { error: error.message };
    throw error;
  }
}

function refOf({ remote, target }: Destination): string {
  return `refs/remotes/${remote.name}/${target}`;
}

/** What is committed does not stand in the working tree, which is what hooks before a commit look at. */
function hooksOf({ hooks }: Destination): readonly string[] {
  return hooks.filter((name) => name !== 'pre-commit');
}

function parseCommit(entry: string): PastCommit {
  const [commit = '', parents = '', time = '', author = '', ...subject] = entry.split('\x1f');
  const seconds = Number(time);
  return {
    commit: commit.trim(),
    subject: subject.join(' ').trim(),
    author,
    time: seconds > 0 && seconds < LAST_TIME ? seconds : 0,
    parents: parents.split(' ').filter(Boolean),
  };
}

async function reverted(git: UserGit, destination: Destination, commit: string): Promise<Revert | Unplanned> {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return { error: 'that is no commit' };
  const onto = (await git.text(['rev-parse', '--verify', '--end-of-options', `${refOf(destination)}^{commit}`])).trim();
  if ((await git.ask(['merge-base', '--is-ancestor', '--end-of-options', commit, onto])) === undefined)
    return { error: `${destination.target} has no commit ${commit.slice(0, 7)}` };
  const [entry = ''] = await git.list([...LOG, '--max-count=1', '--end-of-options', commit, '--']);
  const of = parseCommit(entry);
  const [before] = of.parents;
  if (before === undefined) {
    const isShallow = (await git.ask(['rev-parse', '--is-shallow-repository'])) === 'true';
    return {
      error: isShallow
        ? 'what stood before it is not in this shallow clone: run git fetch --unshallow'
        : 'nothing stands before the first commit of a repository, so it cannot be taken back',
    };
  }
  const merged = await mergedTree(git, { commit, before, onto });
  if ('error' in merged) return merged;
  const { tree } = merged;
  const changed = await differing(git, ['diff-tree', '-r', ...RAW, '--end-of-options', onto, tree, '--']);
  if (changed.length === 0) return { error: 'it is taken back already: nothing would change' };
  const loose = await differing(git, ['diff', ...RAW, '--end-of-options', onto, '--']);
  const untracked = await git.list(['ls-files', '-z', '--others', '--exclude-standard', '--']);
  const inside = (paths: readonly string[]): readonly FilePath[] =>
    paths.map((path) => join(git.root, path)).filter((path) => path !== git.root && isInside(git.root, path));
  return {
    of,
    onto,
    tree,
    files: changed.map(({ path }) => path),
    compared: inside(changed.filter(({ isRegular }) => isRegular).map(({ path }) => path)),
    local: inside([...loose.filter(({ isRegular }) => isRegular).map(({ path }) => path), ...untracked]),
  };
}

/**
 * Merged as git merges: the commit's tree is the common ancestor, the target's tree one side, the tree before the commit the
 * other. The commits that say so are loose objects that no ref names.
 */
async function mergedTree(
  git: UserGit,
  { commit, before, onto }: { readonly commit: string; readonly before: string; readonly onto: string },
): Promise<{ readonly tree: string } | Unplanned> {
  const stand = async (of: string, ...parents: readonly string[]): Promise<string> => {
    const words = ['commit-tree', '--no-gpg-sign', ...parents.flatMap((one) => ['-p', one]), '-m', 'revert', `${of}^{tree}`];
    return (await git.text(words)).trim();
  };
  const ancestor = await stand(commit);
  const [ours, theirs] = [await stand(onto, ancestor), await stand(before, ancestor)];
  const words = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ours, theirs];
  const { text, status } = await git.verdict(words).catch((error: unknown) => {
    if (error instanceof GitRefused && /usage:|unknown option|not a valid object name/i.test(error.message))
      throw new GitRefused('git 2.38 or newer is needed for that');
    throw error;
  });
  const [tree = '', ...files] = text.split('\0').filter(Boolean);
  if (status === 0) return { tree };
  const names = [...new Set(files)];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const where = names.length === 0 ? '' : ` in ${names.slice(0, NAMED).join(', ')}${more}`;
  return { error: `later commits changed what it changed${where}: it has to be reverted by hand` };
}

/** `:MODE MODE HASH HASH STATUS NUL PATH NUL` for each (git-diff(1), raw output format). */
async function differing(
  git: UserGit,
  words: readonly string[],
): Promise<readonly { readonly path: string; readonly isRegular: boolean }[]> {
  const found = await git.list(words);
  return found.flatMap((head, i) => {
    const path = found[i + 1];
    if (i % 2 !== 0 || path === undefined) return [];
    const modes = head.slice(1).split(' ').slice(0, 2);
    return { path, isRegular: modes.every((mode) => /^(?:100[0-7]{3}|000000)$/.test(mode)) };
  });
}
