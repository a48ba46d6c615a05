/** Which kustomizations end up with a file in what they build, and what those builds come to. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { repositoryOf } from '../../workspace/repository.ts';
import { type BuildResult, build, kustomizeBuild } from '../build/build.ts';
import { directoryOf, isComponent, isKustomizationFile } from '../recognise.ts';
import { buildsWithoutRestriction } from '../restriction.ts';
import { buildersOf, includedBy, useOf } from '../uses.ts';

/** The kustomizations that name the file themselves; a kustomization file stands for itself. */
export function directBuilders(db: Database, file: FilePath): readonly FilePath[] {
  if (isKustomizationFile(db, file)) return [file];
  return [...new Set(useOf(db, file).by.map(({ kustomization }) => kustomization))];
}

/** The directories that nothing else builds upon and whose build reaches the file, nearest first. */
export const overlaysOf = query(
  'overlaysOf',
  (db, file: FilePath): readonly FilePath[] => {
    const found = new Set<FilePath>();
    for (const direct of directBuilders(db, file))
      for (const one of buildersOf(db, direct)) if (isFinal(db, one)) found.add(directoryOf(one));
    return [...found];
  },
  { equal: deepEqual },
);

/** True for what nothing else builds upon: in most repositories an environment. */
export function isFinal(db: Database, kustomization: FilePath): boolean {
  return !isComponent(db, kustomization) && includedBy(db, directoryOf(kustomization)).length === 0;
}

/** The build of a directory as whoever deploys the repository makes it: Flux lets kustomizations read files above them. */
export function deployedBuild(db: Database, directory: FilePath): BuildResult {
  return isUnrestricted(db, directory) ? unrestrictedBuild(db, directory) : kustomizeBuild(db, directory);
}

/** True where whoever deploys the repository lets kustomizations read files above them. */
export function isUnrestricted(db: Database, directory: FilePath): boolean {
  const root = repositoryOf(db, directory)?.root;
  return root !== undefined && buildsWithoutRestriction(db, root);
}

const unrestrictedBuild = query(
  'unrestrictedBuild',
  (db, directory: FilePath): BuildResult => build(db, directory, { restriction: 'none' }),
);
