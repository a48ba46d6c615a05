/** A built object as it may be shown: the values that must not be seen are masked, everything keeps its place. */
import type { BuiltObject } from '../build/build.ts';
import { stringValue, type Value } from '../build/values.ts';
import { MASK, type Secrets } from './secrets.ts';

export function masked(object: BuiltObject, secrets: Secrets): Value {
  return maskedPart(object, secrets, object.value, []);
}

/** A part of a built object, at a path of keys and indexes from its root, as it may be shown. */
export function maskedPart(object: BuiltObject, secrets: Secrets, part: Value, at: readonly (string | number)[]): Value {
  return copy(part, at);

  function copy(value: Value, path: readonly (string | number)[]): Value {
    if (value.kind === 'scalar') return secrets.hides(object, path, value) ? stringValue(MASK, value) : value;
    if (value.kind === 'list') {
      const items = value.items.map((item, i) => copy(item, [...path, i]));
      return items.every((item, i) => item === value.items[i]) ? value : value.with(items);
    }
    const values = value.values.map((field, i) => copy(field, [...path, value.keys[i] ?? '']));
    return values.every((field, i) => field === value.values[i]) ? value : value.withValues(values);
  }
}
