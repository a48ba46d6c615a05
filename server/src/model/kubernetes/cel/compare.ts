/** Which values are equal, and which comes first. */
import { noOverload, type Run } from './run.ts';
import {
  Bytes,
  Cidr,
  Dict,
  Duration,
  Foreign,
  Format,
  Ip,
  type Key,
  keyOf,
  List,
  Optional,
  Quantity,
  Semver,
  Timestamp,
  Type,
  Uint,
  UNKNOWN,
  Unknown,
  Url,
  type Value,
} from './values.ts';

/** Deeper values are not compared. */
const DEEPEST = 100;

export function equal(run: Run, a: Value, b: Value, depth = 0): boolean {
  run.spend(1);
  if (a instanceof Unknown || b instanceof Unknown) throw UNKNOWN;
  if (typeof a === 'string') {
    if (typeof b !== 'string') return false;
    run.text(Math.min(a.length, b.length));
    return a === b;
  }
  if (isNumeric(a)) return isNumeric(b) && order(a, b) === 0;
  if (a === null || b === null || typeof a !== 'object') return a === b;
  if (depth > DEEPEST) throw UNKNOWN;
  if (a instanceof List) return b instanceof List && equalLists(run, a, b, depth);
  if (a instanceof Dict) return b instanceof Dict && equalDicts(run, a, b, depth);
  if (a instanceof Bytes) return b instanceof Bytes && compareBytes(a.value, b.value) === 0;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanoseconds === b.nanoseconds;
  if (a instanceof Duration) return b instanceof Duration && a.nanoseconds === b.nanoseconds;
  if (a instanceof Type) return b instanceof Type && a.name === b.name;
  if (a instanceof Optional) {
    if (!(b instanceof Optional)) return false;
    if (a.value === undefined || b.value === undefined) return a.value === b.value;
    return equal(run, a.value, b.value, depth + 1);
  }
  if (a instanceof Quantity) return b instanceof Quantity && compareQuantities(a, b) === 0;
  if (a instanceof Ip) return b instanceof Ip && equalIps(a, b);
  if (a instanceof Cidr) return b instanceof Cidr && a.bits === b.bits && equalIps(a.ip, b.ip);
  if (a instanceof Url) return b instanceof Url && a.text === b.text;
  if (a instanceof Semver) return b instanceof Semver && compareSemvers(a, b) === 0;
  if (a instanceof Format) return b instanceof Format && a.name === b.name;
  if (a instanceof Foreign) return b instanceof Foreign && a.text === b.text;
  return false;
}

function equalIps(a: Ip, b: Ip): boolean {
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);
}

function equalLists(run: Run, a: List, b: List, depth: number): boolean {
  if (a.items.length !== b.items.length) return false;
  if (a.kind === undefined) return a.items.every((item, i) => equal(run, item, b.items[i] as Value, depth + 1));
  if (a.kind.is === 'set') return b.items.every((item) => contains(run, a.items, item));
  const { keys } = a.kind;
  return b.items.every((item) => {
    const same = a.items.find((one) => {
      if (!(one instanceof Dict && item instanceof Dict)) throw UNKNOWN;
      return keys.every((key) => {
        const [x, y] = [one.entries.get(key), item.entries.get(key)];
        return x === undefined || y === undefined ? x === y : equal(run, x, y, depth + 1);
      });
    });
    return same !== undefined && equal(run, same, item, depth + 1);
  });
}

function equalDicts(run: Run, a: Dict, b: Dict, depth: number): boolean {
  if (a.entries.size !== b.entries.size) return false;
  for (const [key, value] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined || !equal(run, value, other, depth + 1)) return false;
  }
  return true;
}

export function contains(run: Run, items: readonly Value[], wanted: Value): boolean {
  let isUnknown = false;
  for (const item of items) {
    if (item instanceof Unknown) isUnknown = true;
    else if (equal(run, item, wanted)) return true;
  }
  if (isUnknown) throw UNKNOWN;
  return false;
}

/** The value under a key; undefined where there is none. */
export function lookUp({ entries }: Dict, key: Value): Value | undefined {
  const found: Key | undefined = keyOf(key);
  return found === undefined ? undefined : entries.get(found);
}

function isNumeric(value: Value): value is bigint | number | Uint {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint;
}

/** Below, at or above zero; NaN where a number is none. */
function order(a: bigint | number | Uint, b: bigint | number | Uint): number {
  const [c, d] = [a instanceof Uint ? a.value : a, b instanceof Uint ? b.value : b];
  // Beside a double, a whole number is one too.
  const [x, y] = typeof c === typeof d ? [c, d] : [Number(c), Number(d)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Below, at or above zero, NaN for what is neither; what cannot be compared fails. */
export function compare(run: Run, a: Value, b: Value): number {
  run.spend(1);
  if (a instanceof Unknown || b instanceof Unknown) throw UNKNOWN;
  if (isNumeric(a) && isNumeric(b)) return order(a, b);
  if (typeof a === 'string' && typeof b === 'string') {
    run.text(Math.min(a.length, b.length));
    return compareTexts(a, b);
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Bytes && b instanceof Bytes) return compareBytes(a.value, b.value);
  if ((a instanceof Timestamp && b instanceof Timestamp) || (a instanceof Duration && b instanceof Duration))
    return a.nanoseconds < b.nanoseconds ? -1 : a.nanoseconds > b.nanoseconds ? 1 : 0;
  // The sum of no durations is taken for a number here.
  if (a instanceof Duration || b instanceof Duration) throw UNKNOWN;
  throw noOverload();
}

/** By their bytes in UTF-8, which is by code points. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const [surrogateX, surrogateY] = [(x & 0xf800) === 0xd800, (y & 0xf800) === 0xd800];
    return surrogateX === surrogateY ? x - y : surrogateX ? 1 : -1;
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function compareQuantities(a: Quantity, b: Quantity): number {
  const scale = Math.max(a.scale, b.scale);
  const [x, y] = [a, b].map((one) => one.digits * 10n ** BigInt(scale - one.scale)) as [bigint, bigint];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** By the precedence of semantic versioning 2: what is before a release is less than it, numbers come before words. */
export function compareSemvers(a: Semver, b: Semver): number {
  for (const part of ['major', 'minor', 'patch'] as const) if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  if (a.before.length === 0 || b.before.length === 0) return Math.sign(b.before.length - a.before.length);
  for (let i = 0; i < Math.min(a.before.length, b.before.length); i++) {
    const [x = '', y = ''] = [a.before[i], b.before[i]];
    if (x === y) continue;
    const [isX, isY] = [/^[0-9]+$/.test(x), /^[0-9]+$/.test(y)];
    if (isX && isY) return BigInt(x) < BigInt(y) ? -1 : 1;
    if (isX !== isY) return isX ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return Math.sign(a.before.length - b.before.length);
}
