/** Files that Git keeps and nothing deploys: archives and the data of tests. */
import { dirname, type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { pathKind } from './inputs.ts';
import { pathFromRoot, repositoryOf } from './repository.ts';

/** A directory whose content has been put away, or plays a part in tests only; and what tests of KUTTL compare the cluster with. */
const SET_ASIDE =
  /\/[._]?(?:archived?|attic|deprecated|disabled|graveyard|fakes?|__(?:tests|fixtures|snapshots)__|test[-_]?data|file-?tests|(?:tests?|specs?)\/(?:[^/]+\/){0,3}(?:data|fixtures|snapshots?|golden|expected|outputs?)|(?:chainsaw|kyverno)-tests?)\/|\/\d+-(?:assert|errors)(?:-[^/]*)?\.ya?ml$/i;

/** Where tests of Chainsaw lie, with expressions in their manifests and parts of objects to compare with. */
const MAY_BE_CHAINSAW = /\/(?:tests?|e2e|chainsaw)\//;

/**
 * True below a directory of such a name. What is put away is no longer kept up with the rest: what it points at may be
 * gone, and nobody misses it.
 */
export function isSetAside(db: Database, file: FilePath): boolean {
  const isTest = MAY_BE_CHAINSAW.test(file) && pathKind(db, join(dirname(file), 'chainsaw-test.yaml')) === 'file';
  if (!isTest && !SET_ASIDE.test(file)) return false;
  return repositoryOf(db, file) !== undefined && (isTest || SET_ASIDE.test(pathFromRoot(db, file)));
}
