/** Builds what every answer needs before the first question comes. */

import { BUCKETS } from '../base/buckets.ts';
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { type Pace, sweep } from '../engine/sweep.ts';
import { indexing } from '../model/indexing.ts';
import { gatherUsage } from '../model/kubernetes/authoring/usage.ts';
import { definitionsIn } from '../model/kubernetes/schema/definitions.ts';
import { readForBuilds } from '../model/kustomize/build/documents.ts';
import { overlaysNaming } from '../model/kustomize/provenance/effective.ts';
import { deployedBuild } from '../model/kustomize/provenance/overlays.ts';

/** Overlays of one file that are built before somebody asks. */
const MAX_BUILDS = 20;

/** Throws `Cancelled` when an input was written meanwhile; what was built by then is kept. */
export function warm(db: Database, pace: Pace): Promise<void> {
  return sweep(db, gathering(db), pace, () => {});
}

/** What names there are, and what completion offers of them. */
function* gathering(db: Database): Generator<void> {
  yield* indexing(db, (file) => definitionsIn(db, file));
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    gatherUsage(db, bucket);
    yield;
  }
}

/** As {@link warm}, where every kustomization will be built as well: what builds take from a file is read on the way. */
export function warmForBuilds(db: Database, pace: Pace): Promise<void> {
  return sweep(
    db,
    indexing(db, (file) => {
      readForBuilds(db, file);
      definitionsIn(db, file);
    }),
    pace,
    () => {},
  );
}

/** Builds the overlays of a file that somebody has opened, one at a time: hovers and lenses over it are then quick. */
export function warmBuilds(db: Database, file: FilePath, pace: Pace): Promise<void> {
  return sweep(db, overlaysNaming(db, file).slice(0, MAX_BUILDS), pace, (overlay) => {
    deployedBuild(db, overlay);
  });
}
