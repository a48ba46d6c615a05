/** What a pull request out of this working tree would be made of: looked at only, nothing is changed. */
import { existsSync } from 'node:fs';
import { join as joinNative, resolve } from 'node:path';
import type { FilePath } from '../../base/paths.ts';
import type { Destination, Plan, PlannedFile, Unplanned } from '../../base/pull-request.ts';
import { toNative } from '../native.ts';
import { GitRefused, UserGit, withoutCredentials } from '../user-git.ts';
import { parseRemote } from './remote.ts';

const HOOKS = ['pre-commit', 'commit-msg', 'pre-push'] as const;

export async function planPullRequest(root: FilePath): Promise<Plan | Unplanned> {
  const git = UserGit.in(root);
  if (git === undefined) return { error: 'git is not installed' };
  try {
    const head = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}']);
    if (head === undefined) return { error: 'the repository has no commit yet' };
    const busy = await unfinished(git);
    if (busy !== undefined) return { error: busy };
    const destination = await destinationOf(git);
    if ('error' in destination) return destination;
    const { remote, target } = destination;
    const ahead = await git.ask([
      'log',
      '--format=%s',
      '--max-count=50',
      '--end-of-options',
      `refs/remotes/${remote.name}/${target}..HEAD`,
      '--',
    ]);
    return {
      ...destination,
      root,
      head,
      files: await uncommitted(git),
      commits: ahead === undefined || ahead === '' ? [] : ahead.split('\n'),
    };
  } catch (error) {
    if (error instanceof GitRefused) return { error: error.message };
    throw error;
  }
}

export async function destinationOf(git: UserGit): Promise<Destination | Unplanned> {
  const branch = await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  const remote = await remoteOf(git, branch);
  if ('error' in remote) return remote;
  const target = await targetOf(git, remote.name);
  if (target === undefined)
    return { error: `it is not known which branch of ${remote.name} to merge into: run git fetch ${remote.name}` };
  return { branch: branch === '' ? undefined : branch, target, remote, hooks: await hooksOf(git) };
}

/** A merge, rebase or the like that waits for its end: what is committed then belongs to it. */
async function unfinished(git: UserGit): Promise<string | undefined> {
  for (const [name, what] of [
    ['MERGE_HEAD', 'merge'],
    ['CHERRY_PICK_HEAD', 'cherry-pick'],
    ['REVERT_HEAD', 'revert'],
    ['rebase-merge', 'rebase'],
    ['rebase-apply', 'rebase'],
  ] as const) {
    const path = await git.ask(['rev-parse', '--git-path', name]);
    if (path !== undefined && existsSync(resolve(toNative(git.root), path))) return `a ${what} is not finished yet`;
  }
  return undefined;
}

async function remoteOf(git: UserGit, branch: string | undefined): Promise<Plan['remote'] | Unplanned> {
  const names = ((await git.ask(['remote'])) ?? '').split('\n').filter(Boolean);
  if (names.length === 0) return { error: 'the repository has no remote to push to: add one with git remote add' };
  const configured =
    branch === undefined || branch === '' ? undefined : await git.ask(['config', '--get', `branch.${branch}.remote`]);
  const name = [configured, 'origin', names[0]].find((one) => one !== undefined && names.includes(one)) ?? 'origin';
  if (name.startsWith('-')) return { error: `the remote "${name}" has a name that reads as an option` };
  const url = await git.ask(['remote', 'get-url', '--push', '--', name]);
  const parsed = parseRemote(url ?? '');
  if ('refused' in parsed) return { error: `the remote "${name}" is not used: ${parsed.refused}` };
  return { name, url: withoutCredentials(url ?? ''), parsed };
}

async function targetOf(git: UserGit, remote: string): Promise<string | undefined> {
  const head = await git.ask(['symbolic-ref', '--quiet', '--short', `refs/remotes/${remote}/HEAD`]);
  if (head?.startsWith(`${remote}/`)) return head.slice(remote.length + 1);
  for (const name of ['main', 'master', 'trunk'])
    if ((await git.ask(['rev-parse', '--verify', '--quiet', `refs/remotes/${remote}/${name}`])) !== undefined) return name;
  return undefined;
}

/** Everything that differs from HEAD, untracked files too; submodules and what a sparse checkout leaves out do not count. */
async function uncommitted(git: UserGit): Promise<readonly PlannedFile[]> {
  const words = await git.list([
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=all',
    '--no-renames',
    '--ignore-submodules=all',
  ]);
  return words.flatMap((entry): PlannedFile[] => {
    const [index = ' ', tree = ' '] = entry;
    const path = entry.slice(3);
    if (path === '' || path.endsWith('/')) return [];
    const isGone = tree === 'D' || (index === 'D' && tree === ' ');
    const change = isGone ? 'removed' : index === '?' || index === 'A' ? 'added' : 'changed';
    const staged = index === ' ' || index === '?' ? 'no' : tree === ' ' ? 'whole' : 'partial';
    return [{ path, change, staged }];
  });
}

async function hooksOf(git: UserGit): Promise<readonly string[]> {
  const directory = await git.ask(['rev-parse', '--git-path', 'hooks']);
  if (directory === undefined) return [];
  return HOOKS.filter((name) => existsSync(joinNative(resolve(toNative(git.root), directory), name)));
}
