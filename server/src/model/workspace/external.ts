/** Objects that the repository says are made outside Git (`external` in `.plumbline.yaml`). */
import { matchPart } from '../../base/glob.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { config } from './config.ts';
import { repositoryOf } from './repository.ts';

/** True where the configuration of the file's repository names this object; an unknown namespace matches any. */
export function isExternal(db: Database, file: FilePath, kind: string, namespace: string | undefined, name: string): boolean {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return false;
  return config(db, root).external.some((pattern) => {
    const [first = '', second = '', third] = pattern.split('/');
    if (!matchPart(first, kind)) return false;
    if (third === undefined) return matchPart(second, name);
    return matchPart(third, name) && (namespace === undefined || matchPart(second, namespace));
  });
}
