/** Whether a repository declares the objects that its files name, or leaves that to another repository. */
import { deepEqual } from '../base/equal.ts';
import { editDistance, nearest } from '../base/near.ts';
import type { FilePath } from '../base/paths.ts';
import { type Database, query } from '../engine/database.ts';
import { names } from './facts.ts';
import { gitopsFiles } from './gitops-files.ts';
import { declarationsOf, declaredUnder, referencesTo } from './names.ts';
import { OBJECT } from './spaces.ts';
import { repositoryOf } from './workspace/repository.ts';
import { isSetAside } from './workspace/set-aside.ts';

/** The keys that references of one role point at, in what is not set aside (key: root NUL role NUL prefix of the keys). */
const namedKeys = query(
  'namedKeys',
  (db, key: string): readonly string[] => {
    const [root = '', role, prefix = ''] = key.split('\0');
    const keys = new Set<string>();
    for (const file of gitopsFiles(db, root)) {
      if (isSetAside(db, file)) continue;
      for (const one of names(db, file).pointed)
        if (one.role === role && one.space === OBJECT && one.key.startsWith(prefix)) keys.add(one.key);
    }
    return [...keys].sort();
  },
  { equal: deepEqual },
);

/** A name that is declared nowhere although it should be. */
export interface Missing {
  /** The declared name that was meant, where one is similar. */
  readonly meant: string | undefined;
}

/**
 * What is known of a name (`prefix` + name, in the role's key) that nothing in the file's repository declares; undefined
 * where it is declared, or may well be declared elsewhere.
 *
 * Objects may come from other repositories, so an absent one is a mistake only where the repository clearly declares its
 * own: of the names that this role uses, at least half are declared here; or a similar name is, and nothing uses it.
 * Names that are known to be made elsewhere, such as a bootstrap's, prove nothing; but one that is almost theirs is a
 * mistake too.
 */
export function missing(
  db: Database,
  file: FilePath,
  role: string,
  prefix: string,
  name: string,
  isMadeElsewhere: (name: string) => boolean,
  wellKnown: readonly string[] = [],
): Missing | undefined {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isMadeElsewhere(name)) return undefined;
  if (declarationsOf(db, file, { space: OBJECT, key: prefix + name, scope: undefined }).length > 0) return undefined;
  const almost = wellKnown.find((one) => editDistance(one, name) <= 2);
  if (almost !== undefined) return { meant: almost };
  const declared = new Set<string>();
  for (const site of declaredUnder(db, OBJECT, prefix))
    if (repositoryOf(db, site.file)?.root === root) declared.add(site.key.slice(prefix.length));
  const meant = nearest(name, declared);
  const unused =
    meant !== undefined && referencesTo(db, file, { space: OBJECT, key: prefix + meant, scope: undefined }).length === 0;
  const used = namedKeys(db, `${root}\0${role}\0${prefix}`)
    .map((key) => key.slice(prefix.length))
    .filter((one) => !isMadeElsewhere(one));
  const own = used.filter((one) => declared.has(one)).length;
  return unused || (own > 0 && own * 2 >= used.length) ? { meant } : undefined;
}
