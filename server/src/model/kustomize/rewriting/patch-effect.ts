/** What one patch of a kustomization does: the objects that it is applied to, as they are before it and after it. */
import { type FilePath, join } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { watchPatches } from '../build/accumulate.ts';
import type { PatchField } from '../build/accumulator.ts';
import { documentsOf } from '../build/documents.ts';
import { entries, strings } from '../build/kustomization.ts';
import { circularity, kustomizationIn } from '../build/kustomization-files.ts';
import type { MergeSchema } from '../build/merge-schema.ts';
import { type Patch, type ReadPatch, readJsonPatch, readMergePatch, readPatch } from '../build/patches.ts';
import { BuildFailure } from '../build/problems.ts';
import { idKey, type Resource } from '../build/resource.ts';
import { ResourceList } from '../build/resource-list.ts';
import { UNSET } from '../build/schemas.ts';
import { readSelector, selects } from '../build/selectors.ts';
import { asMap, emptyMap, type MapValue } from '../build/values.ts';
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

/** An entry of one of the fields that hold patches. */
export interface PatchAt {
  readonly kustomization: FilePath;
  readonly field: PatchField;
  readonly index: number;
}

/** Builds that run a component and are looked at where a conversion has to be right for all, and where one answer will do. */
const MAX_BUILDS = 20;
export const FEW_BUILDS = 3;

/** The effect of an entry; undefined where the entry cannot be read or no build comes to it. */
export function patchEffect(db: Database, entry: PatchAt, most = MAX_BUILDS): PatchEffect | undefined {
  const { kustomization, field, index } = entry;
  const directory = directoryOf(kustomization);
  const patch = read(db, directory, field, index);
  if (patch === undefined || patch.kind === 'nothing') return undefined;
  const patched: Patched[] = [];
  for (const root of buildsThatRun(db, kustomization).slice(0, most)) {
    let before: readonly (Resource | undefined)[] = [];
    watchBuild(db, root, (place, when, objects, schema) => {
      if (place.directory !== directory || place.field !== field || place.index !== index) return;
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

/** Builds a directory once more, and tells what its patches and replacements find. */
export function watchBuild(db: Database, directory: FilePath, told: Parameters<typeof watchPatches>[2]): void {
  if (circularity(db, directory) !== undefined) return;
  try {
    watchPatches(db, { directory, restriction: 'none', edition: editionOf(db, directory), schema: UNSET, isRoot: true }, told);
  } catch (error) {
    // What fails behind the patch has no bearing on it.
    if (!(error instanceof BuildFailure)) throw error;
  }
}

function read(db: Database, directory: FilePath, field: PatchField, index: number): Patch | undefined {
  const { map } = kustomizationIn(db, directory);
  const readFile: ReadPatch = (path) => documentsOf(db, join(directory, path.text), 'patch');
  try {
    if (field === 'patchesStrategicMerge') {
      const item = strings(map, field)[index];
      return item && { kind: 'merge', objects: readMergePatch(item, readFile), entry: emptyMap(item) };
    }
    const entry = entries(map, field)[index];
    if (entry === undefined) return undefined;
    return field === 'patches' ? readPatch(entry, readFile, editionOf(db, directory)) : readJsonPatch(entry, readFile);
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
