/** Near misses among the paths of the workspace. */
import { nearest } from '../../base/near.ts';
import { type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { childNames, pathKind } from './inputs.ts';

/** Names that stand for the same file with another ending. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['.yaml', '.yml'],
  ['.yml', '.yaml'],
];

/**
 * The path that is probably meant by one that does not exist: each missing part is replaced by a name beside it that is
 * spelled nearly alike. Undefined where there is none.
 */
export function nearestPath(db: Database, missing: FilePath): FilePath | undefined {
  let at: FilePath = '/';
  let changed = false;
  for (const part of missing.split('/').filter(Boolean)) {
    const direct = join(at, part);
    if (pathKind(db, direct) === 'file' || pathKind(db, direct) === 'directory' || !hasNames(db, at)) {
      at = direct;
      continue;
    }
    const name = nearName(db, at, part);
    if (name === undefined) return undefined;
    at = join(at, name);
    changed = true;
  }
  return changed && at !== missing && pathKind(db, at) !== undefined ? at : undefined;
}

/** The directories above the workspace are not listed; they are taken as they are. */
function hasNames(db: Database, directory: FilePath): boolean {
  return childNames(db, directory).length > 0;
}

function nearName(db: Database, directory: FilePath, part: string): string | undefined {
  const names = childNames(db, directory);
  for (const [written, meant] of ENDINGS) {
    const other = part.endsWith(written) ? part.slice(0, -written.length) + meant : undefined;
    if (other !== undefined && names.includes(other)) return other;
  }
  return nearest(part, names);
}
