/** The values that expressions work with. Whole numbers are exact: `bigint` for int, a class of its own for uint. */

export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint
  | Bytes
  | List
  | Dict
  | Timestamp
  | Duration
  | Type
  | Optional
  | Quantity
  | Ip
  | Cidr
  | Url
  | Semver
  | Format
  | Foreign
  | Unknown;

export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

export class Bytes {
  readonly value: Uint8Array;

  constructor(value: Uint8Array) {
    this.value = value;
  }
}

/** How items of a list are told apart: sets and maps are equal in any order. */
export type ListKind = { readonly is: 'set' } | { readonly is: 'map'; readonly keys: readonly string[] };

export class List {
  readonly items: readonly Value[];
  readonly kind: ListKind | undefined;

  constructor(items: readonly Value[], kind?: ListKind) {
    this.items = items;
    this.kind = kind;
  }
}

/** Keys as a JavaScript map tells them apart: numbers that are equal are one key, whatever their type. */
export type Key = string | bigint | boolean;

/** A map, or an object whose fields a schema declares. */
export class Dict {
  readonly entries: ReadonlyMap<Key, Value>;
  /** The fields that an object may have; undefined for maps, which have any. */
  readonly declared: ReadonlySet<string> | undefined;
  /** Keys that are unsigned: all others are as they stand. */
  readonly unsigned: ReadonlySet<Key> | undefined;

  constructor(entries: ReadonlyMap<Key, Value>, declared?: ReadonlySet<string>, unsigned?: ReadonlySet<Key>) {
    this.entries = entries;
    this.declared = declared;
    this.unsigned = unsigned;
  }

  keys(): readonly Value[] {
    return [...this.entries.keys()].map((key) =>
      typeof key === 'bigint' && this.unsigned?.has(key) === true ? new Uint(key) : key,
    );
  }
}

/** A moment, in nanoseconds since 1970; `offset` is how many minutes east of Greenwich it was written. */
export class Timestamp {
  readonly nanoseconds: bigint;
  readonly offset: number;

  constructor(nanoseconds: bigint, offset = 0) {
    this.nanoseconds = nanoseconds;
    this.offset = offset;
  }
}

export class Duration {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

export class Type {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export class Optional {
  readonly value: Value | undefined;

  constructor(value: Value | undefined) {
    this.value = value;
  }
}

export const NONE = new Optional(undefined);

/** An amount such as `1.5Gi`, exact: `digits` times ten to the power of `-scale`. */
export class Quantity {
  readonly digits: bigint;
  readonly scale: number;
  /** True where Kubernetes no longer keeps it in 64 bits: then it counts as no whole number, whatever it is. */
  readonly isLarge: boolean;

  constructor(digits: bigint, scale: number, isLarge: boolean) {
    this.digits = digits;
    this.scale = scale;
    this.isLarge = isLarge;
  }
}

/** Four or sixteen bytes. */
export class Ip {
  readonly bytes: readonly number[];

  constructor(bytes: readonly number[]) {
    this.bytes = bytes;
  }
}

export class Cidr {
  readonly ip: Ip;
  readonly bits: number;

  constructor(ip: Ip, bits: number) {
    this.ip = ip;
    this.bits = bits;
  }
}

export class Url {
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor(parts: {
    readonly text: string;
    readonly scheme: string;
    readonly host: string;
    readonly path: string;
    readonly query: string;
  }) {
    this.text = parts.text;
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.path = parts.path;
    this.query = parts.query;
  }
}

export class Semver {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly before: readonly string[];

  constructor(major: bigint, minor: bigint, patch: bigint, before: readonly string[]) {
    this.major = major;
    this.minor = minor;
    this.patch = patch;
    this.before = before;
  }
}

/** A named form of texts, such as that of DNS labels. */
export class Format {
  readonly name: string;
  /** What is wrong with a text; nothing where it is good. */
  readonly problems: (text: string) => readonly string[];

  constructor(name: string, problems: (text: string) => readonly string[]) {
    this.name = name;
    this.problems = problems;
  }
}

/** What no schema describes and what is kept all the same: it can be compared and nothing else. */
export class Foreign {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What is there and is not known, such as a variable that somebody fills in: who looks at it knows nothing. */
export class Unknown {}

export const UNKNOWN = new Unknown();

/** The name of a value's type, as `type()` gives it. */
export function typeOf(value: Value): string {
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
  }
  if (value === null) return 'null_type';
  for (const [type, name] of CLASSES) if (value instanceof type) return name;
  return 'unknown';
}

const CLASSES = [
  [List, 'list'],
  [Dict, 'map'],
  [Uint, 'uint'],
  [Bytes, 'bytes'],
  [Timestamp, 'google.protobuf.Timestamp'],
  [Duration, 'google.protobuf.Duration'],
  [Type, 'type'],
  [Optional, 'optional_type'],
  [Quantity, 'kubernetes.Quantity'],
  [Ip, 'net.IP'],
  [Cidr, 'net.CIDR'],
  [Url, 'kubernetes.URL'],
  [Semver, 'kubernetes.Semver'],
  [Format, 'kubernetes.NamedFormat'],
] as const;

/** The key that a value is as; undefined for what can be none. */
export function keyOf(value: Value): Key | undefined {
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (value instanceof Uint) return value.value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
