/** Functions on lists: Kubernetes' own, sets, and those of the language's extension. */
import { calculate } from '../arithmetic.ts';
import { compare, contains, equal } from '../compare.ts';
import { ANY, func, INT, LIST, method, type Overload } from '../overload.ts';
import { Failure, known, type Run } from '../run.ts';
import { List, type Value } from '../values.ts';

function isSorted(run: Run, { items }: List): boolean {
  return items.every((item, i) => i === 0 || !(compare(run, known(items[i - 1] as Value), known(item)) > 0));
}

/** Of an empty list the sum is a whole number here: equal to zeros of all kinds. */
function sum(run: Run, { items }: List): Value {
  run.items(items.length);
  return items.slice(1).reduce((all, item) => calculate(run, '+', known(all), known(item)), items[0] ?? 0n);
}

function extreme(run: Run, { items }: List, name: 'min' | 'max'): Value {
  const [first, ...rest] = items;
  if (first === undefined) throw new Failure(`${name} called on empty list`);
  let found = known(first);
  for (const item of rest) {
    const order = compare(run, found, known(item));
    if (name === 'min' ? order > 0 : order < 0) found = item;
  }
  return found;
}

function placeOf(run: Run, { items }: List, wanted: Value, isLast: boolean): bigint {
  const is = (item: Value): boolean => equal(run, item, wanted);
  return BigInt(isLast ? items.findLastIndex(is) : items.findIndex(is));
}

function isContained(run: Run, all: List, part: List): boolean {
  return part.items.every((item) => contains(run, all.items, known(item)));
}

function flattened(run: Run, { items }: List, depth: bigint): readonly Value[] {
  if (depth < 0n) throw new Failure('level must be non-negative');
  run.items(items.length);
  return items.flatMap((item) => (item instanceof List && depth > 0n ? flattened(run, item, depth - 1n) : [item]));
}

function slice(run: Run, { items }: List, start: bigint, end: bigint): List {
  run.items(items.length);
  if (start < 0n || end < 0n) throw new Failure(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end) throw new Failure(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (items.length < end) throw new Failure(`cannot slice(${start}, ${end}), list is length ${items.length}`);
  return new List(items.slice(Number(start), Number(end)));
}

function distinct(run: Run, { items }: List): List {
  const found: Value[] = [];
  for (const item of items) if (!contains(run, found, known(item))) found.push(item);
  return new List(found);
}

function range(run: Run, count: bigint): List {
  const length = count < 0n ? 0 : Number(count);
  run.items(length);
  return new List(Array.from({ length }, (_, i) => BigInt(i)));
}

export const LISTS: readonly Overload[] = [
  method('isSorted', [LIST], isSorted),
  method('sum', [LIST], sum),
  method('min', [LIST], (run, list) => extreme(run, list, 'min')),
  method('max', [LIST], (run, list) => extreme(run, list, 'max')),
  method('indexOf', [LIST, ANY], (run, list, wanted) => placeOf(run, list, wanted, false)),
  method('lastIndexOf', [LIST, ANY], (run, list, wanted) => placeOf(run, list, wanted, true)),
  func('sets.contains', [LIST, LIST], isContained),
  func('sets.equivalent', [LIST, LIST], (run, a, b) => isContained(run, a, b) && isContained(run, b, a)),
  func('sets.intersects', [LIST, LIST], (run, a, b) => a.items.some((item) => contains(run, b.items, known(item)))),
  method('slice', [LIST, INT, INT], slice),
  method('flatten', [LIST], (run, list) => new List(flattened(run, list, 1n))),
  method('flatten', [LIST, INT], (run, list, depth) => new List(flattened(run, list, depth))),
  method('sort', [LIST], (run, { items }) => {
    run.items(items.length);
    return new List(items.map(known).sort((a, b) => compare(run, a, b)));
  }),
  method('distinct', [LIST], distinct),
  method('reverse', [LIST], (run, { items }) => {
    run.items(items.length);
    return new List(items.toReversed());
  }),
  func('lists.range', [INT], range),
];
