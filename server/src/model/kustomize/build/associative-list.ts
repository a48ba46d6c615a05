/**
 * Merging of lists whose items are known by keys, step by step as Kustomize does it, down to what it makes of items without
 * their key: its result is what is deployed.
 */
import { fail } from './problems.ts';
import type { Known, Merge } from './strategic-merge.ts';
import {
  asMap,
  isMissingOrNull,
  isNullOrEmpty,
  type ListValue,
  ScalarValue,
  setField,
  textOf,
  untypedValue,
  type Value,
} from './values.ts';

/** Comparisons that one list may need; lists of honest sizes need far fewer. */
const MAX_STEPS = 20_000_000;

/** An item that is changed in place while the lists are merged. */
interface Cell {
  value: Value;
}

/** The merged list; `patch` is undefined where nothing is merged, and may be the target itself where the list is new. */
export function mergeAssociative(
  merge: Merge,
  target: ListValue,
  patch: ListValue | undefined,
  keys: readonly string[],
  known: Known,
): ListValue {
  if (keys.length === 0) return target.with(mergedScalars(target, patch));
  const simple = keys.length === 1 ? mergedByKey(merge, target, patch, keys[0] ?? '', known) : undefined;
  return target.with(simple ?? new ListMerge(merge, target, patch, keys, known).run());
}

/** Scalars are a set: those of the patch first, then those of the target. */
function mergedScalars(target: ListValue, patch: ListValue | undefined): readonly Value[] {
  const found = new Map<string, Value>();
  for (const item of [...(patch?.items ?? []), ...target.items]) {
    if (isNullOrEmpty(item)) continue;
    if (item.kind !== 'scalar')
      fail('patch-mismatch', { source: item.source, at: item.at }, { expected: 'scalar', found: item.kind });
    found.set(item.text, new ScalarValue(item.text, '', item.style, item.source, item.at));
  }
  return [...found.values()];
}

/** The usual case in linear time: one key, which every item has and no two items share. */
function mergedByKey(
  merge: Merge,
  target: ListValue,
  patch: ListValue | undefined,
  key: string,
  known: Known,
): readonly Value[] | undefined {
  const old = keyed(target, key);
  const added = patch === target ? old : patch === undefined ? new Map<string, Value>() : keyed(patch, key);
  if (old === undefined || added === undefined) return undefined;
  const result: Value[] = [];
  for (const [name, item] of added) {
    const before = old.get(name);
    const merged = merge.merge(before, item, known);
    if (!isGone(merged)) result.push(isReplacement(item) && before !== undefined && before !== item ? before : merged);
  }
  for (const [name, item] of old) {
    if (added.has(name)) continue;
    const merged = merge.merge(item, undefined, known);
    if (!isGone(merged)) result.push(merged);
  }
  return result;
}

/** An item that replaces is set, and then set back to what the target has: so it is in Kustomize. */
function isReplacement(item: Value): boolean {
  return textOf(asMap(item)?.get('$patch')) === 'replace';
}

function keyed(list: ListValue, key: string): Map<string, Value> | undefined {
  const found = new Map<string, Value>();
  for (const item of list.items) {
    const value = asMap(item)?.get(key);
    if (value?.kind !== 'scalar' || value.text === '' || isNullOrEmpty(value) || found.has(value.text)) return undefined;
    found.set(value.text, item);
  }
  return found;
}

function isGone(value: Value | undefined): value is undefined {
  return isMissingOrNull(value) || (value.kind === 'map' && value.size === 0);
}

class ListMerge {
  readonly #merge: Merge;
  readonly #keys: readonly string[];
  readonly #known: Known;
  #target: Cell[];
  #patch: Cell[] | undefined;
  readonly #same: boolean;

  constructor(merge: Merge, target: ListValue, patch: ListValue | undefined, keys: readonly string[], known: Known) {
    this.#merge = merge;
    this.#keys = keys;
    this.#known = known;
    this.#same = target === patch;
    this.#target = target.items.map((value) => ({ value }));
    this.#patch = this.#same ? this.#target : patch?.items.map((value) => ({ value }));
    const items = this.#target.length + (this.#patch?.length ?? 0);
    if (items * items > MAX_STEPS)
      fail(
        'budget',
        { source: target.source, at: target.at },
        { what: 'list items', limit: String(Math.floor(Math.sqrt(MAX_STEPS))) },
      );
  }

  run(): readonly Value[] {
    const all = this.#identities();
    let added: Cell[] = [];
    let keys = this.#keys;
    for (const identity of all) {
      const [usedKeys, values] = validParts(all, identity, this.#keys);
      keys = usedKeys;
      const [ownKeys, ownValues] = validParts([values], values, keys);
      const before = find(this.#target, ownKeys, ownValues);
      const item = this.#patch === undefined ? undefined : find(this.#patch, ownKeys, ownValues);
      let merged = this.#merge.merge(before?.value, item?.value, this.#known);
      if (isGone(merged)) {
        this.#setTarget(setElement(this.#target, undefined, keys, values));
        continue;
      }
      for (const [i, key] of keys.entries()) {
        const value = values[i] ?? '';
        if (merged.kind !== 'map' || merged.indexOf(key) >= 0 || value === '') continue;
        merged = setField(merged, key, untypedValue(value, { source: merged.source, at: merged.at }));
      }
      const inPlace = before !== undefined && (item === undefined || item === before || !isReplacement(item.value));
      const cell = inPlace ? before : { value: merged };
      if (inPlace) cell.value = merged;
      added = setElement(added, cell, keys, values);
    }
    return (all.length > 0 ? appended(added, this.#target, keys) : this.#target).map((cell) => cell.value);
  }

  #setTarget(cells: Cell[]): void {
    this.#target = cells;
    if (this.#same) this.#patch = cells;
  }

  /** What items are called by their keys: those of the patch first, each once. */
  #identities(): readonly (readonly string[])[] {
    const found = new Map<string, readonly string[]>();
    for (const cell of [...(this.#patch ?? []), ...this.#target]) {
      const values = this.#keys.map((key) => {
        const value = asMap(cell.value)?.get(key);
        return isNullOrEmpty(value) ? '' : textOf(value);
      });
      found.set(values.join('\0'), values);
    }
    const all = [...found.values()].map((values) => [...values]);
    if (this.#keys.length > 1 && all.some((values) => values.includes(''))) completeEachOther(all);
    return all;
  }
}

/** Identities that agree in one part and miss the others of one another become the same. */
function completeEachOther(all: string[][]): void {
  for (let i = 0; i < all.length; i++) {
    for (let j = 0; j < all.length; j++) {
      const common = combined(all[i] ?? [], all[j] ?? []);
      if (common === undefined) continue;
      all[i] = common;
      all[j] = common;
    }
  }
}

function combined(a: readonly string[], b: readonly string[]): string[] | undefined {
  let agrees = false;
  const result: string[] = [];
  for (const [i, left] of a.entries()) {
    const right = b[i] ?? '';
    if (left === right) agrees = true;
    else if (left !== '' && right !== '') return undefined;
    result.push(left === '' ? right : left);
  }
  return agrees ? result : undefined;
}

/** The keys that some identity has a value for, and this identity's values for them; all keys where none has. */
function validParts(
  all: readonly (readonly string[])[],
  identity: readonly string[],
  keys: readonly string[],
): readonly [readonly string[], readonly string[]] {
  const valid = new Set<string>();
  for (const values of all) for (const [i, value] of values.entries()) if (value !== '') valid.add(keys[i] ?? '');
  if (valid.size === 0) return [keys, identity];
  return [keys.filter((key) => valid.has(key)), identity.filter((value, i) => value !== '' || valid.has(keys[i] ?? ''))];
}

function find(cells: readonly Cell[], keys: readonly string[], values: readonly string[]): Cell | undefined {
  return cells.find((cell) => {
    const map = asMap(cell.value);
    if (map === undefined) return false;
    return keys.every((key, i) => {
      const value = map.get(key);
      return value !== undefined && textOf(value) === values[i];
    });
  });
}

/** Puts a cell in the place of those that match, else at the end; without a cell, takes out those that match. */
function setElement(cells: readonly Cell[], cell: Cell | undefined, keys: readonly string[], values: readonly string[]): Cell[] {
  const result: Cell[] = [];
  const forMappings = (keys[0] ?? '') !== '' && (values[0] ?? '') !== '';
  let matched = false;
  for (const one of cells) {
    if (isGone(one.value)) continue;
    if (one.value.kind !== 'map') {
      if (!forMappings)
        fail('patch-mismatch', { source: one.value.source, at: one.value.at }, { expected: 'map', found: one.value.kind });
      result.push(one);
      continue;
    }
    if (!matches(one.value, keys, values)) {
      if (values.length > 0) result.push(one);
      continue;
    }
    matched = true;
    if (cell !== undefined) result.push(cell);
  }
  if (cell !== undefined && !matched) result.push(cell);
  return result;
}

/** An empty value matches whatever the field holds; keys without a value match as the key before them did. */
function matches(map: Value, keys: readonly string[], values: readonly string[]): boolean {
  let last = false;
  for (const [j, key] of keys.entries()) {
    const wanted = values[j];
    if (wanted !== undefined) {
      const value = asMap(map)?.get(key);
      last = value !== undefined && (wanted === '' || textOf(value) === wanted);
    }
    if (!last) return false;
  }
  return true;
}

function appended(added: readonly Cell[], target: readonly Cell[], keys: readonly string[]): readonly Cell[] {
  let result = [...added];
  for (const cell of target) {
    const values: string[] = [];
    for (const key of keys) {
      const value = asMap(cell.value)?.get(key);
      if (value === undefined) result.push(cell);
      else values.push(textOf(value));
    }
    if (keys.length > 1) result = setElement(result, undefined, keys, values);
    result = setElement(result, cell, keys, values);
  }
  return result;
}
