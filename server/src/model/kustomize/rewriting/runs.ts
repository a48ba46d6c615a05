/** Which builds run what a kustomization file says. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { directoryOf, isComponent } from '../recognise.ts';
import { buildersOf, includedBy } from '../uses.ts';

/** Its own directory; of a component the directories of the kustomizations that take it in, also through others. */
export function buildsThatRun(db: Database, kustomization: FilePath): readonly FilePath[] {
  const found = new Set<FilePath>();
  const seen = new Set([kustomization]);
  for (const one of seen) {
    if (!isComponent(db, one)) found.add(directoryOf(one));
    else for (const above of includedBy(db, directoryOf(one))) seen.add(above.kustomization);
  }
  return [...found];
}

/** Every directory whose build holds what the kustomization does: what a change of it could change. */
export function buildsReaching(db: Database, kustomization: FilePath): readonly FilePath[] {
  return buildersOf(db, kustomization)
    .filter((one) => !isComponent(db, one))
    .map(directoryOf);
}
