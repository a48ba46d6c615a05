/** The index of all names, built step by step for an edge that wants to pause between the steps. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { applicationsIn } from './argocd/applications.ts';
import { names } from './facts.ts';
import { fluxObjects } from './flux/objects.ts';
import { holdsGitops } from './gitops-files.ts';
import { indexingNames } from './names.ts';
import { fileList } from './workspace/inputs.ts';

/**
 * Asks of each file first what its own tree tells, so that it is read once: what the names of one Application are depends on all
 * that Applications and Flux's objects say, and would send for every file before its own turn. `visit` is for what else is
 * wanted of a file while its tree is at hand.
 */
export function* indexing(db: Database, visit: (file: FilePath) => void = () => {}): Generator<void> {
  for (const file of fileList(db, '')) {
    if (holdsGitops(db, file)) {
      applicationsIn(db, file);
      fluxObjects(db, file);
    } else names(db, file);
    visit(file);
    yield;
  }
  yield* indexingNames(db);
}
