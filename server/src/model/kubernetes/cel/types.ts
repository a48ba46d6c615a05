/** The types that expressions have before anything is computed, as far as they are certain. */
import * as takes from './overload.ts';
import type { Value } from './values.ts';

/** `any` is what is not known before, or may be of several types. */
export type Type =
  | { readonly is: Plain }
  | { readonly is: 'list' | 'optional'; readonly of: Type }
  | { readonly is: 'map'; readonly key: Type; readonly of: Type }
  /** A mapping whose fields are declared; undefined where it has no such field. */
  | { readonly is: 'object'; readonly names: () => Iterable<string>; readonly field: (name: string) => Type | undefined };

type Plain = (typeof PLAIN)[number];

const PLAIN = [
  'any',
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'null',
  'timestamp',
  'duration',
  'quantity',
  'ip',
  'cidr',
  'url',
  'semver',
  'format',
] as const;

export const ANYTHING: Type = { is: 'any' };
export const TRUTH: Type = { is: 'bool' };
export const TEXT: Type = { is: 'string' };
export const WHOLE: Type = { is: 'int' };

/** What null is one of: structs to the compiler, and what may be absent. */
const LIKE_NULL: ReadonlySet<string> = new Set(
  'any null object optional timestamp duration quantity ip cidr url semver format'.split(' '),
);

/** True where no value of one type can stand for one of the other. */
export function areApart(a: Type, b: Type): boolean {
  if (a.is === 'any' || b.is === 'any') return false;
  if (a.is === 'null') return !LIKE_NULL.has(b.is);
  if (b.is === 'null') return !LIKE_NULL.has(a.is);
  if (a.is !== b.is) return true;
  return ('of' in a && 'of' in b && areApart(a.of, b.of)) || ('key' in a && 'key' in b && areApart(a.key, b.key));
}

/** What a value of either type is. */
export function joined(a: Type, b: Type): Type {
  if (a.is === 'any' || b.is === 'any' || a.is !== b.is) return ANYTHING;
  if (a.is === 'map' && b.is === 'map') return { is: 'map', key: joined(a.key, b.key), of: joined(a.of, b.of) };
  return a.is !== 'map' && 'of' in a && 'of' in b ? { is: a.is, of: joined(a.of, b.of) } : a;
}

/** `a list of string`. */
export function called(type: Type): string {
  switch (type.is) {
    case 'list':
      return type.of.is === 'any' ? 'a list' : `a list of ${type.of.is}`;
    case 'null':
      return 'null';
    case 'int':
    case 'object':
    case 'ip':
    case 'optional':
      return `an ${type.is}`;
    default:
      return `a ${type.is}`;
  }
}

/** What functions take, to the types that it tells; what is not here takes anything. */
const TAKEN = new Map<(value: Value) => boolean, readonly Type['is'][]>([
  [takes.BOOL, ['bool']],
  [takes.INT, ['int']],
  [takes.UINT, ['uint']],
  [takes.DOUBLE, ['double']],
  [takes.STRING, ['string']],
  [takes.BYTES, ['bytes']],
  [takes.LIST, ['list']],
  [takes.DICT, ['map']],
  [takes.TIMESTAMP, ['timestamp']],
  [takes.DURATION, ['duration']],
  [takes.OPTIONAL, ['optional']],
  [takes.QUANTITY, ['quantity']],
  [takes.IP, ['ip']],
  [takes.CIDR, ['cidr']],
  [takes.URL, ['url']],
  [takes.SEMVER, ['semver']],
  [takes.FORMAT, ['format']],
]);

/** False where it is certain that a function does not take values of the type. */
export function mayTake(taken: (value: Value) => boolean, { is }: Type): boolean {
  return is === 'any' || TAKEN.get(taken)?.includes(is) !== false;
}

/** What functions and methods of a name come to, whatever they are called with. */
export const RESULTS: ReadonlyMap<string, Type> = new Map(
  (
    [
      [
        TRUTH,
        'bool contains startsWith endsWith isSorted sets.contains sets.equivalent sets.intersects isQuantity isGreaterThan isLessThan isInteger matches isURL isIP ip.isCanonical isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast isCIDR containsIP containsCIDR isSemver hasValue',
      ],
      [
        WHOLE,
        'int size indexOf lastIndexOf sign compareTo asInteger family prefixLength major minor patch getFullYear getMonth getDayOfYear getDate getDayOfMonth getDayOfWeek getHours getMinutes getSeconds getMilliseconds',
      ],
      [
        TEXT,
        'string charAt lowerAscii upperAscii replace substring trim join strings.quote find getScheme getHost getHostname getPort getEscapedPath',
      ],
      [{ is: 'list', of: TEXT }, 'split findAll'],
      [{ is: 'double' }, 'double asApproximateFloat'],
      [{ is: 'quantity' }, 'quantity add sub'],
      [{ is: 'timestamp' }, 'timestamp'],
      [{ is: 'duration' }, 'duration'],
      [{ is: 'url' }, 'url'],
      [{ is: 'cidr' }, 'cidr masked'],
      [{ is: 'ip' }, 'ip'],
      [{ is: 'semver' }, 'semver'],
    ] as const
  ).flatMap(([type, names]) => names.split(' ').map((name): [string, Type] => [name, type])),
);
