/** What can be written in a strategic merge patch: the fields and list items that its object has at that place. */
import type { FilePath } from '../../base/paths.ts';
import { join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, field, items, textOf } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';
import type { Suggestion } from '../facts.ts';
import type { Meant } from '../kubernetes/authoring/spot.ts';
import { tree } from '../source.ts';
import { apiVersionOf, type Resource } from './build/resource.ts';
import type { MapValue, Value } from './build/values.ts';
import { kustomizationMapping, topField } from './file.ts';
import { gatheredObjects } from './gathered.ts';
import { itemLike } from './item-like.ts';
import { selected } from './object-choices.ts';
import { directoryOf } from './recognise.ts';
import { includedBy } from './uses.ts';

type Path = readonly (string | number)[];

/** A merge patch that is being written, with the objects that it may be for. */
export interface MergePatch {
  readonly root: Node | undefined;
  readonly objects: readonly Resource[];
}

/** The patch that stands as text in an entry of `patches`; undefined for lists of operations. */
export function inlineMerge(db: Database, kustomization: FilePath, entry: Node | undefined): MergePatch | undefined {
  const text = textOf(field(entry, 'patch'));
  const root = text === undefined ? undefined : parseYaml(text).tree.documents.find((one) => one.root !== undefined)?.root;
  if (root?.kind === 'sequence') return undefined;
  return { root, objects: objectsFor(gatheredObjects(db, kustomization), root, field(entry, 'target')) };
}

/** A document of a file that kustomizations take for a patch. */
export function fileMerge(db: Database, file: FilePath, document: number): MergePatch | undefined {
  const root = tree(db, file).documents[document]?.root;
  if (root?.kind === 'sequence') return undefined;
  const objects = new Set<Resource>();
  for (const { kustomization, field: list } of includedBy(db, file)) {
    if (list !== 'patches' && list !== 'patchesStrategicMerge') continue;
    const entry = items(topField(kustomizationMapping(db, kustomization), list)).find((one) => {
      const path = textOf(field(one, 'path'));
      return path !== undefined && join(directoryOf(kustomization), path) === file;
    });
    for (const object of objectsFor(gatheredObjects(db, kustomization), root, field(entry, 'target'))) objects.add(object);
  }
  return objects.size === 0 ? undefined : { root, objects: [...objects] };
}

/** By its target where it has one, else by its kind and name, as far as these are written. */
function objectsFor(objects: readonly Resource[], root: Node | undefined, target: Node | undefined): readonly Resource[] {
  if (target !== undefined) return selected(objects, target);
  const [apiVersion, kind] = [textOf(field(root, 'apiVersion')), textOf(field(root, 'kind'))];
  const name = textOf(field(field(root, 'metadata'), 'name'));
  const fitting = objects.filter(
    ({ id }) => (kind === undefined || id.kind === kind) && (apiVersion === undefined || apiVersionOf(id) === apiVersion),
  );
  const named = fitting.filter(({ id, originalId }) => id.name === name || originalId.name === name);
  return named.length > 0 ? named : fitting;
}

/** The rank of fields that the objects have not, but their kind may have. */
export const BEHIND_OBJECTS = 300;

/** What the patch is for, where it does not say it itself. */
export function meantBy({ objects }: MergePatch): Meant | undefined {
  const [first] = objects;
  return first && { apiVersion: apiVersionOf(first.id), kind: first.id.kind };
}

const DIRECTIVE: Suggestion = { text: '$patch', about: 'delete takes it away, replace puts the patch in its place', rank: 900 };

/** The fields of the mapping at the path, in the order of the objects. */
export function mergeFields({ root, objects }: MergePatch, path: Path): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const object of objects) {
    for (const map of mapsAt(object.root, root, path)) {
      for (const [i, key] of map.keys.entries()) {
        const value = map.values[i];
        if (value === undefined || found.has(key)) continue;
        const opens = value.kind === 'map' ? 'mapping' : value.kind === 'list' ? 'list' : undefined;
        found.set(key, { text: key, about: aboutValue(object, value, path), rank: found.size, ...(opens && { opens }) });
      }
    }
  }
  return found.size === 0 ? [] : [...found.values(), DIRECTIVE];
}

/** Values at the path: what identifies objects and items of lists, and what is there now. */
export function mergeValues({ root, objects }: MergePatch, path: Path): readonly Suggestion[] {
  const last = path.at(-1);
  if (last === '$patch') return ['delete', 'replace'].map((text) => ({ text, about: '' }));
  const found = new Map<string, Suggestion>();
  const add = (text: string, about: string, literal: boolean): void => {
    if (text !== '' && !text.includes('\n') && !found.has(text))
      found.set(text, { text, about, rank: found.size, ...(literal && { literal }) });
  };
  if (typeof last !== 'string') return [];
  for (const object of objects) {
    if (object.id.kind === 'Secret' && path[0] !== 'metadata' && path.length > 1) continue;
    for (const map of mapsAt(object.root, root, path.slice(0, -1))) {
      const value = map.get(last);
      if (value?.kind !== 'scalar') continue;
      add(value.text, `${object.id.kind} ${object.id.name}`, value.style === 'plain' && value.tag !== 'str');
    }
  }
  return [...found.values()];
}

/** The mappings that the path may lead to: an item without a name, or with a new one, may be any of its list. */
function mapsAt(root: MapValue, patch: Node | undefined, path: Path): readonly MapValue[] {
  let values: readonly Value[] = [root];
  let node: Node | undefined = patch;
  for (const step of path) {
    const next: Node | undefined = typeof step === 'number' ? items(node)[step] : field(node, step);
    values = values.flatMap((value): readonly Value[] => {
      if (typeof step === 'string') {
        const inner = value.kind === 'map' ? value.get(step) : undefined;
        return inner === undefined ? [] : [inner];
      }
      if (value.kind !== 'list') return [];
      const own = asMapping(next) === undefined ? undefined : itemLike(value, next);
      return own === undefined ? value.items : [own];
    });
    node = next;
  }
  return values.filter((value) => value.kind === 'map');
}

function aboutValue({ id }: Resource, value: Value, path: Path): string {
  if (value.kind !== 'scalar') return `${id.kind} ${id.name}`;
  return id.kind === 'Secret' && path.length > 0 && path[0] !== 'metadata'
    ? ''
    : `now ${value.text.split('\n', 1)[0]?.slice(0, 60)}`;
}
