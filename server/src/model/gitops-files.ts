/** Which files of a repository hold Argo CD's or Flux's objects, so that what is asked of all of them reads few files. */
import { deepEqual } from '../base/equal.ts';
import type { FilePath } from '../base/paths.ts';
import { query } from '../engine/database.ts';
import { objectsIn } from './kubernetes/objects.ts';
import { repositoryFiles } from './workspace/repository.ts';

/** The API group of Argo CD's own objects. */
export const ARGO_GROUP = 'argoproj.io';
/** Objects of the Flux Operator, whose content says what else there is. */
export const FLUX_OPERATOR_GROUP = 'fluxcd.controlplane.io';

export function isFluxGroup(group: string): boolean {
  return group.endsWith('.toolkit.fluxcd.io');
}

/** True for a file with such objects; cheap to ask for files that have none. */
export const holdsGitops = query('holdsGitops', (db, file: FilePath): boolean =>
  objectsIn(db, file).some(({ group }) => group === ARGO_GROUP || group === FLUX_OPERATOR_GROUP || isFluxGroup(group)),
);

/** The files of a repository (key: its root) with such objects, sorted. */
export const gitopsFiles = query(
  'gitopsFiles',
  (db, root: FilePath): readonly FilePath[] => repositoryFiles(db, root).filter((file) => holdsGitops(db, file)),
  { equal: deepEqual },
);
