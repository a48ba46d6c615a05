/**
 * What is asked of every object of a build: whether it can be printed, and whether a patch had a hand in it. Values never change
 * and builds share most of what they are made of, so the answer is kept with each mapping and list.
 */
import { fail } from './problems.ts';
import { jsonNumber, resolveTag } from './scalars.ts';
import { DUPLICATE, type ListValue, type MapValue, type ScalarValue, type Value } from './values.ts';

/** Nodes that one object may have once everything it shares is written out. */
export const MAX_NODES = 2_000_000;

/** Traits are one number: two signs, and above them how many nodes there are. */
const UNPRINTABLE = 1;
const PATCHED = 2;
const NODE = 4;

/** Fails where the value cannot be printed: keys that are no strings or stand twice, numbers that are none, too much of it. */
export function demandPrintable(root: Value): void {
  const traits = traitsOf(root);
  if ((traits & UNPRINTABLE) !== 0 || traits >= MAX_NODES * NODE) checkPrintable(root, { left: MAX_NODES });
}

/** Fails where so many copies of itself are in the value that nobody could walk it. */
export function demandBounded(root: Value): void {
  if (traitsOf(root) >= MAX_NODES * NODE) fail('budget', root, { what: 'fields', limit: String(MAX_NODES) });
}

/** True where some part of the value was set by a patch. */
export function isPatchedAnywhere(value: Value): boolean {
  return (traitsOf(value) & PATCHED) !== 0;
}

function traitsOf(value: Value): number {
  if (value.kind === 'scalar') return NODE | ownSigns(value) | (isWritable(value) ? 0 : UNPRINTABLE);
  if (value.traits !== 0) return value.traits;
  let signs = ownSigns(value);
  let nodes = NODE;
  if (value.kind === 'map' && value.keyTags?.some((tag) => tag !== 'str') === true) signs |= UNPRINTABLE;
  for (const part of value.kind === 'map' ? value.values : value.items) {
    const traits = traitsOf(part);
    signs |= traits & (UNPRINTABLE | PATCHED);
    nodes += traits - (traits % NODE);
  }
  value.traits = Math.min(nodes, MAX_NODES * NODE) | signs;
  return value.traits;
}

function ownSigns({ source }: ScalarValue | MapValue | ListValue): number {
  return source.via === 'patch' ? PATCHED : 0;
}

/** Finds the first thing that cannot be printed. */
function checkPrintable(value: Value, budget: { left: number }): void {
  if (--budget.left < 0) fail('budget', value, { what: 'fields', limit: String(MAX_NODES) });
  if (value.kind === 'scalar') {
    if (!isWritable(value)) fail('unprintable', value, { what: value.text });
    return;
  }
  if (value.kind === 'list') {
    for (const item of value.items) checkPrintable(item, budget);
    return;
  }
  if (value.keyTags !== undefined) checkKeys(value, value.keyTags);
  for (const field of value.values) checkPrintable(field, budget);
}

/** False where a text was written into a scalar of another type, such as a name into a port, or JSON has no such number. */
export function isWritable({ tag, text, style }: ScalarValue): boolean {
  switch (tag) {
    case 'int':
      return PLAIN_INTEGER.test(text) || (text !== '' && resolveTag(text) === 'int');
    case 'float': {
      const found = text === '' ? 'null' : resolveTag(text);
      if (found !== 'float' && found !== 'int') return false;
      return style !== 'plain' || jsonNumber(text, 'float') !== undefined;
    }
    case 'bool':
      return /^(?:true|false|y|yes|on|n|no|off)$/i.test(text);
    default:
      return true;
  }
}

const PLAIN_INTEGER = /^-?[0-9]{1,15}$/;

function checkKeys(map: MapValue, tags: readonly string[]): void {
  const odd = tags.findIndex((tag) => tag !== 'str');
  const place = map.values[odd];
  if (place === undefined) return;
  const key = map.keys[odd] ?? '';
  if (tags[odd] === DUPLICATE) fail('duplicate-key', place, { key });
  fail('unprintable', place, { what: `the key ${key}, which is no string` });
}
