/** What a CODEOWNERS pattern that matches nothing was meant to be. */
import { nearest } from '../../base/near.ts';
import { type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { childNames, pathKind } from '../workspace/inputs.ts';

/** The pattern with its first missing name changed to the most similar one beside it; undefined where none is similar. */
export function nearPattern(db: Database, root: FilePath, pattern: string): string | undefined {
  const parts = pattern.split('/');
  let directory = root;
  for (let i = parts[0] === '' ? 1 : 0; i < parts.length; i++) {
    const name = parts[i] ?? '';
    if (name === '' || /[*?[\\!#]/.test(name)) return undefined;
    const path = join(directory, name);
    if (pathKind(db, path) === undefined) {
      const meant = nearest(name, childNames(db, directory));
      if (meant === undefined || /[\s*?[\\#]/.test(meant)) return undefined;
      const rest = parts.slice(i + 1).filter((part) => part !== '' && !/[*?]/.test(part));
      const there = rest.length === 0 || pathKind(db, join(join(directory, meant), rest.join('/'))) !== undefined;
      return there ? [...parts.slice(0, i), meant, ...parts.slice(i + 1)].join('/') : undefined;
    }
    directory = path;
  }
  return undefined;
}

/** True where the pattern's plain names lead into what Plumbline does not look into, or to a directory without files. */
export function mayMatchUnseen(db: Database, root: FilePath, parts: readonly string[]): boolean {
  let path = root;
  for (const part of parts) {
    path = join(path, part);
    const kind = pathKind(db, path);
    if (kind === 'unknown') return true;
    if (kind === undefined) return false;
  }
  // A submodule or an empty directory that is to be filled.
  return parts.length > 0 && pathKind(db, path) === 'directory' && childNames(db, path).length === 0;
}
