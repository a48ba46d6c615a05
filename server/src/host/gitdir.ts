/** What a repository's git directory says of it, read as plain files: nothing of git runs, so nothing of its settings does. */
import { lstatSync } from 'node:fs';
import { basename, dirname, type FilePath, isInside, join } from '../base/paths.ts';
import type { Repository } from '../model/workspace/inputs.ts';
import { parseGitConfig, type Setting } from './gitconfig.ts';
import { trackedPaths } from './gitindex.ts';
import { fromNative, realPath, toNative } from './native.ts';
import { readBytes, readText } from './reading.ts';

/** A repository with what the walk needs of it. */
export interface GitRepository {
  readonly repository: Repository;
  /** The text of `info/exclude`: ignore patterns that are not committed. */
  readonly exclude: string;
  /** Directories of submodules, which are empty until they are checked out. */
  readonly submodules: ReadonlySet<FilePath>;
  /** Reads which files it tracks, and the directories above them, as paths from the root on. */
  readonly tracked: () => ReadonlySet<string>;
}

/** The repository whose work tree starts at `root`; undefined where no `.git` stands there. */
export function gitRepositoryAt(root: FilePath): GitRepository | undefined {
  const marker = join(root, '.git');
  const kind = kindOf(marker);
  if (kind === undefined) return undefined;
  const directory = kind === 'directory' ? marker : linkedDirectory(root, marker);
  const submodules = new Set(
    settingsIn(join(root, '.gitmodules'))
      .filter(({ section, name, value }) => section === 'submodule' && name === 'path' && value !== '')
      .map(({ value }) => join(root, value)),
  );
  if (directory === undefined) return { repository: { root, remotes: [] }, exclude: '', submodules, tracked: () => new Set() };
  const common = commonDirectory(directory);
  const settings = settingsIn(join(common, 'config'));
  const branch = /^ref: refs\/heads\/(\S+)/.exec(textOf(join(directory, 'HEAD')))?.[1];
  return {
    repository: { root, remotes: remotesIn(settings), ...(branch !== undefined && { branch }) },
    exclude:
      realPath(join(common, 'info')) === join(realPath(common) ?? common, 'info') ? textOf(join(common, 'info/exclude')) : '',
    submodules,
    tracked: () => trackedIn(directory, settings),
  };
}

function trackedIn(directory: FilePath, settings: readonly Setting[]): ReadonlySet<string> {
  const format = settings.find(({ section, name }) => section === 'extensions' && name === 'objectformat')?.value;
  const bytes = readBytes(toNative(join(directory, 'index')));
  return bytes instanceof Uint8Array ? trackedPaths(bytes, format === 'sha256' ? 32 : 20) : new Set();
}

/** The innermost directory at or above `path` that holds `.git`. */
export function repositoryAbove(path: FilePath): FilePath | undefined {
  for (let directory = path; ; directory = dirname(directory)) {
    if (kindOf(join(directory, '.git')) !== undefined) return directory;
    if (dirname(directory) === directory) return undefined;
  }
}

/**
 * Where a `.git` file (of a linked work tree or a submodule) points. A place outside the work tree counts only if it points
 * back at this very work tree, which nothing inside a hostile repository can bring about.
 */
function linkedDirectory(root: FilePath, marker: FilePath): FilePath | undefined {
  const target = /^gitdir: (.+?)\s*$/.exec(textOf(marker))?.[1];
  if (target === undefined || target.includes('\0')) return undefined;
  const directory = fromNative(target, toNative(root));
  const real = realPath(directory);
  const realRoot = realPath(root);
  if (real === undefined || realRoot === undefined) return undefined;
  if (isInside(realRoot, real)) return directory;
  const backlink = textOf(join(directory, 'gitdir')).trim();
  if (backlink !== '' && realPath(fromNative(backlink, toNative(directory))) === join(realRoot, '.git')) return directory;
  const worktree = settingsIn(join(directory, 'config')).find(({ section, name }) => section === 'core' && name === 'worktree');
  if (worktree !== undefined && realPath(fromNative(worktree.value, toNative(directory))) === realRoot) return directory;
  return undefined;
}

/** Linked work trees keep settings and excludes in the directory of the main one. */
function commonDirectory(directory: FilePath): FilePath {
  const written = textOf(join(directory, 'commondir')).trim();
  if (written === '' || basename(dirname(directory)) !== 'worktrees') return directory;
  const common = fromNative(written, toNative(directory));
  return common === dirname(dirname(directory)) ? common : directory;
}

function remotesIn(settings: readonly Setting[]): readonly string[] {
  return settings
    .filter(({ section, name, value }) => section === 'remote' && name === 'url' && value !== '')
    .map(({ value }) => withoutPassword(value));
}

/** Tokens in remote URLs stay where they are. */
function withoutPassword(url: string): string {
  return url.replace(/^([a-z][-+.a-z0-9]*:\/\/)[^/@]*@/i, (whole, scheme: string) => (/^ssh:/i.test(scheme) ? whole : scheme));
}

function settingsIn(path: FilePath): readonly Setting[] {
  return parseGitConfig(textOf(path));
}

function textOf(path: FilePath): string {
  const reading = readText(toNative(path));
  return reading.kind === 'text' ? reading.text : '';
}

function kindOf(path: FilePath): 'file' | 'directory' | undefined {
  try {
    const stats = lstatSync(toNative(path), { throwIfNoEntry: false });
    if (stats?.isDirectory()) return 'directory';
    return stats?.isFile() ? 'file' : undefined;
  } catch {
    return undefined;
  }
}
