/** What Git would not track, as far as the repository's own ignore files say. */
import { dirname, type FilePath, isInside, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { type Ignores, ignoresIn, isIgnored } from './gitignore.ts';
import { fileText } from './inputs.ts';
import { repositoryOf } from './repository.ts';

/** The name of the files that {@link isIgnoredByGit} reads. */
export const IGNORE_FILE = '.gitignore';

/** True where an ignore file of the repository names the path, or a directory that it would be in. */
export function isIgnoredByGit(db: Database, path: FilePath): boolean {
  const root = repositoryOf(db, path)?.root;
  if (root === undefined) return false;
  for (let at = path; at !== root && isInside(root, at); at = dirname(at))
    if (isNamed(ignoresAt(db, dirname(at), root), at, at !== path)) return true;
  return false;
}

/** What is not there may be a file or a directory. */
function isNamed(ignores: Ignores | undefined, path: FilePath, isDirectory: boolean): boolean {
  return isIgnored(ignores, path, true) || (!isDirectory && isIgnored(ignores, path, false));
}

function ignoresAt(db: Database, directory: FilePath, root: FilePath): Ignores | undefined {
  const above = directory === root || !isInside(root, directory) ? undefined : ignoresAt(db, dirname(directory), root);
  const text = fileText(db, join(directory, IGNORE_FILE));
  return text === undefined ? above : ignoresIn(directory, text, above);
}
