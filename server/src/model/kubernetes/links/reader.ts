/** One way to read objects, whether they stand in a file or come out of a build. */
import { asMapping, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import { asList, asMap, isNull, type Value } from '../../kustomize/build/values.ts';

/** What a walk needs to know of a tree. */
export interface Reader<T> {
  field(value: T | undefined, key: string): T | undefined;
  items(value: T | undefined): readonly T[];
  /** The text of a scalar that holds some. */
  text(value: T | undefined): string | undefined;
  /** The keys of a mapping with their values. */
  entries(value: T | undefined): readonly (readonly [key: string, value: T])[];
}

/** Objects as they are written. */
export const WRITTEN: Reader<Node> = {
  field,
  items,
  text: textOf,
  entries: (node) =>
    (asMapping(node)?.entries ?? []).flatMap(({ key, value }) => (key.kind === 'scalar' ? [[key.value, value] as const] : [])),
};

/** Objects as they are built. */
export const BUILT: Reader<Value> = {
  field: (value, key) => asMap(value)?.get(key),
  items: (value) => asList(value)?.items ?? [],
  text: (value) => (value?.kind === 'scalar' && !isNull(value) ? value.text : undefined),
  entries: (value) => {
    const map = asMap(value);
    return map === undefined
      ? []
      : map.keys.flatMap((key, i) => (map.values[i] === undefined ? [] : [[key, map.values[i]] as const]));
  },
};

/** The value at a path of keys. */
export function valueAt<T>(reader: Reader<T>, value: T | undefined, path: readonly string[]): T | undefined {
  return path.reduce<T | undefined>((at, key) => reader.field(at, key), value);
}

/** Every value at the end of a path of keys, in which `*` stands for each item of a list. */
export function* valuesAt<T>(reader: Reader<T>, value: T | undefined, path: readonly string[], from = 0): Generator<T> {
  let at = value;
  for (let i = from; i < path.length; i++) {
    const step = path[i] ?? '';
    if (step === '*') {
      for (const item of reader.items(at)) yield* valuesAt(reader, item, path, i + 1);
      return;
    }
    at = reader.field(at, step);
    if (at === undefined) return;
  }
  if (at !== undefined) yield at;
}
