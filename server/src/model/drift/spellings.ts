/** Values that API servers take for the same although they are written in another way. */
import type { FieldPath } from './field-path.ts';
import { asArray, asObject, type Json } from './json.ts';

/** Fields whose values are quantities (apimachinery, api/resource), by the key that holds them or the mapping of them. */
const QUANTITIES: ReadonlySet<string> = new Set([
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'hard',
  'used',
  'storage',
  'sizeLimit',
  'min',
  'max',
  'default',
  'defaultRequest',
  'maxLimitRequestRatio',
  'averageValue',
  'divisor',
  'overhead',
  'podFixed',
]);

/** True where both spell the same value at this path. */
export function sameSpelling(a: Json | undefined, b: Json | undefined, path: FieldPath): boolean {
  if (a === b) return true;
  if (isZero(a) && b === undefined) return true;
  if (isZero(b) && a === undefined) return true;
  if (a === undefined || b === undefined || a === null || b === null) return false;
  if (isQuantity(path)) {
    const [left, right] = [quantity(a), quantity(b)];
    if (left !== undefined && right !== undefined && left === right) return true;
  }
  if (typeof a !== 'string' || typeof b !== 'string' || isFreeText(path)) return false;
  const [left, right] = [duration(a), duration(b)];
  return left !== undefined && left === right;
}

/** What servers leave out of what they store, and clients need not write. */
export function isZero(json: Json | undefined): boolean {
  if (json === null || json === '' || json === 0 || json === false) return true;
  if (Array.isArray(json)) return json.length === 0;
  const object = asObject(json);
  return (
    object !== undefined &&
    Object.values(object).every((value) => value === null || (asArray(value) === undefined && isZero(value)))
  );
}

function isQuantity(path: FieldPath): boolean {
  return path.some((step) => 'key' in step && QUANTITIES.has(step.key));
}

/** Data and labels are compared to the letter. */
function isFreeText(path: FieldPath): boolean {
  const [first, second] = path;
  if (first === undefined || !('key' in first)) return false;
  if (first.key === 'data' || first.key === 'binaryData' || first.key === 'stringData') return true;
  return first.key === 'metadata' && second !== undefined && 'key' in second;
}

const SUFFIXES: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['n', [1n, 1n]],
  ['u', [1_000n, 1n]],
  ['m', [1_000_000n, 1n]],
  ['', [1_000_000_000n, 1n]],
  ...(['k', 'M', 'G', 'T', 'P', 'E'] as const).map((unit, i): [string, readonly [bigint, bigint]] => [
    unit,
    [1_000_000_000n, 1000n ** BigInt(i + 1)],
  ]),
  ...(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const).map((unit, i): [string, readonly [bigint, bigint]] => [
    unit,
    [1_000_000_000n, 1024n ** BigInt(i + 1)],
  ]),
]);

/** A quantity in billionths; undefined for what is none. */
export function quantity(json: Json): bigint | undefined {
  if (typeof json !== 'string' && typeof json !== 'number') return undefined;
  const found = /^([+-]?)(\d{1,30})(?:\.(\d{0,30}))?(?:([eE])([+-]?\d{1,2})|(n|u|m|k|M|G|T|P|E|[KMGTPE]i)?)$/.exec(String(json));
  if (found === null) return undefined;
  const [, sign = '', whole = '', fraction = '', , exponent, suffix = ''] = found;
  const [unit, factor] = SUFFIXES.get(suffix) ?? [1_000_000_000n, 1n];
  const shift = exponent === undefined ? 0 : Number(exponent);
  const digits = BigInt(whole + fraction);
  const scale = shift - fraction.length;
  const scaled = digits * unit * factor * (scale > 0 ? 10n ** BigInt(scale) : 1n);
  const divisor = scale < 0 ? 10n ** BigInt(-scale) : 1n;
  const value = scaled / divisor;
  // Quantities round up to the smallest unit.
  const rounded = value * divisor === scaled ? value : value + 1n;
  return sign === '-' ? -rounded : rounded;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-9],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

/** A Go duration in seconds; undefined for what is none. */
export function duration(text: string): number | undefined {
  if (text.length > 64 || !/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g))
    sum += Number(amount) * (UNITS.get(unit) ?? 0);
  return sum;
}
