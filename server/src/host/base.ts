/** What a commit has of the files that differ from it: the base of a comparison, read by git and nothing of it run. */
import { basename, type FilePath, join, relative } from '../base/paths.ts';
import type { BaseFile } from '../model/impact/base.ts';
import { decode, isEncrypted } from './decode.ts';
import { type Git, openGit } from './git.ts';
import { MAX_FILE } from './reading.ts';

export interface BaseCommit {
  readonly root: FilePath;
  /** What it is the merge base with: `main`, `origin/main`, or what was asked for. */
  readonly ref: string;
  readonly commit: string;
  readonly files: ReadonlyMap<FilePath, BaseFile | undefined>;
}

/** Where the work goes that is merged, the first that is there. */
const DEFAULT_BRANCHES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master', 'trunk'] as const;

/** Modes of regular files; links and submodules have others. */
const REGULAR = /^100[0-7]{3}$/;

/**
 * The merge base of HEAD with `ref`, else with the default branch, and its version of each file that is another in the
 * working tree. Files that a sparse checkout leaves out count as unchanged.
 */
export async function readBase(root: FilePath, ref: string | undefined): Promise<BaseCommit | { readonly error: string }> {
  if (ref?.startsWith('-')) return { error: `"${ref}" is no revision` };
  const git = openGit(root);
  if (git === undefined) return { error: 'git is not installed, and a comparison needs it' };
  const found = await baseOf(git, root, ref);
  if ('error' in found) return found;
  const armed = await git.disarmFilters();
  if (armed !== undefined) return { error: armed };
  const entries = await differing(git, found.commit);
  if (entries === undefined) return { error: `git cannot compare ${basename(root)} with "${found.ref}"` };
  const names = entries.flatMap(({ blob }) => blob ?? []);
  const contents = await git.blobs(names, MAX_FILE);
  if (contents === undefined) return { error: `git cannot read the files of "${found.ref}"` };
  const byName = new Map(names.map((name, i) => [name, contents[i]]));
  const files = new Map<FilePath, BaseFile | undefined>();
  for (const { path, exists, blob } of entries)
    files.set(join(root, path), exists ? baseFile(byName.get(blob ?? '')) : undefined);
  return { root, ...found, files };
}

/** The texts of unchanged files in a commit, as far as it has them. */
export async function readAt(
  root: FilePath,
  commit: string,
  paths: readonly FilePath[],
): Promise<ReadonlyMap<FilePath, BaseFile>> {
  const found = new Map<FilePath, BaseFile>();
  const git = openGit(root);
  const contents = await git?.blobs(
    paths.map((path) => `${commit}:${relative(root, path)}`),
    MAX_FILE,
  );
  for (const [i, path] of paths.entries()) {
    const bytes = contents?.[i];
    if (bytes !== undefined) found.set(path, baseFile(bytes));
  }
  return found;
}

async function baseOf(
  git: Git,
  root: FilePath,
  ref: string | undefined,
): Promise<{ ref: string; commit: string } | { error: string }> {
  if (ref !== undefined) {
    const commit = await git.line(['merge-base', '--end-of-options', ref, 'HEAD']);
    return commit === undefined
      ? { error: `git knows no revision "${ref}" with a history in common in ${basename(root)}` }
      : { ref, commit };
  }
  for (const candidate of DEFAULT_BRANCHES) {
    const commit = await git.line(['merge-base', '--end-of-options', candidate, 'HEAD']);
    if (commit === undefined) continue;
    const full =
      candidate === 'origin/HEAD' ? await git.word(['rev-parse', '--abbrev-ref', '--end-of-options', candidate]) : undefined;
    return { ref: full?.split('\n').at(-1) ?? candidate, commit };
  }
  const head = await git.line(['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}']);
  return head === undefined ? { error: `${basename(root)} has no commit yet to compare with` } : { ref: 'HEAD', commit: head };
}

interface Entry {
  readonly path: string;
  readonly exists: boolean;
  /** The name of the object with its content; undefined for links and submodules. */
  readonly blob: string | undefined;
}

/** `:MODE MODE HASH HASH STATUS NUL PATH NUL` for each (git-diff(1), raw output format). */
async function differing(git: Git, commit: string): Promise<readonly Entry[] | undefined> {
  const diff = [
    'diff',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=all',
  ];
  const words = await git.names([...diff, '--end-of-options', commit, '--']);
  const untracked = await git.names(['ls-files', '-z', '--others', '--exclude-standard', '--']);
  if (words === undefined || untracked === undefined) return undefined;
  const entries: Entry[] = untracked.map((path) => ({ path, exists: false, blob: undefined }));
  for (let i = 0; i + 1 < words.length; i += 2) {
    const [mode = '', , hash = ''] = (words[i] ?? '').slice(1).split(' ');
    const exists = mode !== '000000';
    entries.push({ path: words[i + 1] ?? '', exists, blob: exists && REGULAR.test(mode) ? hash : undefined });
  }
  if (words.length === 0) return entries;
  const tagged = await git.names(['ls-files', '-z', '-t', '--']);
  const skipped = new Set(tagged?.flatMap((line) => (line.startsWith('S ') ? [line.slice(2)] : [])));
  return skipped.size === 0 ? entries : entries.filter(({ path }) => !skipped.has(path));
}

function baseFile(bytes: Buffer | undefined): BaseFile {
  if (bytes === undefined) return { kind: 'unknown', text: undefined, problem: undefined, bytes: undefined };
  if (isEncrypted(bytes)) return { kind: 'file', text: undefined, problem: undefined, bytes: undefined };
  const { text, problem, bytes: encoded } = decode(bytes);
  return { kind: 'file', text, problem, bytes: encoded };
}
