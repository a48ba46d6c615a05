/** What changed in an object, field by field; items of lists are known by their names where they have some. */
import { compareKeys, deepEqualValues } from '../kustomize/build/output.ts';
import { type ListValue, type MapValue, textOf, type Value } from '../kustomize/build/values.ts';

/** A key, an index, or an item of a list by what it is called. */
export type FieldStep = string | number | { readonly key: string; readonly value: string };

export interface FieldChange {
  readonly path: readonly FieldStep[];
  /** The way by keys and indexes on each side; undefined where the field is not there. */
  readonly beforePath: readonly (string | number)[];
  readonly afterPath: readonly (string | number)[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Changes of one object that are told; beyond, the object is as good as another. */
const MAX_CHANGES = 500;

/** By what items of lists are told apart, the first that all items have and none shares. */
const ITEM_KEYS = [
  'name',
  'mountPath',
  'containerPort',
  'key',
  'port',
  'host',
  'path',
  'id',
  'type',
  'topologyKey',
  'ip',
] as const;

interface Way {
  readonly path: readonly FieldStep[];
  readonly before: readonly (string | number)[];
  readonly after: readonly (string | number)[];
}

export function fieldChanges(before: Value, after: Value): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  compare(before, after, { path: [], before: [], after: [] }, changes);
  return changes;
}

function compare(before: Value, after: Value, way: Way, changes: FieldChange[]): void {
  if (changes.length >= MAX_CHANGES || deepEqualScalars(before, after)) return;
  if (before.kind === 'map' && after.kind === 'map') compareMaps(before, after, way, changes);
  else if (before.kind === 'list' && after.kind === 'list') compareLists(before, after, way, changes);
  else if (!deepEqualValues(before, after)) tell(before, after, way, changes);
}

/** Cheap, and true for most leaves. */
function deepEqualScalars(a: Value, b: Value): boolean {
  return a.kind === 'scalar' && b.kind === 'scalar' && deepEqualValues(a, b);
}

function tell(before: Value | undefined, after: Value | undefined, way: Way, changes: FieldChange[]): void {
  if (changes.length < MAX_CHANGES) changes.push({ path: way.path, beforePath: way.before, afterPath: way.after, before, after });
}

function stepped(way: Way, step: FieldStep, before: string | number, after: string | number): Way {
  return { path: [...way.path, step], before: [...way.before, before], after: [...way.after, after] };
}

function compareMaps(before: MapValue, after: MapValue, way: Way, changes: FieldChange[]): void {
  const keys = [...new Set([...before.keys, ...after.keys])].sort(compareKeys);
  for (const key of keys) {
    const [old, value] = [before.get(key), after.get(key)];
    const next = stepped(way, key, key, key);
    if (old !== undefined && value !== undefined) compare(old, value, next, changes);
    else tell(old, value, next, changes);
  }
}

function compareLists(before: ListValue, after: ListValue, way: Way, changes: FieldChange[]): void {
  const key = ITEM_KEYS.find((one) => names(before, one) !== undefined && names(after, one) !== undefined);
  if (key === undefined) {
    compareByPlace(before, after, way, changes);
    return;
  }
  const [old, now] = [names(before, key) ?? [], names(after, key) ?? []];
  const places = new Map(old.map((name, i) => [name, i]));
  const kept = new Set<string>();
  for (const [i, name] of now.entries()) {
    const value = after.items[i];
    const place = places.get(name);
    const item = place === undefined ? undefined : before.items[place];
    if (place !== undefined) kept.add(name);
    const next = stepped(way, { key, value: name }, place ?? i, i);
    if (item !== undefined && value !== undefined) compare(item, value, next, changes);
    else tell(item, value, next, changes);
  }
  for (const [i, name] of old.entries())
    if (!kept.has(name)) tell(before.items[i], undefined, stepped(way, { key, value: name }, i, i), changes);
  const order = (list: readonly string[]): string => list.filter((name) => kept.has(name)).join('\n');
  // Where only the order differs, nothing above has told it.
  if (kept.size === old.length && kept.size === now.length && order(old) !== order(now)) tell(before, after, way, changes);
}

/** The names of all items, where each has one of its own. */
function names(list: ListValue, key: string): readonly string[] | undefined {
  const found = new Set<string>();
  for (const item of list.items) {
    const name = item.kind === 'map' ? item.get(key) : undefined;
    if (name?.kind !== 'scalar' || name.text === '' || found.has(name.text)) return undefined;
    found.add(textOf(name));
  }
  return [...found];
}

/** What is alike at both ends is the same; between, items are compared in their order. */
function compareByPlace(before: ListValue, after: ListValue, way: Way, changes: FieldChange[]): void {
  const [old, now] = [before.items, after.items];
  let start = 0;
  while (start < old.length && start < now.length && deepEqualValues(old[start], now[start])) start++;
  let [oldEnd, nowEnd] = [old.length, now.length];
  while (oldEnd > start && nowEnd > start && deepEqualValues(old[oldEnd - 1], now[nowEnd - 1])) {
    oldEnd--;
    nowEnd--;
  }
  for (let i = start; i < Math.max(oldEnd, nowEnd); i++) {
    const item = i < oldEnd ? old[i] : undefined;
    const value = i < nowEnd ? now[i] : undefined;
    const next = stepped(way, i, i, i);
    if (item !== undefined && value !== undefined) compare(item, value, next, changes);
    else tell(item, value, next, changes);
  }
}

/** `spec.containers[web].image`; keys with dots stand in brackets. */
export function pathText(path: readonly FieldStep[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (typeof step === 'object') text += `[${step.value}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `["${step}"]`;
  }
  return text;
}
