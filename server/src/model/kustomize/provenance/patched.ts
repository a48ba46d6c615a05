/** What one place of a patch does in the objects that it is applied to, whether or not its word is the last. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { field, items } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import { applyOperations, type Operation, stepsOf as pointerSteps } from '../build/json-patch.ts';
import { BuildFailure } from '../build/problems.ts';
import type { Resource } from '../build/resource.ts';
import type { MapValue, Value } from '../build/values.ts';
import { itemLike } from '../item-like.ts';
import { isMeantBy } from '../meant.ts';
import { FEW_BUILDS, type PatchAt, type Patched, patchEffect } from '../rewriting/patch-effect.ts';
import { follow, stepsOf } from './follow.ts';

type Path = readonly (string | number)[];

/** A field of an object just before and just after the patch. */
export interface PatchedField {
  /** The directory whose build it is. */
  readonly build: FilePath;
  readonly object: Resource;
  /** The object in which the path leads to the field. */
  readonly root: MapValue;
  readonly path: Path;
  /** Undefined where the patch adds the field. */
  readonly before: Value | undefined;
  /** Undefined where the patch takes it away. */
  readonly after: Value | undefined;
}

/** At a way from the patch's root; nothing for what only says which object is meant. */
export function patchedFields(db: Database, patchAt: PatchAt, root: Node, path: Path): readonly PatchedField[] {
  if (root.kind === 'mapping' && isIdentity(path)) return [];
  const effect = patchEffect(db, patchAt, FEW_BUILDS);
  if (effect === undefined) return [];
  const { patch, patched } = effect;
  if (patch.kind === 'json') return patched.flatMap((one) => byOperation(one, patch.operations, path) ?? []);
  return patched
    .filter(({ object }) => isMeantBy(root, object.id) || isMeantBy(root, object.originalId))
    .flatMap((one) => byMerge(one, root, path) ?? []);
}

function isIdentity([first, second]: Path): boolean {
  return first === 'apiVersion' || first === 'kind' || (first === 'metadata' && (second === 'name' || second === 'namespace'));
}

/** Both states are walked together with the patch: it says which items are meant. */
function byMerge({ build, object, after: whole }: Patched, patch: Node, written: Path): PatchedField | undefined {
  const steps = written.at(-1) === '$patch' ? written.slice(0, -1) : written;
  if (whole === undefined || steps.length === 0) return undefined;
  let node: Node | undefined = patch;
  let before: Value | undefined = object.root;
  let after: Value | undefined = whole;
  const paths: { before: (string | number)[]; after: (string | number)[] } = { before: [], after: [] };
  for (const step of steps) {
    const next: Node | undefined = typeof step === 'number' ? items(node)[step] : field(node, step);
    const [old, now]: readonly (Step | undefined)[] = [stepInto(before, step, next), stepInto(after, step, next)];
    if (old !== undefined) paths.before.push(old.part);
    if (now !== undefined) paths.after.push(now.part);
    before = old?.value;
    after = now?.value;
    node = next;
  }
  if (after !== undefined) return { build, object, root: whole, path: paths.after, before, after };
  return before && { build, object, root: object.root, path: paths.before, before, after };
}

interface Step {
  readonly part: string | number;
  readonly value: Value;
}

function stepInto(value: Value | undefined, step: string | number, node: Node | undefined): Step | undefined {
  if (typeof step === 'string') {
    const inner = value?.kind === 'map' ? value.get(step) : undefined;
    return inner && { part: step, value: inner };
  }
  if (value?.kind !== 'list') return undefined;
  const item = itemLike(value, node);
  return item && { part: value.items.indexOf(item), value: item };
}

/** The operation is seen between those before it and itself. */
function byOperation({ build, object }: Patched, operations: readonly Operation[], path: Path): PatchedField | undefined {
  const [index, part, ...inside] = path;
  const operation = typeof index === 'number' ? operations[index] : undefined;
  if (typeof index !== 'number' || operation === undefined || part === 'op') return undefined;
  const states = statesAround(object.root, operations, index);
  if (states === undefined) return undefined;
  const isFrom = part === 'from';
  const pointer = pointerSteps(isFrom ? operation.from : operation.path);
  const old = alongPointer(states.before, pointer);
  const isNew =
    operation.op === 'remove' || (isFrom && operation.op === 'move') ? undefined : alongPointer(states.after, pointer);
  const at = isNew ?? old;
  if (at === undefined) return undefined;
  // What is put into a list pushes aside what stood there.
  const isInserted = at.isItem && (operation.op === 'add' || operation.op === 'move' || operation.op === 'copy') && !isFrom;
  const field = { build, object, root: isNew === undefined ? states.before : states.after };
  const below = (value: Value | undefined): Value | undefined => (value === undefined ? undefined : walk(value, inside));
  return {
    ...field,
    path: [...at.path, ...inside],
    before: isInserted ? undefined : below(old?.value),
    after: below(isNew?.value),
  };
}

function statesAround(
  root: MapValue,
  operations: readonly Operation[],
  index: number,
): { before: MapValue; after: MapValue } | undefined {
  try {
    const before = applyOperations(root, operations.slice(0, index));
    return { before, after: applyOperations(before, operations.slice(index, index + 1)) };
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

function alongPointer(
  root: Value,
  pointer: readonly string[],
): { readonly path: Path; readonly value: Value; readonly isItem: boolean } | undefined {
  let value = root;
  let isItem = false;
  const path: (string | number)[] = [];
  for (const step of pointer) {
    isItem = value.kind === 'list';
    const index = value.kind === 'list' ? (step === '-' ? value.items.length - 1 : Number(step)) : 0;
    const next = value.kind === 'map' ? value.get(step) : value.kind === 'list' ? value.items.at(index) : undefined;
    if (next === undefined) return undefined;
    path.push(value.kind === 'list' ? value.items.indexOf(next) : step);
    value = next;
  }
  return { path, value, isItem };
}

function walk(root: Value, path: Path): Value | undefined {
  const found = follow(root, stepsOf(root, path));
  return typeof found === 'string' ? undefined : found;
}
