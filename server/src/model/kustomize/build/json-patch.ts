/** JSON 6902 patches: read once, applied to values as the library that Kustomize uses applies them. */

import { deepEqualValues } from './output.ts';
import { fail } from './problems.ts';
import { demandBounded } from './traits.ts';
import { asList, asMap, type ListValue, type MapValue, type Spot, textOf, type Value } from './values.ts';

export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from: string;
  readonly value: Value | undefined;
  readonly spot: Spot;
}

/** The operations of a patch; undefined where the value is no list of mappings. */
export function readOperations(value: Value | undefined): readonly Operation[] | undefined {
  const list = asList(value);
  if (list === undefined) return undefined;
  const operations: Operation[] = [];
  for (const item of list.items) {
    const map = asMap(item);
    if (map === undefined) return undefined;
    operations.push({
      op: textOf(map.get('op')),
      path: textOf(map.get('path')),
      from: textOf(map.get('from')),
      value: map.get('value'),
      spot: { source: item.source, at: map.get('path')?.at ?? item.at },
    });
  }
  return operations;
}

/** Applies the operations in order; fails where one cannot be applied. */
export function applyOperations(root: MapValue, operations: readonly Operation[]): MapValue {
  let result: Value = root;
  for (const operation of operations) result = apply(result, operation);
  return asMap(result) ?? root;
}

function apply(root: Value, operation: Operation): Value {
  const { op, path, spot } = operation;
  const steps = stepsOf(path);
  switch (op) {
    case 'add':
      return change(root, steps, 0, operation, (container, key) =>
        added(container, key, operation.value ?? nothing(operation), operation),
      );
    case 'replace':
      return change(root, steps, 0, operation, (container, key) => replaced(container, key, operation));
    case 'remove':
      return change(root, steps, 0, operation, (container, key) => removed(container, key, operation));
    case 'move':
    case 'copy': {
      const from = stepsOf(operation.from);
      const value = lookUp(root, from, operation);
      const rest =
        op === 'move' ? change(root, from, 0, operation, (container, key) => removed(container, key, operation)) : root;
      const copied = change(rest, steps, 0, operation, (container, key) => added(container, key, value, operation));
      // Copies of copies double with each operation.
      if (op === 'copy') demandBounded(copied);
      return copied;
    }
    case 'test': {
      const found = find(root, steps);
      const wanted = operation.value;
      const same = found === undefined ? wanted === undefined || isNullText(wanted) : deepEqualValues(found, wanted);
      if (!same) fail('json-patch-test', spot, { path });
      return root;
    }
    default:
      return fail('json-patch', spot, { reason: `unknown operation "${op}"` });
  }
}

function isNullText(value: Value): boolean {
  return value.kind === 'scalar' && value.tag === 'null';
}

function nothing(operation: Operation): never {
  return fail('json-patch', operation.spot, { reason: 'the operation has no value' });
}

export function stepsOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

type Change = (container: MapValue | ListValue, key: string) => Value;

/** Changes the container of the last step and everything above it. */
function change(value: Value, steps: readonly string[], depth: number, operation: Operation, last: Change): Value {
  const key = steps[depth];
  if (key === undefined || value.kind === 'scalar') return missing(operation);
  if (depth === steps.length - 1) return last(value, key);
  if (value.kind === 'map') {
    const child = value.get(key);
    if (child === undefined) return missing(operation);
    return value.set(key, change(child, steps, depth + 1, operation, last));
  }
  const index = indexOf(value, key, operation);
  const child = value.items[index];
  if (child === undefined) return missing(operation);
  return value.with(value.items.with(index, change(child, steps, depth + 1, operation, last)));
}

function added(container: MapValue | ListValue, key: string, value: Value, operation: Operation): Value {
  if (container.kind === 'map') return container.set(key, value, 'str');
  if (key === '-') return container.with([...container.items, value]);
  const number = Number(key);
  if (!/^-?\d+$/.test(key) || number > container.items.length || number < -container.items.length - 1) return missing(operation);
  return container.with(container.items.toSpliced(number < 0 ? number + container.items.length + 1 : number, 0, value));
}

function replaced(container: MapValue | ListValue, key: string, operation: Operation): Value {
  const value = operation.value ?? nothing(operation);
  // Unlike the standard, the library replaces a field of a mapping that is not there.
  if (container.kind === 'map') return container.set(key, value, 'str');
  return container.with(container.items.with(indexOf(container, key, operation), value));
}

function removed(container: MapValue | ListValue, key: string, operation: Operation): Value {
  if (container.kind === 'map') return container.indexOf(key) < 0 ? missing(operation) : container.without(key);
  return container.with(container.items.toSpliced(indexOf(container, key, operation), 1));
}

function indexOf(list: ListValue, key: string, operation: Operation): number {
  const number = Number(key);
  const index = number < 0 ? number + list.items.length : number;
  if (!/^-?\d+$/.test(key) || index < 0 || index >= list.items.length) return missing(operation);
  return index;
}

function lookUp(root: Value, steps: readonly string[], operation: Operation): Value {
  return find(root, steps) ?? missing(operation);
}

function find(root: Value, steps: readonly string[]): Value | undefined {
  let value: Value | undefined = root;
  for (const step of steps) {
    if (value?.kind === 'map') value = value.get(step);
    else if (value?.kind === 'list' && /^-?\d+$/.test(step)) value = value.items.at(Number(step));
    else return undefined;
  }
  return value;
}

function missing(operation: Operation): never {
  return fail('json-patch-path', operation.spot, { op: operation.op, path: operation.path });
}
