/** What one entry of `patches` does: the objects that it is applied to, as they are before it and after it. */
import { type FilePath, join } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { watchPatches } from '../build/accumulate.ts';
import { documentsOf } from '../build/documents.ts';
import { entries } from '../build/kustomization.ts';
import { circularity, kustomizationIn } from '../build/kustomization-files.ts';
import type { MergeSchema } from '../build/merge-schema.ts';
import { type Patch, readPatch } from '../build/patches.ts';
import { BuildFailure } from '../build/problems.ts';
import { idKey, type Resource } from '../build/resource.ts';
import { ResourceList } from '../build/resource-list.ts';
import { UNSET } from '../build/schemas.ts';
import { readSelector, selects } from '../build/selectors.ts';
import { asMap, type MapValue } from '../build/values.ts';
import { directoryOf } from '../recognise.ts';
import { editionOf } from '../version.ts';
import { buildsThatRun } from './runs.ts';

/** One object that a patch is applied to. */
export interface Patched {
  /** The directory whose build it is. */
  readonly build: FilePath;
  readonly object: Resource;
  /** Undefined where the patch deletes it. */
  readonly after: MapValue | undefined;
  readonly schema: MergeSchema;
}

export interface PatchEffect {
  readonly patch: Patch;
  readonly patched: readonly Patched[];
}

/** Builds that run a component and are looked at where a conversion has to be right for all, and where one answer will do. */
const MAX_BUILDS = 20;
export const FEW_BUILDS = 3;

/** The effect of the entry with this index; undefined where the entry cannot be read or no build comes to it. */
export function patchEffect(db: Database, kustomization: FilePath, index: number, most = MAX_BUILDS): PatchEffect | undefined {
  const directory = directoryOf(kustomization);
  const patch = read(db, directory, index);
  if (patch === undefined || patch.kind === 'nothing') return undefined;
  const patched: Patched[] = [];
  for (const root of buildsThatRun(db, kustomization).slice(0, most)) {
    let before: readonly (Resource | undefined)[] = [];
    watch(db, root, (place, when, objects, schema) => {
      if (place.directory !== directory || place.index !== index) return;
      if (when === 'before') before = objects;
      else
        for (const at of targets(patch, before)) {
          const object = before[at];
          // Where an object was deleted the places of others are no longer the same.
          const after = objects.length === before.length ? objects[at]?.root : undefined;
          if (object !== undefined) patched.push({ build: root, object, after, schema });
        }
    });
  }
  return { patch, patched };
}

function watch(db: Database, directory: FilePath, told: Parameters<typeof watchPatches>[2]): void {
  if (circularity(db, directory) !== undefined) return;
  try {
    watchPatches(db, { directory, restriction: 'none', edition: editionOf(db, directory), schema: UNSET, isRoot: true }, told);
  } catch (error) {
    // What fails behind the patch has no bearing on it.
    if (!(error instanceof BuildFailure)) throw error;
  }
}

function read(db: Database, directory: FilePath, index: number): Patch | undefined {
  try {
    const entry = entries(kustomizationIn(db, directory).map, 'patches')[index];
    return entry && readPatch(entry, (path) => documentsOf(db, join(directory, path.text), 'patch'), editionOf(db, directory));
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

/** The places of the objects that the patch means. */
function targets(patch: Exclude<Patch, { kind: 'nothing' }>, objects: readonly (Resource | undefined)[]): readonly number[] {
  const target = asMap(patch.entry.get('target'));
  if (target !== undefined) {
    const selector = readSelector(target);
    return objects.flatMap((object, at) => (object !== undefined && selects(selector, object) ? at : []));
  }
  if (patch.kind === 'json') return [];
  const present = objects.flatMap((object, at) => (object === undefined ? [] : [{ object, at }]));
  const list = new ResourceList();
  list.reset(present.map(({ object }) => object));
  return patch.objects.flatMap((one) => list.indexesOf(idKey(one.originalId)).flatMap((i) => present[i]?.at ?? []));
}
