/** Whether a repository is built by something that lets kustomizations read files above themselves. */

import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { declaredUnder } from '../names.ts';
import { OBJECT } from '../spaces.ts';
import { repositoryOf } from '../workspace/repository.ts';

/** True where Flux is at work in the repository with this root: its kustomize-controller sets no load restriction. */
export const buildsWithoutRestriction = query('buildsWithoutRestriction', (db: Database, root: FilePath): boolean =>
  declaredUnder(db, OBJECT, 'kustomize.toolkit.fluxcd.io/Kustomization/').some(
    (site) => repositoryOf(db, site.file)?.root === root,
  ),
);
