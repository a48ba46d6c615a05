/** Which files the workspace has, for sweeps and the server status. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { names } from '../model/facts.ts';
import { environmentOf } from '../model/workspace/environment.ts';
import { fileList, leftOut, repositories } from '../model/workspace/inputs.ts';
import { displayPath, repositoryOf } from '../model/workspace/repository.ts';

/** Every file that belongs to the workspace, sorted. */
export function workspaceFiles(db: Database): readonly FilePath[] {
  return fileList(db, '');
}

/** Where the repositories of the workspace start, outermost first. */
export function repositoryRoots(db: Database): readonly FilePath[] {
  return repositories(db, '').map(({ root }) => root);
}

/** Files that are not looked into, with the reason as a sentence. */
export function leftOutFiles(db: Database): ReadonlyMap<FilePath, string> {
  return leftOut(db, '');
}

/** A path as people write it. */
export function displayed(db: Database, path: FilePath): string {
  return displayPath(db, path);
}

/** How many objects a file declares. */
export function objectCount(db: Database, file: FilePath): number {
  return names(db, file).declared.filter(({ symbol }) => symbol === 'object').length;
}

/** Where the repository starts that a file belongs to; undefined outside of all. */
export function repositoryRootOf(db: Database, path: FilePath): FilePath | undefined {
  return repositoryOf(db, path)?.root;
}

/** The environment that a path relative to its repository belongs to, where its directories say one. */
export function environmentIn(path: string): string | undefined {
  return environmentOf(path);
}
