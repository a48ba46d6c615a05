/** Which repository a file belongs to, and how its paths are told to people. */
import { type FilePath, isInside, relative } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { query } from '../../engine/database.ts';
import { fetchedName } from './fetched.ts';
import { fileList, type Repository, repositories } from './inputs.ts';

/** The innermost repository that holds the path; undefined outside all of them. */
export function repositoryOf(db: Database, path: FilePath): Repository | undefined {
  let found: Repository | undefined;
  for (const one of repositories(db, '')) {
    if (isInside(one.root, path) && (found === undefined || one.root.length > found.root.length)) found = one;
  }
  return found;
}

/** The path as people write it: relative to its repository, or where it was fetched from. */
export function displayPath(db: Database, path: FilePath): string {
  const repository = repositoryOf(db, path);
  return repository === undefined ? (fetchedName(db, path) ?? path) : relative(repository.root, path);
}

/** `/apps/web.yaml`: the path from the root of its repository; as it is where it belongs to none. */
export function pathFromRoot(db: Database, path: FilePath): string {
  const root = repositoryOf(db, path)?.root;
  return root === undefined || root === '/' ? path : path.slice(root.length);
}

/** The files of one repository (key: its root), sorted. */
export const repositoryFiles = query('repositoryFiles', (db, root: FilePath): readonly FilePath[] =>
  fileList(db, '').filter((file) => repositoryOf(db, file)?.root === root),
);

/** Branches that hold what is deployed, and that work on other branches is merged to. */
const MAIN_BRANCHES: ReadonlySet<string> = new Set(['', 'HEAD', 'main', 'master', 'trunk']);

/** True where this revision has, or is to get, the files as they are here; an unset revision is the default branch. */
export function followsBranch(db: Database, root: FilePath, revision: string | undefined): boolean {
  if (revision === undefined || MAIN_BRANCHES.has(revision)) return true;
  return repositoryOf(db, root)?.branch === revision.replace(/^refs\/heads\//, '');
}
