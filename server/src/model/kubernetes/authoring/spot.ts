/** Where in an object a path leads, and what its kind says of that place; also while the document is being written. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { field, nodeAt, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import { knownShapes } from '../schema/known.ts';
import type { Field, Shape, Struct } from '../schema/shapes.ts';
import { ANY_MINOR, builtInKinds } from '../schema/table.ts';

export type Path = readonly (string | number)[];

/** A place in an object. */
export interface Spot {
  /** The object, as far as it is written. */
  readonly object: Node | undefined;
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  /** From the object to the place. */
  readonly path: Path;
  /** What the kind has there; undefined where it is not known or anything may stand. */
  readonly shape: Shape | undefined;
  /** The field that the path ends with, and the type that has it. */
  readonly field: Field | undefined;
  readonly owner: Struct | undefined;
}

/** Where the object does not say what it is, as in a patch, `meant` may. */
export interface Meant {
  readonly apiVersion: string;
  readonly kind: string;
}

export function spotAt(db: Database, file: FilePath, root: Node | undefined, path: Path, meant?: Meant): Spot {
  const depth = objectDepth(root, path);
  const object = nodeAt(root, path.slice(0, depth));
  const apiVersion = textOf(field(object, 'apiVersion')) ?? (depth === 0 ? meant?.apiVersion : undefined);
  const kind = textOf(field(object, 'kind')) ?? (depth === 0 ? meant?.kind : undefined);
  const inside = path.slice(depth);
  const shapes = apiVersion === undefined || kind === undefined ? [] : knownShapes(db, file, apiVersion, kind);
  let best: Pick<Spot, 'shape' | 'field' | 'owner'> = { shape: undefined, field: undefined, owner: undefined };
  for (const shape of shapes) {
    best = along(db, shape, object, inside);
    if (best.shape !== undefined) break;
  }
  return { object, apiVersion, kind, path: inside, ...best };
}

/** How many steps lead to the innermost object: items of Lists are objects, and so is all that says a version and a kind. */
function objectDepth(root: Node | undefined, path: Path): number {
  let depth = 0;
  let node = root;
  const isList = textOf(field(root, 'kind'))?.endsWith('List') === true;
  for (const [i, step] of path.entries()) {
    node = nodeAt(node, [step]);
    const isItem = isList && i === 1 && path[0] === 'items';
    if (
      isItem ||
      (textOf(field(node, 'apiVersion')) !== undefined && textOf(field(node, 'kind')) !== undefined && !isNamed(node))
    )
      depth = i + 1;
  }
  return depth;
}

/** References say a version and a kind too, and a name beside them. */
function isNamed(node: Node | undefined): boolean {
  return field(node, 'name') !== undefined && field(node, 'metadata') === undefined;
}

function along(db: Database, root: Struct, object: Node | undefined, path: Path): Pick<Spot, 'shape' | 'field' | 'owner'> {
  let shape: Shape | undefined = root;
  let found: Field | undefined;
  let owner: Struct | undefined;
  let node = object;
  for (const [i, step] of path.entries()) {
    node = nodeAt(node, [step]);
    const before: Shape | undefined = shape;
    [found, owner] = [undefined, undefined];
    if (before?.is === 'struct' && typeof step === 'string') {
      owner = before;
      found = before.fields.get(step);
      shape = found?.shape;
    } else if (before?.is === 'list' && typeof step === 'number') shape = before.items;
    else if (before?.is === 'map' && typeof step === 'string') shape = before.values;
    else shape = undefined;
    if (saysNothing(shape)) shape = standIn(db, path.slice(0, i + 1), node) ?? shape;
  }
  return { shape: saysNothing(shape) ? undefined : shape, field: found, owner };
}

function saysNothing(shape: Shape | undefined): boolean {
  return shape === undefined || shape.is === 'any' || (shape.is === 'struct' && shape.fields.size === 0);
}

/** What definitions of custom kinds leave open because every object has it: metadata, and the templates of pods. */
function standIn(db: Database, path: Path, node: Node | undefined): Shape | undefined {
  const last = path.at(-1);
  if (path.length === 1 && last === 'metadata') return builtIn(db, 'v1', 'ConfigMap', 'metadata');
  const arePods = last === 'template' && field(field(node, 'spec'), 'containers') !== undefined;
  if (arePods) return builtIn(db, 'apps/v1', 'Deployment', 'spec', 'template');
  return undefined;
}

function builtIn(db: Database, apiVersion: string, kind: string, ...path: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = builtInKinds(db, String(ANY_MINOR)).kind(apiVersion, kind)?.shape;
  for (const step of path) shape = shape?.is === 'struct' ? shape.fields.get(step)?.shape : undefined;
  return shape;
}
