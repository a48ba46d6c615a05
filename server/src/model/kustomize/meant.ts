/** What entries of a kustomization mean: the objects that they choose, and the fields in these that they reach. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { field, items, textOf as nodeText } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { splitImage } from './build/images.ts';
import { fieldSteps, PathChanger } from './build/paths.ts';
import { BuildFailure } from './build/problems.ts';
import type { Resource } from './build/resource.ts';
import { asMap, at, type Value } from './build/values.ts';
import { kustomizationMapping, topField } from './file.ts';
import { gatheredObjects } from './gathered.ts';
import { itemLike } from './item-like.ts';
import { selected } from './object-choices.ts';
import { FEW_BUILDS, type PatchAt, patchEffect } from './rewriting/patch-effect.ts';
import { replaceableObjects } from './rewriting/replaceable.ts';

/** Objects with the fields that are meant in each; no fields where the objects themselves are. */
export interface Meant {
  readonly objects: readonly Resource[];
  readonly fields: readonly Value[];
}

type Path = readonly (string | number)[];

/** What stands at a path of a kustomization file means; undefined for what chooses nothing. */
export function meantAt(db: Database, kustomization: FilePath, path: Path): Meant | undefined {
  const [list, index, part, ...rest] = path;
  if (typeof list !== 'string' || typeof index !== 'number') return undefined;
  const entry = items(topField(kustomizationMapping(db, kustomization), list))[index];
  switch (list) {
    case 'patches':
    case 'patchesJson6902':
      return part === 'target' ? chosen(targetsOf(db, { kustomization, field: list, index }, field(entry, 'target'))) : undefined;
    case 'images':
      return images(gatheredObjects(db, kustomization), nodeText(field(entry, 'name')) ?? '');
    case 'replicas':
      return replicas(gatheredObjects(db, kustomization), nodeText(field(entry, 'name')) ?? '');
    case 'replacements':
      return replacement(replaceableObjects(db, kustomization), entry, part, rest);
    default:
      return undefined;
  }
}

function chosen(objects: readonly Resource[]): Meant {
  return { objects, fields: [] };
}

/** Exactly those that the build finds, where there is a build; a target that lies behind other patches may mean others. */
function targetsOf(db: Database, entry: PatchAt, target: Node | undefined): readonly Resource[] {
  const effect = patchEffect(db, entry, FEW_BUILDS);
  if (effect !== undefined && effect.patched.length > 0) return effect.patched.map(({ object }) => object);
  return selected(gatheredObjects(db, entry.kustomization), target);
}

function images(objects: readonly Resource[], name: string): Meant {
  const found = objects.map((object) => ({ object, fields: [...imagesIn(object.root, name)] }));
  const hit = found.filter(({ fields }) => fields.length > 0);
  return { objects: hit.map(({ object }) => object), fields: hit.flatMap(({ fields }) => fields) };
}

function* imagesIn(root: Value, name: string): Generator<Value> {
  const waiting: Value[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (value.kind === 'list') for (const item of value.items.toReversed()) waiting.push(item);
    if (value.kind !== 'map') continue;
    const image = value.get('image');
    if (image?.kind === 'scalar' && splitImage(image.text).name === name) yield image;
    for (const inner of value.values.toReversed()) if (inner.kind !== 'scalar') waiting.push(inner);
  }
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

function replicas(objects: readonly Resource[], name: string): Meant {
  const hit = objects.filter(
    (object) => SCALED.has(object.id.kind) && [object.id, object.originalId].some((id) => id.name === name),
  );
  return { objects: hit, fields: hit.flatMap(({ root }) => at(root, 'spec', 'replicas') ?? at(root, 'spec') ?? []) };
}

function replacement(objects: readonly Resource[], entry: Node | undefined, part: unknown, rest: Path): Meant | undefined {
  if (part === 'source') {
    const source = field(entry, 'source');
    const hit = selected(objects, source, 'fieldPath').filter(({ id, originalId }) => {
      const name = nodeText(field(source, 'name'));
      return name === undefined || id.name === name || originalId.name === name;
    });
    if (rest[0] !== 'fieldPath') return chosen(hit);
    return fieldsAt(hit, nodeText(field(source, 'fieldPath')) ?? '');
  }
  const [index, what, which] = rest;
  if (part !== 'targets' || typeof index !== 'number') return undefined;
  const target = items(field(entry, 'targets'))[index];
  const hit = selected(objects, field(target, 'select'));
  if (what === 'select') return chosen(hit);
  if (what === 'reject' && typeof which === 'number') return chosen(selected(hit, items(field(target, 'reject'))[which]));
  const path = what === 'fieldPaths' && typeof which === 'number' ? items(field(target, 'fieldPaths'))[which] : undefined;
  return path && fieldsAt(hit, nodeText(path) ?? '');
}

function fieldsAt(objects: readonly Resource[], path: string): Meant {
  const found = objects.map((object) => {
    const fields: Value[] = [];
    try {
      new PathChanger(fieldSteps(path), undefined, { source: object.root.source, at: object.root.at }, (value) => {
        fields.push(value);
        return value;
      }).change(object.root);
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
    }
    return { object, fields };
  });
  return { objects: objects, fields: found.flatMap(({ fields }) => fields) };
}

/** What a place of a patch changes, in the objects that it is applied to: by its path from the patch's root. */
export function patchedAt(db: Database, entry: PatchAt, root: Node, path: Path): Meant | undefined {
  const effect = patchEffect(db, entry, FEW_BUILDS);
  if (effect === undefined) return undefined;
  const objects = [...new Map(effect.patched.map(({ object }) => [object.root, object])).values()];
  const pointer = root.kind === 'sequence' ? pointerOf(root, path) : undefined;
  if (root.kind === 'sequence' && pointer === undefined) return undefined;
  const own =
    root.kind === 'sequence'
      ? objects
      : objects.filter(({ id, originalId }) => isMeantBy(root, id) || isMeantBy(root, originalId));
  const fields = own.flatMap((object) => {
    const found = pointer === undefined ? alongMerge(object.root, root, path) : alongPointer(object.root, pointer);
    return found === undefined ? [] : [found];
  });
  return { objects: own, fields };
}

/** A patch for a target has a name that says nothing; one of several in a file is for the object of its own name. */
export function isMeantBy(root: Node, id: { readonly kind: string; readonly name: string }): boolean {
  const [kind, name] = [nodeText(field(root, 'kind')), nodeText(field(field(root, 'metadata'), 'name'))];
  return (kind === id.kind && name === id.name) || name === undefined || name !== id.name;
}

function pointerOf(root: Node, path: Path): readonly string[] | undefined {
  const [index, name] = path;
  const operation = typeof index === 'number' ? items(root)[index] : undefined;
  const pointer = nodeText(field(operation, name === 'from' ? 'from' : 'path'));
  return pointer
    ?.split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The field, or what it would be put into. */
function alongPointer(root: Value, steps: readonly string[]): Value {
  let value = root;
  for (const step of steps) {
    const next = value.kind === 'map' ? value.get(step) : value.kind === 'list' ? value.items.at(Number(step)) : undefined;
    if (next === undefined) break;
    value = next;
  }
  return value;
}

/** The field that a merge patch sets, or what it would be put into; items of lists by their names. */
function alongMerge(root: Value, patch: Node, path: Path): Value | undefined {
  let value: Value = root;
  let node: Node | undefined = patch;
  for (const step of path) {
    const next: Node | undefined = typeof step === 'number' ? items(node)[step] : field(node, step);
    const found: Value | undefined =
      typeof step === 'string' ? asMap(value)?.get(step) : value.kind === 'list' ? itemLike(value, next) : undefined;
    if (found === undefined) break;
    value = found;
    node = next;
  }
  return value;
}
