/** What a batch of changed paths means for a loaded workspace: nothing, other content, or other names. */
import { lstatSync } from 'node:fs';
import { basename, type FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { foundKind, pathKind } from '../model/workspace/inputs.ts';
import { toNative } from './native.ts';
import { NEVER_ENTERED } from './walk.ts';

/** Files inside `.git` that say something about the repository; the others change at every git command. */
const GIT_FACTS = ['/.git/HEAD', '/.git/config', '/.git/info/exclude'];

/** Their content decides which files belong to the workspace. */
const DECIDING: ReadonlySet<string> = new Set(['.gitignore', '.gitmodules', '.git', 'HEAD', 'config', 'exclude']);

/** False for what happens where the workspace does not look. */
export function matters(db: Database, path: FilePath): boolean {
  if (GIT_FACTS.some((end) => path.endsWith(end)) || path.endsWith('/.git')) return true;
  if (path.split('/').some((part) => NEVER_ENTERED.has(part))) return false;
  return pathKind(db, path) !== 'unknown' || foundKind(db, path) !== undefined;
}

/** True where every path is a file that was there before and still is. */
export function changesNoNames(db: Database, paths: Iterable<FilePath>): boolean {
  for (const path of paths) {
    if (DECIDING.has(basename(path)) || foundKind(db, path) !== 'file') return false;
    if (lstatSync(toNative(path), { throwIfNoEntry: false })?.isFile() !== true) return false;
  }
  return true;
}
