/** What values are once they are written out: plain JSON, with keys sorted as Kustomize prints them. */
import { fail } from './problems.ts';
import { integer, isTrue, jsonNumber, resolveTag, timestamp } from './scalars.ts';
import { isWritable, MAX_NODES } from './traits.ts';
import type { MapValue, ScalarValue, Value } from './values.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The object as plain data; numbers beyond what JavaScript counts exactly are rounded. Fails on what JSON cannot say. */
export function toJson(root: Value): Json {
  const budget = { left: MAX_NODES };
  return plain(root, false, budget);
}

function plain(value: Value, inFlow: boolean, budget: { left: number }): Json {
  if (--budget.left < 0) fail('budget', { source: value.source, at: value.at }, { what: 'fields', limit: String(MAX_NODES) });
  if (value.kind === 'scalar') return plainScalar(value, inFlow);
  const flow = inFlow || value.flow;
  if (value.kind === 'list') return value.items.map((item) => plain(item, flow, budget));
  const result: Record<string, Json> = {};
  const order = sortedOrder(value);
  for (let i = 0; i < value.keys.length; i++) {
    const at = order === undefined ? i : (order[i] ?? i);
    const [key, field] = [value.keys[at] ?? '', value.values[at]];
    if (field === undefined) continue;
    const json = plain(field, flow, budget);
    // An own property whatever its name: `__proto__` is a key like any other.
    if (key === '__proto__')
      Object.defineProperty(result, key, { value: json, enumerable: true, configurable: true, writable: true });
    else result[key] = json;
  }
  return result;
}

/** The entries in the order of their keys. */
export function sortedEntries(map: MapValue): readonly (readonly [string, Value])[] {
  const order = sortedOrder(map) ?? map.keys.keys();
  const entries: (readonly [string, Value])[] = [];
  for (const index of order) {
    const value = map.values[index];
    if (value !== undefined) entries.push([map.keys[index] ?? '', value]);
  }
  return entries;
}

/** Indexes in the order of the keys; undefined where they stand so already. */
function sortedOrder({ keys }: MapValue): readonly number[] | undefined {
  for (let i = 1; i < keys.length; i++)
    if (compareKeys(keys[i - 1] ?? '', keys[i] ?? '') > 0)
      return keys.map((_, index) => index).sort((a, b) => compareKeys(keys[a] ?? '', keys[b] ?? ''));
  return undefined;
}

/** The order of bytes, which is that of code points, not of UTF-16 units. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    const isHigh = left >= 0xd800 && left < 0xe000;
    return isHigh === (right >= 0xd800 && right < 0xe000)
      ? left - right
      : isHigh && right < 0xd800
        ? 1
        : isHigh
          ? 1
          : right < 0xd800
            ? left - right
            : -1;
  }
  return a.length - b.length;
}

/** The type that a scalar has where it is written out and read again, which is what Kustomize does to print it. */
export function writtenTag(scalar: ScalarValue, inFlow = false): string {
  const { tag, style, text } = scalar;
  if (tag === 'str') return 'str';
  if (style !== 'plain') {
    if (tag === '' || tag === 'merge') return 'str';
    return resolveTag(text) === tag ? 'str' : tag;
  }
  if (text.includes('\n') && tag === '') return 'str';
  if (inFlow && text === '') return 'str';
  return tag === '' ? resolveTag(text) : tag;
}

function plainScalar(scalar: ScalarValue, inFlow: boolean): Json {
  const { text } = scalar;
  switch (writtenTag(scalar, inFlow)) {
    case 'int': {
      if (!isWritable(scalar)) return fail('unprintable', { source: scalar.source, at: scalar.at }, { what: text });
      const number = Number(text);
      return Number.isSafeInteger(number) && /^(0|-?[1-9][0-9]*)$/.test(text) ? number : Number(integer(text));
    }
    case 'float': {
      const json = jsonNumber(text, 'float');
      if (json === undefined) return fail('unprintable', { source: scalar.source, at: scalar.at }, { what: text });
      return Number(json);
    }
    case 'bool':
      return isTrue(text);
    case 'null':
      return null;
    case 'time':
      return timestamp(text) ?? text;
    case 'binary':
      return fromBase64(text);
    default:
      return scalar.style === 'folded' && !inFlow ? refolded(text) : text;
  }
}

/**
 * Folded text as it comes out of being written folded and read again, which is how Kustomize prints it: a line that
 * starts with a blank gets one more line break before it where the line before did not.
 */
export function refolded(text: string): string {
  if (!text.includes('\n') || / \n| $|[^\n\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\ud800-\udfff]/.test(text))
    return text;
  const end = text.endsWith('\n\n') ? '$1\n' : '$1';
  return text.replace(/^((?![ \t]).+\n+)(?=[ \t])/gm, '$1\n').replace(/((?:^|\n)(?![ \t]).+\n+)$/, end);
}

/** What a `!!binary` scalar holds, where it is text. */
export function fromBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text.replace(/\s/g, '')), (unit) => unit.charCodeAt(0)));
  } catch {
    return text;
  }
}

/** True where both values would print the same JSON. */
export function deepEqualValues(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  if (a.kind === 'scalar') return b.kind === 'scalar' && Object.is(plainScalar(a, false), plainScalar(b, false));
  if (a.kind === 'list') {
    if (b.kind !== 'list' || a.items.length !== b.items.length) return false;
    return a.items.every((item, i) => deepEqualValues(item, b.items[i]));
  }
  if (b.kind !== 'map' || a.size !== b.size) return false;
  return a.keys.every((key, i) => deepEqualValues(a.values[i], b.get(key)));
}
