/** What differs between two states of a value, field by field; items of lists are paired by where they come from or what they are called. */
import type { ListValue, MapValue, Value } from '../build/values.ts';
import { type Call, callOf, isCalled } from '../item-like.ts';
import { sameSpot } from './follow.ts';

/** A step of a way that is told to people: a key, an item by what it is called, or by its number. */
export type Part = string | number | Call;

export interface Change {
  readonly path: readonly Part[];
  /** Undefined where the field is new. */
  readonly before: Value | undefined;
  /** Undefined where the field is taken away. */
  readonly after: Value | undefined;
}

export function changesBetween(before: Value, after: Value): readonly Change[] {
  const found: Change[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(before: Value, after: Value, path: readonly Part[], found: Change[]): void {
  if (before === after) return;
  if (before.kind === 'map' && after.kind === 'map') compareMaps(before, after, path, found);
  else if (before.kind === 'list' && after.kind === 'list' && !isOfScalars(before) && !isOfScalars(after))
    compareLists(before, after, path, found);
  else if (!isSame(before, after)) found.push({ path, before, after });
}

function compareMaps(before: MapValue, after: MapValue, path: readonly Part[], found: Change[]): void {
  for (const [i, key] of after.keys.entries()) {
    const [old, now] = [before.get(key), after.values[i]];
    if (now === undefined || old === now) continue;
    if (old === undefined) found.push({ path: [...path, key], before: undefined, after: now });
    else compare(old, now, [...path, key], found);
  }
  for (const [i, key] of before.keys.entries())
    if (after.indexOf(key) < 0) found.push({ path: [...path, key], before: before.values[i], after: undefined });
}

function compareLists(before: ListValue, after: ListValue, path: readonly Part[], found: Change[]): void {
  const paired = new Set<Value>();
  for (const [i, now] of after.items.entries()) {
    const old = before.items.find((item) => !paired.has(item) && sameSpot(item, now)) ?? namesake(before, now, paired);
    const step = callOf(now) ?? i;
    if (old === undefined) found.push({ path: [...path, step], before: undefined, after: now });
    else {
      paired.add(old);
      compare(old, now, [...path, step], found);
    }
  }
  for (const [i, old] of before.items.entries())
    if (!paired.has(old)) found.push({ path: [...path, callOf(old) ?? i], before: old, after: undefined });
}

function namesake(list: ListValue, item: Value, paired: ReadonlySet<Value>): Value | undefined {
  const call = callOf(item);
  return call && list.items.find((one) => !paired.has(one) && isCalled(one, call));
}

function isOfScalars({ items }: ListValue): boolean {
  return items.every(({ kind }) => kind === 'scalar');
}

function isSame(a: Value, b: Value): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.text === b.text && (a.tag === 'str') === (b.tag === 'str');
  if (a.kind !== 'list' || b.kind !== 'list' || a.items.length !== b.items.length) return false;
  return a.items.every((item, i) => {
    const other = b.items[i];
    return other !== undefined && isSame(item, other);
  });
}
