/** Which files of a repository hold Argo CD's or Flux's objects, so that what is asked of all of them reads few files. */
import { BUCKETS } from '../base/buckets.ts';
import { deepEqual } from '../base/equal.ts';
import type { FilePath } from '../base/paths.ts';
import { type Database, query } from '../engine/database.ts';
import { objectsIn } from './kubernetes/objects.ts';
import { bucketFiles } from './workspace/bucket-files.ts';
import { repositoryOf } from './workspace/repository.ts';

/** The API group of Argo CD's own objects. */
export const ARGO_GROUP = 'argoproj.io';
/** Objects of the Flux Operator, whose content says what else there is. */
export const FLUX_OPERATOR_GROUP = 'fluxcd.controlplane.io';

export function isFluxGroup(group: string): boolean {
  return group.endsWith('.toolkit.fluxcd.io');
}

/** True for a file with such objects. */
export function holdsGitops(db: Database, file: FilePath): boolean {
  return objectsIn(db, file).some(({ group }) => group === ARGO_GROUP || group === FLUX_OPERATOR_GROUP || isFluxGroup(group));
}

/** The files of a repository (key: its root) with such objects, sorted. */
export const gitopsFiles = query(
  'gitopsFiles',
  (db, root: FilePath): readonly FilePath[] =>
    Array.from({ length: BUCKETS }, (_one, bucket) => gitopsOfBucket(db, String(bucket)))
      .flat()
      .filter((file) => repositoryOf(db, file)?.root === root)
      .sort(),
  { equal: deepEqual },
);

/** By parts of the workspace, so that an object that changes costs a look at one of them. */
const gitopsOfBucket = query(
  'gitopsOfBucket',
  (db, bucket: string): readonly FilePath[] => bucketFiles(db, bucket).filter((file) => holdsGitops(db, file)),
  { equal: deepEqual },
);
