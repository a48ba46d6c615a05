/** Compares two objects field by field, lists by what identifies their items. */
import { deepEqual } from '../../base/equal.ts';
import type { FieldPath } from './field-path.ts';
import { matches } from './field-path.ts';
import { asArray, asObject, canonical, fieldOf, type Json, type JsonObject } from './json.ts';
import type { ListKind } from './managed-fields.ts';
import { sameSpelling } from './spellings.ts';

/** A field that is not as it should be; undefined on a side means that it is not there. */
export interface Differing {
  readonly path: FieldPath;
  readonly desired: Json | undefined;
  readonly live: Json | undefined;
}

export interface Comparison {
  /** How the list at a path is kept; undefined where nothing says. */
  readonly listKind: (path: FieldPath) => ListKind;
  /**
   * all: both sides are whole objects, written by the same server. declared: only what the desired side declares counts, and
   * what a server writes in another way is the same.
   */
  readonly extent: 'all' | 'declared';
}

/** Every field in which the two differ, in the order of the desired object. */
export function differences(desired: Json, live: Json, comparison: Comparison): readonly Differing[] {
  const found: Differing[] = [];
  new Walk(comparison, found).compare(desired, live, []);
  return found;
}

class Walk {
  readonly #comparison: Comparison;
  readonly #found: Differing[];

  constructor(comparison: Comparison, found: Differing[]) {
    this.#comparison = comparison;
    this.#found = found;
  }

  get #lenient(): boolean {
    return this.#comparison.extent === 'declared';
  }

  compare(desired: Json | undefined, live: Json | undefined, path: FieldPath): void {
    if (desired === live || this.#same(desired, live, path)) return;
    const [left, right] = [asObject(desired), asObject(live)];
    if ((left !== undefined && (right !== undefined || live === undefined)) || (right !== undefined && desired === undefined)) {
      this.#mappings(left, right, path);
      return;
    }
    const [ours, theirs] = [asArray(desired), asArray(live)];
    if (ours !== undefined && theirs !== undefined) this.#lists(ours, theirs, path);
    else this.#found.push({ path, desired, live });
  }

  #same(desired: Json | undefined, live: Json | undefined, path: FieldPath): boolean {
    if (!this.#lenient) return desired !== undefined && live !== undefined && deepEqual(desired, live);
    return sameSpelling(desired, live, path);
  }

  #mappings(desired: JsonObject | undefined, live: JsonObject | undefined, path: FieldPath): void {
    const names = Object.keys(desired ?? {});
    if (!this.#lenient) for (const key of Object.keys(live ?? {})) if (!Object.hasOwn(desired ?? {}, key)) names.push(key);
    // A mapping without fields on one side only.
    if (names.length === 0 && !this.#lenient) this.#found.push({ path, desired, live });
    for (const key of names) this.compare(fieldOf(desired, key), fieldOf(live, key), [...path, { key }]);
  }

  #lists(desired: readonly Json[], live: readonly Json[], path: FieldPath): void {
    const kind = this.#comparison.listKind(path) ?? guessedKind(desired, live);
    if (kind === 'set') this.#sets(desired, live, path);
    else if (kind !== undefined) this.#keyed(desired, live, kind.by, path);
    else if (desired.length === live.length)
      for (const [index, item] of desired.entries()) this.compare(item, live[index], [...path, { index }]);
    else this.#found.push({ path, desired, live });
  }

  #sets(desired: readonly Json[], live: readonly Json[], path: FieldPath): void {
    const [ours, theirs] = [new Set(desired.map(canonical)), new Set(live.map(canonical))];
    for (const value of desired)
      if (!theirs.has(canonical(value))) this.#found.push({ path: [...path, { value }], desired: value, live: undefined });
    if (this.#lenient) return;
    for (const value of live)
      if (!ours.has(canonical(value))) this.#found.push({ path: [...path, { value }], desired: undefined, live: value });
  }

  #keyed(desired: readonly Json[], live: readonly Json[], by: readonly string[], path: FieldPath): void {
    const index = new Map<string, number>();
    for (const [i, item] of live.entries()) index.set(keyOf(item, by), i);
    const met = new Set<number>();
    for (const item of desired) {
      const at = index.get(keyOf(item, by)) ?? live.findIndex((one, i) => !met.has(i) && meets(item, one, by));
      const other = live[at];
      const match = matchOf(other ?? item, by);
      if (other === undefined) this.#found.push({ path: [...path, { match }], desired: item, live: undefined });
      else {
        met.add(at);
        this.compare(item, other, [...path, { match }]);
      }
    }
    if (this.#lenient) return;
    for (const [i, item] of live.entries())
      if (!met.has(i)) this.#found.push({ path: [...path, { match: matchOf(item, by) }], desired: undefined, live: item });
  }
}

/** Where no manager tells: items that all have names of their own are known by them. */
function guessedKind(desired: readonly Json[], live: readonly Json[]): ListKind {
  for (const list of [desired, live]) {
    const names = list.map((item) => fieldOf(item, 'name'));
    if (names.some((name) => typeof name !== 'string') || new Set(names).size !== names.length) return undefined;
  }
  return desired.length + live.length === 0 ? undefined : { by: ['name'] };
}

function keyOf(item: Json, by: readonly string[]): string {
  return canonical(by.map((key) => fieldOf(item, key) ?? null));
}

/** True for an item that leaves some of the keys to the server. */
function meets(desired: Json, live: Json, by: readonly string[]): boolean {
  return matches(live, matchOf(desired, by), false);
}

function matchOf(item: Json, by: readonly string[]): JsonObject {
  return Object.fromEntries(
    by.flatMap((key) => {
      const value = fieldOf(item, key);
      return value === undefined ? [] : [[key, value]];
    }),
  ) as JsonObject;
}
