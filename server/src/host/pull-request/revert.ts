/** The revert of a commit as a commit on the branch that is deployed from, built beside the working tree. */
import { type FilePath, relative } from '../../base/paths.ts';
import { GitRefused, UserGit } from '../user-git.ts';
import type { Plan } from './plan.ts';

export interface PastCommit {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** Seconds since 1970. */
  readonly time: number;
}

const FORMAT = '%H%x1f%s%x1f%an%x1f%ct';

/** The latest commits of the target branch that changed something below these paths; merges count as one. */
export async function historyOf({ root, remote, target }: Plan, paths: readonly FilePath[]): Promise<readonly PastCommit[]> {
  const git = UserGit.in(root);
  const below = paths.map((path) => relative(root, path));
  const words = [
    'log',
    '-z',
    `--format=${FORMAT}`,
    '--first-parent',
    '--max-count=50',
    '--end-of-options',
    `refs/remotes/${remote.name}/${target}`,
  ];
  const found = (await git?.list([...words, '--', ...(below.includes('.') ? [] : below)])) ?? [];
  return found.map((entry) => {
    const [commit = '', subject = '', author = '', time = '0'] = entry.split('\x1f');
    return { commit: commit.trim(), subject, author, time: Number(time) };
  });
}

/**
 * A commit on the target branch that takes `commit` back. Merged as git merges, in objects alone: with the commit's tree as
 * the common ancestor, the target's on one side and the tree before the commit on the other.
 */
export async function revertCommit(
  { root, remote, target }: Plan,
  commit: string,
  message: string,
): Promise<{ readonly commit: string } | { readonly error: string }> {
  const git = UserGit.in(root);
  if (git === undefined) return { error: 'git is not installed' };
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return { error: `"${commit}" is no commit` };
  try {
    const tip = (
      await git.text(['rev-parse', '--verify', '--end-of-options', `refs/remotes/${remote.name}/${target}^{commit}`])
    ).trim();
    const before = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^1^{commit}`]);
    if (before === undefined) return { error: 'the first commit of a repository cannot be reverted' };
    const stand = async (of: string, ...parents: readonly string[]): Promise<string> =>
      (await git.text(['commit-tree', ...parents.flatMap((one) => ['-p', one]), '-m', 'revert', `${of}^{tree}`])).trim();
    const ancestor = await stand(commit);
    const [ours, theirs] = [await stand(tip, ancestor), await stand(before, ancestor)];
    const merged = await git.ask(['merge-tree', '--write-tree', '--no-messages', ours, theirs]);
    if (merged === undefined) return { error: 'later commits change the same lines: revert it by hand' };
    const tree = merged.split('\n')[0] ?? '';
    if (tree === (await git.ask(['rev-parse', `${tip}^{tree}`])))
      return { error: 'it is reverted already: nothing would change' };
    const signs = (await git.ask(['config', '--type=bool', '--get', 'commit.gpgSign'])) === 'true' ? ['-S'] : [];
    return { commit: (await git.text(['commit-tree', ...signs, '-p', tip, '-m', message, tree])).trim() };
  } catch (error) {
    if (error instanceof GitRefused) return { error: error.message };
    throw error;
  }
}
