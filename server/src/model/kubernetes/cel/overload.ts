/** One way to call a function: its name, the types it takes, and what it does. */
import type { Run } from './run.ts';
import type { Value } from './values.ts';
import * as values from './values.ts';

export interface Overload {
  readonly kind: 'function' | 'method';
  readonly name: string;
  readonly takes: readonly ((value: Value) => boolean)[];
  readonly does: (run: Run, args: readonly Value[]) => Value;
}

/** Tells values of a type. */
export type Of<T extends Value> = (value: Value) => value is T;

type Taken<A extends readonly Of<Value>[]> = { readonly [K in keyof A]: A[K] extends Of<infer T> ? T : never };

type Does<A extends readonly Of<Value>[]> = (run: Run, ...args: Taken<A>) => Value;

export function func<const A extends readonly Of<Value>[]>(name: string, takes: A, does: Does<A>): Overload {
  return overload('function', name, takes, does);
}

export function method<const A extends readonly Of<Value>[]>(name: string, takes: A, does: Does<A>): Overload {
  return overload('method', name, takes, does);
}

function overload<const A extends readonly Of<Value>[]>(kind: Overload['kind'], name: string, takes: A, does: Does<A>): Overload {
  // Whoever calls has asked `takes` of each argument.
  return { kind, name, takes, does: (run, args) => does(run, ...(args as unknown as Taken<A>)) };
}

export const ANY = (_: Value): _ is Value => true;
export const BOOL = (value: Value): value is boolean => typeof value === 'boolean';
export const INT = (value: Value): value is bigint => typeof value === 'bigint';
export const DOUBLE = (value: Value): value is number => typeof value === 'number';
export const STRING = (value: Value): value is string => typeof value === 'string';
export const UINT = (value: Value): value is values.Uint => value instanceof values.Uint;
export const BYTES = (value: Value): value is values.Bytes => value instanceof values.Bytes;
export const LIST = (value: Value): value is values.List => value instanceof values.List;
export const DICT = (value: Value): value is values.Dict => value instanceof values.Dict;
export const TIMESTAMP = (value: Value): value is values.Timestamp => value instanceof values.Timestamp;
export const DURATION = (value: Value): value is values.Duration => value instanceof values.Duration;
export const OPTIONAL = (value: Value): value is values.Optional => value instanceof values.Optional;
export const QUANTITY = (value: Value): value is values.Quantity => value instanceof values.Quantity;
export const IP = (value: Value): value is values.Ip => value instanceof values.Ip;
export const CIDR = (value: Value): value is values.Cidr => value instanceof values.Cidr;
export const URL = (value: Value): value is values.Url => value instanceof values.Url;
export const SEMVER = (value: Value): value is values.Semver => value instanceof values.Semver;
export const FORMAT = (value: Value): value is values.Format => value instanceof values.Format;
