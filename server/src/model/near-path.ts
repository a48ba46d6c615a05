/** What a path that leads nowhere was meant to be. */
import { nearest } from '../base/near.ts';
import { type FilePath, isInside, join, relative } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { childNames, type PathKind, pathKind } from './workspace/inputs.ts';

/** The path with its first missing name changed to the most similar one beside it, where that leads to such a thing. */
export function nearPath(
  db: Database,
  root: FilePath,
  path: FilePath,
  wanted: Exclude<PathKind, undefined>,
): FilePath | undefined {
  if (!isInside(root, path)) return undefined;
  const names = relative(root, path).split('/');
  let directory = root;
  for (const [i, name] of names.entries()) {
    const next = join(directory, name);
    if (pathKind(db, next) === undefined) {
      const rest = names.slice(i + 1).join('/');
      const candidates = childNames(db, directory).filter(
        (child) => pathKind(db, join(directory, `${child}/${rest}`)) === wanted,
      );
      const meant = nearest(name, candidates);
      return meant === undefined ? undefined : join(directory, `${meant}/${rest}`);
    }
    directory = next;
  }
  return undefined;
}
