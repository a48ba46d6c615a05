/** The objects as the replacements of a kustomization find them: patched, renamed, with what generators have put into them. */
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import type { Resource } from '../build/resource.ts';
import { gatheredObjects } from '../gathered.ts';
import { directoryOf } from '../recognise.ts';
import { FEW_BUILDS, watchBuild } from './patch-effect.ts';
import { buildsThatRun } from './runs.ts';

/** Those of the first builds that run the kustomization; as they come in, where no build comes to its replacements. */
export const replaceableObjects = query(
  'kustomizeReplaceable',
  (db: Database, kustomization: FilePath): readonly Resource[] => {
    const directory = directoryOf(kustomization);
    const found: Resource[] = [];
    for (const root of buildsThatRun(db, kustomization).slice(0, FEW_BUILDS))
      watchBuild(db, root, (place, when, objects) => {
        if (place.directory !== directory || place.field !== 'replacements' || when !== 'before') return;
        found.push(...objects.filter((one) => one !== undefined));
      });
    return found.length > 0 ? found : gatheredObjects(db, kustomization);
  },
  { retain: 4 },
);
