/** Which catalogues the workspace has, and of which kinds they are asked: those that nobody else describes. */
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { config } from '../../workspace/config.ts';
import { repositories } from '../../workspace/inputs.ts';
import { repositoryLocationProblem } from '../../workspace/schema-locations.ts';
import { kindsInUse } from '../authoring/usage.ts';
import { groupOf, isBuiltInGroup } from '../kinds.ts';
import { type Describer, describerOf } from './described.ts';

/** A custom kind that the workspace has objects of. */
export interface KindInUse {
  /** `apiVersion kind`. */
  readonly key: string;
  readonly objects: number;
  /** Undefined where nobody describes it. */
  readonly from: Describer | undefined;
  readonly by: string;
}

/** Custom kinds with who describes them, those without a describer first, then those with most objects. */
export const customKindsInUse = query(
  'customKindsInUse',
  (db, _: ''): readonly KindInUse[] =>
    [...kindsInUse(db, '')]
      .filter(([key]) => !isBuiltInGroup(groupOf(key.slice(0, key.indexOf(' ')))))
      .map(([key, objects]) => {
        const { from, by } = describerOf(db, key);
        return { key, objects, from, by };
      })
      .sort(
        (a, b) =>
          Number(a.from !== undefined) - Number(b.from !== undefined) || b.objects - a.objects || (a.key < b.key ? -1 : 1),
      ),
  { equal: deepEqual },
);

/** The kinds that catalogues are asked about. */
export function kindsForCatalogues(db: Database): readonly string[] {
  return customKindsInUse(db, '').flatMap(({ key, from }) => (from === undefined || from === 'catalogue' ? key : []));
}

/** A location that a repository names. */
export interface NamedLocation {
  readonly location: string;
  readonly root: FilePath;
}

/** Every usable location that `.plumbline.yaml` files name, each once. */
export const namedLocations = query(
  'namedSchemaLocations',
  (db, _: ''): readonly NamedLocation[] => {
    const found = new Map<string, NamedLocation>();
    for (const { root } of repositories(db, ''))
      for (const location of config(db, root).schemaLocations)
        if (repositoryLocationProblem(location, root) === undefined) found.set(`${root} ${location}`, { location, root });
    return [...found.values()];
  },
  { equal: deepEqual },
);
