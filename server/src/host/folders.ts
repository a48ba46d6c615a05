/** The repositories or folders that a command line speaks of, loaded once. */
import { lstatSync, statSync } from 'node:fs';
import type { FilePath } from '../base/paths.ts';
import { Database } from '../engine/database.ts';
import { repositoryAbove } from './gitdir.ts';
import { toNative } from './native.ts';
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
