/** The repositories or folders that a command line speaks of, loaded once. */
import { lstatSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, type FilePath, isInside } from '../base/paths.ts';
import { Database } from '../engine/database.ts';
import { kustomizationFile } from '../model/kustomize/file.ts';
import { allKustomizations, kustomizationOf } from '../model/kustomize/recognise.ts';
import { repositoryAbove } from './gitdir.ts';
import { fromNative, toNative } from './native.ts';
import { STEADY } from './pace.ts';
import { type Progress, Workspace } from './workspace.ts';

/** The whole repositories that hold these directories, or the directories themselves where no repository does. */
export async function loadRepositories(directories: readonly FilePath[], progress: Progress): Promise<Database> {
  const db = new Database();
  await new Workspace(db, STEADY).open(
    directories.map((directory) => repositoryAbove(directory) ?? directory),
    progress,
  );
  return db;
}

/** So often a directory is widened to what its kustomizations name. */
const MOST_ROUNDS = 8;

/**
 * The repository that holds a directory whose kustomizations are to be built. Where none does, as much around the directory
 * as they name: the directories above one another that Kustomize would go into as well, within {@link mayWiden}.
 */
export async function loadForBuild(directory: FilePath, cwd: FilePath, progress: Progress): Promise<Database> {
  const repository = repositoryAbove(directory);
  let root = repository ?? directory;
  for (let round = 0; ; round++) {
    const db = new Database();
    await new Workspace(db, STEADY).open([root], progress);
    const wider = repository === undefined && round < MOST_ROUNDS ? rootAround(db, directory, root, cwd) : root;
    if (wider === root) return db;
    root = wider;
  }
}

/** The nearest directory that holds `root` and what the kustomizations of `directory` build upon, as far as that may be read. */
function rootAround(db: Database, directory: FilePath, root: FilePath, cwd: FilePath): FilePath {
  let around = root;
  const reached = new Set(allKustomizations(db, '').filter((file) => isInside(directory, file)));
  for (const kustomization of reached) {
    for (const { path, field } of kustomizationFile(db, kustomization)?.paths ?? []) {
      if (path === undefined || !BUILT_UPON.has(field)) continue;
      let wider = around;
      while (!isInside(wider, path)) wider = dirname(wider);
      if (wider !== around && mayWiden(wider, cwd)) around = wider;
      const next = kustomizationOf(db, path);
      if (next !== undefined) reached.add(next);
    }
  }
  return around;
}

const BUILT_UPON: ReadonlySet<string> = new Set(['resources', 'bases', 'components']);

/** Never all that a person or a machine has, nor a directory such as `/tmp` in which strangers' directories lie side by side. */
function mayWiden(directory: FilePath, cwd: FilePath): boolean {
  if (isInside(directory, fromNative(homedir()))) return false;
  return isInside(cwd, directory) || dirname(dirname(directory)) !== '/';
}

/** What stands at a path that a person named; nothing is opened. */
export function kindAt(path: FilePath): 'file' | 'directory' | 'other' | undefined {
  try {
    const native = toNative(path);
    const stats = lstatSync(native).isSymbolicLink() ? statSync(native) : lstatSync(native);
    if (stats.isDirectory()) return 'directory';
    return stats.isFile() ? 'file' : 'other';
  } catch {
    return undefined;
  }
}
