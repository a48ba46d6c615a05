/** Short names for directories that are listed together: what tells them apart. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { displayPath } from '../model/workspace/repository.ts';

/** `overlays/staging/web` and `overlays/production/web` are staging and production; what stays alike keeps its path. */
export function overlayNames(db: Database, directories: readonly FilePath[]): ReadonlyMap<FilePath, string> {
  const paths = directories.map((directory) => displayPath(db, directory).split('/'));
  const shared = directories.length > 1 ? sharedEnd(paths) : 0;
  const shortened = paths.map((path) => path.slice(0, path.length - shared));
  const last = shortened.map((path) => path.at(-1) ?? '');
  return new Map(
    directories.map((directory, i) => {
      const name = last[i] ?? '';
      const isUnique = last.filter((other) => other === name).length === 1;
      return [directory, isUnique && name !== '' ? name : displayPath(db, directory)];
    }),
  );
}

/** How many segments all paths end with, leaving each at least one. */
function sharedEnd(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  const most = Math.min(...paths.map((path) => path.length)) - 1;
  let count = 0;
  while (count < most && paths.every((path) => path.at(-1 - count) === first.at(-1 - count))) count++;
  return count;
}
