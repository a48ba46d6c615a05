/** What a strategic merge knows of a value's type, and what it calls the items of a list. */
import type { MergeSchema, MergeType } from '../build/merge-schema.ts';
import { asMap, isNullOrEmpty, type ListValue, textOf, type Value } from '../build/values.ts';

export interface Typed {
  readonly type: MergeType | undefined;
  /** The keys by which items are merged; undefined where the list is replaced as a whole. */
  readonly keys: readonly string[] | undefined;
}

export function typedField(schema: MergeSchema, { type }: Typed, key: string): Typed {
  const field = type?.fields.get(key) ?? type?.values;
  return { type: schema.named(field?.type), keys: field?.keys };
}

/**
 * The keys that every item of the lists has and that tell the items of each apart; undefined where there are none, so that
 * items can be told by their index alone.
 */
export function keysIn(keys: readonly string[] | undefined, ...lists: readonly ListValue[]): readonly string[] | undefined {
  if (keys === undefined) return undefined;
  const used = keys.filter((key) => lists.every(({ items }) => items.every((item) => !isNullOrEmpty(asMap(item)?.get(key)))));
  if (used.length === 0) return undefined;
  const isApart = lists.every(({ items }) => new Set(items.map((item) => nameOf(item, used))).size === items.length);
  return isApart ? used : undefined;
}

export function nameOf(item: Value, keys: readonly string[]): string {
  return keys.map((key) => textOf(asMap(item)?.get(key))).join('\0');
}
