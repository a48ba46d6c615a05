/** `+`, `-`, `*`, `/` and `%`, in the ranges of the language's types. */

import { equal } from './compare.ts';
import { Failure, noOverload, type Run } from './run.ts';
import { Bytes, Dict, Duration, List, Timestamp, Uint, UNKNOWN, type Value } from './values.ts';

const INT = { least: -(2n ** 63n), most: 2n ** 63n - 1n };
const MOST_UINT = 2n ** 64n - 1n;
const EARLIEST = -62_135_596_800n * 1_000_000_000n;
const LATEST = 253_402_300_800n * 1_000_000_000n - 1n;

export function int(value: bigint): bigint {
  if (value < INT.least || value > INT.most) throw new Failure('integer overflow');
  return value;
}

export function uint(value: bigint): Uint {
  if (value < 0n || value > MOST_UINT) throw new Failure('unsigned integer overflow');
  return new Uint(value);
}

export function duration(nanoseconds: bigint): Duration {
  if (nanoseconds < INT.least || nanoseconds > INT.most) throw new Failure('duration overflow');
  return new Duration(nanoseconds);
}

export function timestamp(nanoseconds: bigint, offset = 0): Timestamp {
  if (nanoseconds < EARLIEST || nanoseconds > LATEST) throw new Failure('timestamp overflow');
  return new Timestamp(nanoseconds, offset);
}

export function calculate(run: Run, operator: '+' | '-' | '*' | '/' | '%', a: Value, b: Value): Value {
  run.spend(1);
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(whole(operator, a, b));
  if (typeof a === 'number' && typeof b === 'number') return fraction(operator, a, b);
  if (a instanceof Uint && b instanceof Uint) return uint(whole(operator, a.value, b.value));
  if (operator === '+') return sum(run, a, b);
  if (operator === '-') return difference(a, b);
  throw noOverload();
}

function whole(operator: '+' | '-' | '*' | '/' | '%', a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0n) throw new Failure('division by zero');
      return a / b;
    default:
      if (b === 0n) throw new Failure('modulus by zero');
      return a % b;
  }
}

function fraction(operator: '+' | '-' | '*' | '/' | '%', a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      throw noOverload();
  }
}

function sum(run: Run, a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') {
    run.text(a.length + b.length);
    return a + b;
  }
  if (a instanceof List && b instanceof List) return joined(run, a, b);
  if (a instanceof Bytes && b instanceof Bytes) {
    run.text(a.value.length + b.value.length);
    return new Bytes(Uint8Array.from([...a.value, ...b.value]));
  }
  if (a instanceof Duration && b instanceof Duration) return duration(a.nanoseconds + b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Duration) return timestamp(a.nanoseconds + b.nanoseconds, a.offset);
  if (a instanceof Duration && b instanceof Timestamp) return timestamp(a.nanoseconds + b.nanoseconds, b.offset);
  throw noOverload();
}

/** Sets take what they have not, lists of objects with keys replace what has the same. */
function joined(run: Run, a: List, b: List): List {
  run.items(a.items.length + b.items.length);
  if (a.kind === undefined) return new List([...a.items, ...b.items]);
  const items = [...a.items];
  for (const item of b.items) {
    const at = items.findIndex((one) => isSame(run, one, item, a.kind?.is === 'map' ? a.kind.keys : undefined));
    if (at < 0) items.push(item);
    else items[at] = item;
  }
  return new List(items, a.kind);
}

function isSame(run: Run, a: Value, b: Value, keys: readonly string[] | undefined): boolean {
  if (keys === undefined) return equal(run, a, b);
  if (!(a instanceof Dict && b instanceof Dict)) throw UNKNOWN;
  return keys.every((key) => equal(run, a.entries.get(key) ?? null, b.entries.get(key) ?? null));
}

function difference(a: Value, b: Value): Value {
  if (a instanceof Duration && b instanceof Duration) return duration(a.nanoseconds - b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Duration) return timestamp(a.nanoseconds - b.nanoseconds, a.offset);
  if (a instanceof Timestamp && b instanceof Timestamp) return duration(a.nanoseconds - b.nanoseconds);
  throw noOverload();
}

export function negated(value: Value): Value {
  if (typeof value === 'bigint') return int(-value);
  if (typeof value === 'number') return -value;
  if (value instanceof Duration) return duration(-value.nanoseconds);
  throw noOverload();
}
