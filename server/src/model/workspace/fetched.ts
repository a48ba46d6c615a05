/** What was fetched on request: the content of remote bases and files, which builds read as if it were here. */
import { deepEqual } from '../../base/equal.ts';
import { type FilePath, isInside, relative } from '../../base/paths.ts';
import { type Database, input } from '../../engine/database.ts';

export interface Fetched {
  readonly kind: 'file' | 'directory';
  /** Where the file or the directory stands in the cache. */
  readonly path: FilePath;
  /** The whole of what came with it; nothing in it may lead out of it. */
  readonly root: FilePath;
  /** Where it comes from, without credentials. */
  readonly url: string;
  /** The commit that a branch or tag was at, where it comes from a repository. */
  readonly commit: string | undefined;
}

/** An entry of a kustomization, as written, to what was fetched for it. */
export const fetched = input<string, Fetched | undefined>('fetched', undefined, deepEqual);

/** Everything that was fetched; the key is always `''`. */
export const allFetched = input<'', readonly Fetched[]>('allFetched', [], deepEqual);

/** What a path in the cache came with; undefined for all other paths. */
export function fetchedWith(db: Database, path: FilePath): Fetched | undefined {
  return allFetched(db, '').find(({ root }) => isInside(root, path));
}

/** A path in the cache as people know it: the repository, the commit and the path in it. */
export function fetchedName(db: Database, path: FilePath): string | undefined {
  const found = fetchedWith(db, path);
  if (found === undefined) return undefined;
  if (found.commit === undefined) return found.url;
  const within = relative(found.root, path);
  return `${found.url}@${found.commit.slice(0, 12)}${within === '.' ? '' : `//${within}`}`;
}
