/** Patches in all their forms: strategic merge or JSON 6902, inline or from files, for one object or for all that match. */
import { documentsIn, inOldYaml, objectsOf, valuesIn } from './documents.ts';
import { type Edition, isBefore } from './edition.ts';
import { applyOperations, type Operation, readOperations } from './json-patch.ts';
import { flag, text } from './kustomization.ts';
import type { MergeSchema } from './merge-schema.ts';
import { BuildFailure, fail } from './problems.ts';
import { idKey, idText, Resource, UNSHARED } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import { spotOf } from './resource-list.ts';
import { readSelector, selects } from './selectors.ts';
import { strategicMerge } from './strategic-merge.ts';
import {
  asMap,
  emptyMap,
  isNull,
  type MapValue,
  type ScalarValue,
  type Spot,
  setField,
  stringValue,
  textOf,
  type Value,
} from './values.ts';
import { restyledFromJson } from './yaml-text.ts';

/** The documents that a patch is written in: of a file, or of a text in the kustomization. */
export type PatchText = ReturnType<typeof documentsIn>;

/** Reads a patch file; fails where it may not or cannot be read. */
export type ReadPatch = (path: ScalarValue) => PatchText;

/** A patch that is read and can be applied. */
export type Patch =
  | { readonly kind: 'merge'; readonly objects: readonly Resource[]; readonly entry: MapValue }
  | { readonly kind: 'json'; readonly operations: readonly Operation[]; readonly entry: MapValue }
  | { readonly kind: 'nothing' };

/** Reads one entry of `patches`. */
export function readPatch(entry: MapValue, read: ReadPatch, edition: Edition): Patch {
  const patch = patchIn(entry, read);
  if (patch.kind === 'merge' && patch.objects.length > 1 && isBefore(edition, '5.2'))
    fail('patch-unreadable', entry.get('patch') ?? entry.get('path') ?? entry);
  return patch;
}

function patchIn(entry: MapValue, read: ReadPatch): Patch {
  const spot: Spot = { source: entry.source, at: entry.at };
  const inline = entry.get('patch');
  const path = entry.get('path');
  const inlineText = text(entry, 'patch').trim();
  const pathText = text(entry, 'path');
  if (inlineText === '' && pathText === '') fail('patch-source', spot, { reason: 'one of patch and path must be set' });
  if (inlineText !== '' && pathText !== '') fail('patch-source', spot, { reason: 'patch and path cannot both be set' });
  if (inlineText !== '' && inline?.kind === 'scalar')
    return parsed(documentsIn(inline, 'patch', inline.text.trim()), entry, inline);
  return path?.kind === 'scalar' ? parsed(read(path), entry, path) : { kind: 'nothing' };
}

function parsed(documents: PatchText, entry: MapValue, place: Value): Patch {
  const [first, second] = documents.tree.documents;
  const isJson = second === undefined && first?.problems.length === 0 && first.root?.kind === 'sequence';
  return isJson ? operationsIn(documents, entry, place) : objectsIn(documents, entry, place);
}

function objectsIn(documents: PatchText, entry: MapValue, place: Value): Patch {
  try {
    const objects = objectsOf(documents);
    return objects.length === 0 ? { kind: 'nothing' } : { kind: 'merge', objects, entry };
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    if (error.problem.code === 'malformed-yaml') throw new BuildFailure({ ...error.problem, code: 'patch-unreadable' });
    return operationsIn(documents, entry, place, error);
  }
}

function operationsIn(documents: PatchText, entry: MapValue, place: Value, failure?: BuildFailure): Patch {
  const [value] = valuesIn(documents);
  if (value === undefined || isNull(value)) return { kind: 'nothing' };
  const operations = readOperations(inOldYaml(value));
  if (operations === undefined)
    return fail(
      'patch-unreadable',
      { source: place.source, at: place.at },
      failure === undefined ? {} : { reason: failure.problem.code, ...failure.problem.args },
    );
  return operations.length === 0 ? { kind: 'nothing' } : { kind: 'json', operations, entry };
}

/** Told of each object that a patch is applied to, before and after. */
export type Watch = (before: Resource, after: Resource | undefined) => void;

const UNWATCHED: Watch = () => {};

/** Applies one patch to what it is meant for. */
export function applyPatch(list: ResourceList, patch: Patch, schema: MergeSchema, watch = UNWATCHED): void {
  if (patch.kind === 'json') applyToTargets(list, patch.operations, patch.entry, true, watch);
  if (patch.kind === 'merge') applyObjects(list, patch.objects, patch.entry, schema, watch);
}

interface Allowed {
  readonly name: boolean;
  readonly kind: boolean;
}

function applyObjects(
  list: ResourceList,
  objects: readonly Resource[],
  entry: MapValue,
  schema: MergeSchema,
  watch: Watch,
): void {
  const options = asMap(entry.get('options'));
  const allowed = { name: flag(options, 'allowNameChange'), kind: flag(options, 'allowKindChange') };
  const target = asMap(entry.get('target'));
  if (target === undefined) {
    for (const object of objects) applyToNamed(list, object, schema, allowed, false, watch);
    return;
  }
  const [object] = objects;
  if (object === undefined) return;
  if (objects.length > 1) fail('patch-many-with-target', { source: target.source, at: target.at });
  const selector = readSelector(target);
  list.transform((resource) => {
    if (!selects(selector, resource)) return resource;
    return watched(resource, merged(resource, fitted(object, resource), schema, allowed), watch);
  });
  list.dropEmpty();
  list.demandUniqueIds('duplicate-id');
}

/** Merges an object of `patchesStrategicMerge` into the one object that has or had its id. */
export function applyMergePatch(list: ResourceList, patch: Resource, schema: MergeSchema, watch = UNWATCHED): void {
  applyToNamed(list, patch, schema, { name: false, kind: false }, true, watch);
  list.dropEmpty();
}

function watched(before: Resource, after: Resource | undefined, watch: Watch): Resource | undefined {
  watch(before, after);
  return after;
}

function applyToNamed(
  list: ResourceList,
  patch: Resource,
  schema: MergeSchema,
  allowed: Allowed,
  fits: boolean,
  watch: Watch,
): void {
  const indexes = list.indexesOf(idKey(patch.originalId));
  const [index] = indexes;
  const target = index === undefined ? undefined : list.at(index);
  if (index === undefined || target === undefined) fail('patch-target-missing', spotOf(patch), { id: idText(patch.id) });
  if (indexes.length > 1) fail('patch-target-ambiguous', spotOf(patch), { id: idText(patch.id) });
  list.replace(index, watched(target, merged(target, fits ? fitted(patch, target) : patch.root, schema, allowed), watch));
}

/** The target with the patch in it; undefined where the patch deletes it. Names and kinds stay unless they may change. */
function merged(target: Resource, patch: MapValue, schema: MergeSchema, allowed: Allowed): Resource | undefined {
  const before = allowed.name || allowed.kind ? target.rememberingId() : target;
  let root = strategicMerge(withNotes(before), patch, schema);
  if (root === undefined || root.size === 0) return undefined;
  if (!allowed.kind) root = restored(root, 'kind', before.root.get('kind'));
  let metadata = asMap(root.get('metadata'));
  const old = asMap(before.root.get('metadata'));
  if (metadata === undefined) metadata = emptyMap({ source: root.source, at: root.at });
  if (!allowed.name) metadata = restored(metadata, 'name', old?.get('name'));
  metadata = before.namespace === '' ? metadata.without('namespace') : restored(metadata, 'namespace', old?.get('namespace'));
  return withoutNotes(before, root.set('metadata', metadata));
}

function restored(map: MapValue, field: string, old: Value | undefined): MapValue {
  return old === undefined ? map : map.set(field, old, 'str');
}

/** A patch for several objects takes the version of each, and its labels and annotations are texts. */
function fitted(patch: Resource, target: Resource): MapValue {
  let root = patch.root;
  const apiVersion = target.root.get('apiVersion');
  if (apiVersion !== undefined) root = root.set('apiVersion', apiVersion, 'str');
  const metadata = asMap(root.get('metadata'));
  if (metadata === undefined) return root;
  let fitting = metadata;
  for (const field of ['labels', 'annotations']) {
    const value = metadata.get(field);
    if (value === undefined) continue;
    const map = asMap(value);
    if (map === undefined || map.size === 0) fitting = fitting.without(field);
    else
      fitting = fitting.set(
        field,
        map.withValues(map.values.map((one) => stringValue(textOf(one), { source: one.source, at: one.at }))),
      );
  }
  if (patch.namespace === '') fitting = fitting.without('namespace');
  return root.set('metadata', fitting);
}

/** Applies JSON 6902 operations to every object that the entry's target means. */
function applyToTargets(
  list: ResourceList,
  operations: readonly Operation[],
  entry: MapValue,
  remembers: boolean,
  watch: Watch,
): void {
  const target = entry.get('target');
  if (target === undefined) fail('patch-no-target', { source: entry.source, at: entry.at });
  const selector = readSelector(target);
  list.transform((resource) => {
    if (!selects(selector, resource)) return resource;
    const before = (remembers ? resource.rememberingId() : resource).remembering({ shared: UNSHARED });
    const ready = withAnnotations(before);
    const patched = applyOperations(withNotes(ready), operations);
    return watched(ready, withoutNotes(before, asMap(restyledFromJson(patched)) ?? patched), watch);
  });
}

/** Kustomize's own notes stand among the annotations, so that a patch finds the field even where the file has none. */
function withAnnotations(resource: Resource): Resource {
  const metadata = asMap(resource.root.get('metadata'));
  if (!resource.memory.annotated || metadata === undefined || asMap(metadata.get('annotations')) !== undefined) return resource;
  const empty = emptyMap({ source: metadata.source, at: metadata.at });
  return resource.with(resource.root.set('metadata', setField(metadata, 'annotations', empty)));
}

const NOTES = [
  ['origin', 'config.kubernetes.io/origin'],
  ['transformations', 'alpha.config.kubernetes.io/transformations'],
] as const;

/** Where a build keeps origins they are annotations like others, which a patch may take away with all the rest. */
function withNotes(resource: Resource): MapValue {
  const { root, memory } = resource;
  if (memory.origin === undefined) return root;
  const metadata = asMap(root.get('metadata')) ?? emptyMap(root);
  let annotations = asMap(metadata.get('annotations')) ?? emptyMap(metadata);
  for (const [field, key] of NOTES) {
    if (memory[field] !== undefined) annotations = annotations.set(key, stringValue('kept', root), 'str');
  }
  return root.set('metadata', metadata.set('annotations', annotations));
}

function withoutNotes(before: Resource, root: MapValue): Resource {
  if (before.memory.origin === undefined) return before.with(root);
  const metadata = asMap(root.get('metadata'));
  let annotations = asMap(metadata?.get('annotations'));
  let memory = before.memory;
  for (const [field, key] of NOTES) {
    if (memory[field] === undefined) continue;
    if (annotations === undefined || annotations.indexOf(key) < 0) {
      const { [field]: _lost, ...rest } = memory;
      memory = rest;
    } else annotations = annotations.without(key);
  }
  const own =
    metadata === undefined || annotations === undefined ? root : root.set('metadata', metadata.set('annotations', annotations));
  return new Resource(own, memory);
}

/** Reads and applies one entry of `patchesJson6902`. */
export function readJsonPatch(entry: MapValue, read: ReadPatch, inlineField = 'patch'): Patch {
  const spot: Spot = { source: entry.source, at: entry.at };
  const inline = entry.get(inlineField);
  const path = entry.get('path');
  if (text(asMap(entry.get('target')), 'name') === '') fail('patch-no-target', spot, { reason: 'must specify the target name' });
  const hasInline = text(entry, inlineField) !== '';
  if (!hasInline && text(entry, 'path') === '') fail('patch-source', spot, { reason: 'empty file path and empty jsonOp' });
  if (hasInline && text(entry, 'path') !== '')
    fail('patch-source', spot, { reason: 'must specify a file path or jsonOp, not both' });
  const place = hasInline ? inline : path;
  if (place?.kind !== 'scalar') return fail('patch-source', spot);
  const documents = hasInline ? documentsIn(place, 'patch') : read(place);
  const [value] = valuesIn(documents);
  if (value === undefined || isNull(value)) fail('patch-empty', { source: place.source, at: place.at });
  const operations = readOperations(inOldYaml(value));
  if (operations === undefined) return fail('patch-unreadable', { source: place.source, at: place.at });
  if (operations.length === 0) fail('patch-empty', { source: place.source, at: place.at });
  return { kind: 'json', operations, entry };
}

export function applyJsonPatch(list: ResourceList, patch: Patch, watch = UNWATCHED): void {
  if (patch.kind === 'json') applyToTargets(list, patch.operations, patch.entry, false, watch);
}

/** The objects of one item of `patchesStrategicMerge`: YAML in place, or else a path. */
export function readMergePatch(item: ScalarValue, read: ReadPatch): readonly Resource[] {
  if (/[\n:{]/.test(item.text)) {
    try {
      return objectsOf(documentsIn(item, 'patch'));
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
    }
  }
  return objectsOf(read(item));
}
