/** Finds a field again in another state of the same object: by keys, and in lists by where the item comes from. */
import type { ListValue, Value } from '../build/values.ts';
import { type Call, callOf, isCalled } from '../item-like.ts';

/** A step from a mapping by key, or from a list to an item that is known by its node and by what it is called. */
export type Step =
  | { readonly is: 'key'; readonly key: string }
  | {
      readonly is: 'item';
      readonly index: number;
      readonly matches: (item: Value) => boolean;
      readonly call: Call | undefined;
    };

/**
 * The value at the end of the steps; `removed` where a mapping on the way lacks the key or a list the item of that name, `unknown`
 * where the way is lost.
 */
export function follow(root: Value, steps: readonly Step[]): Value | 'removed' | 'unknown' {
  let value: Value = root;
  for (const step of steps) {
    if (step.is === 'key') {
      if (value.kind !== 'map') return 'unknown';
      const next = value.get(step.key);
      if (next === undefined) return step.key === '<<' ? 'unknown' : 'removed';
      value = next;
    } else {
      const next = value.kind === 'list' ? itemOf(value, step) : undefined;
      if (next === undefined) return value.kind === 'list' && step.call !== undefined ? 'removed' : 'unknown';
      value = next;
    }
  }
  return value;
}

function itemOf(list: ListValue, step: Step & { is: 'item' }): Value | undefined {
  const { call, matches } = step;
  return list.items.find(matches) ?? (call === undefined ? undefined : list.items.find((item) => isCalled(item, call)));
}

/** The steps of a way through a value by keys and indexes. */
export function stepsOf(root: Value, path: readonly (string | number)[]): readonly Step[] {
  const steps: Step[] = [];
  let value: Value | undefined = root;
  for (const part of path) {
    if (typeof part === 'string') {
      steps.push({ is: 'key', key: part });
      value = value?.kind === 'map' ? value.get(part) : undefined;
    } else {
      const item: Value | undefined = value?.kind === 'list' ? value.items[part] : undefined;
      steps.push({
        is: 'item',
        index: part,
        matches: (other) => item !== undefined && sameSpot(other, item),
        call: item === undefined ? undefined : callOf(item),
      });
      value = item;
    }
  }
  return steps;
}

/** True where one text made both values. */
export function sameSpot(a: Value, b: Value): boolean {
  return a.at === b.at && a.source.file === b.source.file && a.source.inline?.scalar === b.source.inline?.scalar;
}
