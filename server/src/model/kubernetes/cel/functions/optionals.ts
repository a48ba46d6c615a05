/** Values that may be absent. */
import { ANY, func, method, OPTIONAL, type Overload } from '../overload.ts';
import { Failure } from '../run.ts';
import { Bytes, Dict, Duration, List, NONE, Optional, Timestamp, Uint, type Value } from '../values.ts';

function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0 || value === 0n || value === '') return true;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof List) return value.items.length === 0;
  if (value instanceof Dict) return value.entries.size === 0;
  if (value instanceof Bytes) return value.value.length === 0;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  if (value instanceof Timestamp) return value.nanoseconds === -62_135_596_800n * 1_000_000_000n;
  return value instanceof Optional && value.value === undefined;
}

export const OPTIONALS: readonly Overload[] = [
  func('optional.none', [], () => NONE),
  func('optional.of', [ANY], (_, value) => new Optional(value)),
  func('optional.ofNonZeroValue', [ANY], (_, value) => (isZero(value) ? NONE : new Optional(value))),
  method('hasValue', [OPTIONAL], (_, { value }) => value !== undefined),
  method('value', [OPTIONAL], (_, { value }) => {
    if (value === undefined) throw new Failure('optional.none() dereference');
    return value;
  }),
];
