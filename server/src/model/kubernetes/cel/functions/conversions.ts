/** `int()`, `string()` and the like, `type()`, `dyn()` and `size()`. */
import { int, timestamp, uint } from '../arithmetic.ts';
import {
  ANY,
  BOOL,
  BYTES,
  CIDR,
  DICT,
  DOUBLE,
  DURATION,
  func,
  INT,
  IP,
  LIST,
  method,
  type Overload,
  STRING,
  TIMESTAMP,
  UINT,
} from '../overload.ts';
import { Failure, type Run } from '../run.ts';
import { Bytes, Type, typeOf, type Value } from '../values.ts';
import { cidrText, ipText } from './nets.ts';
import { decimal, doubleText, floored } from './numbers.ts';
import { durationOf, durationText, timestampOf, timestampText } from './time-texts.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function failed(from: string, to: string): Failure {
  return new Failure(`type conversion error from '${from}' to '${to}'`);
}

/** Characters are code points. */
export function length(run: Run, text: string): bigint {
  run.text(text.length);
  let count = 0;
  for (const _ of text) count++;
  return BigInt(count);
}

function sizes(define: typeof func | typeof method): readonly Overload[] {
  return [
    define('size', [STRING], (run, text) => length(run, text)),
    define('size', [BYTES], (_, { value }) => BigInt(value.length)),
    define('size', [LIST], (_, { items }) => BigInt(items.length)),
    define('size', [DICT], (_, { entries }) => BigInt(entries.size)),
  ];
}

function read<T>(value: T | undefined, type: string): T {
  if (value === undefined) throw failed('string', type);
  return value;
}

function wholeOf(text: string, isSigned: boolean): bigint | undefined {
  return (isSigned ? /^[-+]?[0-9]{1,40}$/ : /^[0-9]{1,40}$/).test(text) ? BigInt(text.replace('+', '')) : undefined;
}

function intOf(text: string): bigint {
  const value = wholeOf(text, true);
  if (value === undefined || BigInt.asIntN(64, value) !== value) throw failed('string', 'int');
  return value;
}

function uintOf(text: string): Value {
  const value = wholeOf(text, false);
  if (value === undefined || BigInt.asUintN(64, value) !== value) throw failed('string', 'uint');
  return uint(value);
}

function truncated(value: number): bigint {
  if (!Number.isFinite(value) || value <= -(2 ** 63) || value >= 2 ** 63) throw new Failure('integer overflow');
  return int(BigInt(Math.trunc(value)));
}

function unsigned(value: number): Value {
  if (!Number.isFinite(value) || value < 0 || value >= 2 ** 64) throw new Failure('unsigned integer overflow');
  return uint(BigInt(Math.trunc(value)));
}

function doubleOf(text: string): number {
  return read(decimal(text), 'double');
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
]);

function boolOf(text: string): boolean {
  return read(WORDS.get(text), 'bool');
}

function textOf(run: Run, { value }: Bytes): string {
  run.text(value.length);
  try {
    return decoder.decode(value);
  } catch {
    throw new Failure('invalid UTF-8 in bytes, cannot convert to string');
  }
}

export const CONVERSIONS: readonly Overload[] = [
  ...sizes(func),
  ...sizes(method),
  func('type', [ANY], (_, value) => new Type(typeOf(value))),
  func('dyn', [ANY], (_, value) => value),
  func('bool', [BOOL], (_, value) => value),
  func('bool', [STRING], (_, text) => boolOf(text)),
  func('int', [INT], (_, value) => value),
  func('int', [UINT], (_, { value }) => int(value)),
  func('int', [DOUBLE], (_, value) => truncated(value)),
  func('int', [STRING], (_, text) => intOf(text)),
  func('int', [TIMESTAMP], (_, { nanoseconds }) => floored(nanoseconds, 1_000_000_000n)),
  func('int', [DURATION], (_, { nanoseconds }) => nanoseconds),
  func('uint', [UINT], (_, value) => value),
  func('uint', [INT], (_, value) => uint(value)),
  func('uint', [DOUBLE], (_, value) => unsigned(value)),
  func('uint', [STRING], (_, text) => uintOf(text)),
  func('double', [DOUBLE], (_, value) => value),
  func('double', [INT], (_, value) => Number(value)),
  func('double', [UINT], (_, { value }) => Number(value)),
  func('double', [STRING], (_, text) => doubleOf(text)),
  func('string', [STRING], (_, text) => text),
  func('string', [BOOL], (_, value) => String(value)),
  func('string', [INT], (_, value) => String(value)),
  func('string', [UINT], (_, { value }) => String(value)),
  func('string', [DOUBLE], (_, value) => doubleText(value)),
  func('string', [BYTES], textOf),
  func('string', [TIMESTAMP], (_, value) => timestampText(value)),
  func('string', [DURATION], (_, value) => durationText(value)),
  func('string', [IP], (_, value) => ipText(value)),
  func('string', [CIDR], (_, value) => cidrText(value)),
  func('bytes', [BYTES], (_, value) => value),
  func('bytes', [STRING], (run, text) => {
    run.text(text.length);
    return new Bytes(encoder.encode(text));
  }),
  func('timestamp', [TIMESTAMP], (_, value) => value),
  func('timestamp', [STRING], (_, text) => read(timestampOf(text), 'google.protobuf.Timestamp')),
  func('timestamp', [INT], (_, seconds) => timestamp(seconds * 1_000_000_000n)),
  func('duration', [DURATION], (_, value) => value),
  func('duration', [STRING], (_, text) => read(durationOf(text), 'google.protobuf.Duration')),
];
