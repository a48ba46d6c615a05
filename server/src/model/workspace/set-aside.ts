/** Files that Git keeps and nothing deploys: archives and the data of tests. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { repositoryOf } from './repository.ts';

/** A directory whose content has been put away, or plays a part in tests only; and what tests of KUTTL compare the cluster with. */
const SET_ASIDE =
  /\/[._]?(?:archived?|attic|deprecated|disabled|graveyard|fakes?|testdata|tests?\/(?:[^/]+\/){0,2}data|(?:chainsaw|kyverno)-tests?)\/|\/\d+-(?:assert|errors)\.ya?ml$/i;

/**
 * True below a directory of such a name. What is put away is no longer kept up with the rest: what it points at may be
 * gone, and nobody misses it.
 */
export function isSetAside(db: Database, file: FilePath): boolean {
  if (!SET_ASIDE.test(file)) return false;
  const root = repositoryOf(db, file)?.root;
  return root !== undefined && SET_ASIDE.test(root === '/' ? file : file.slice(root.length));
}
