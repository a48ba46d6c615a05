/**
 * The values a build works on: immutable trees whose every node knows which text set it. A change makes new nodes along
 * its path and shares the rest, so layers of overlays cost what they change.
 */
import type { FilePath } from '../../../base/paths.ts';
import type { Layout, NodeId } from '../../../syntax/tree.ts';
import { resolveTag } from './scalars.ts';

/** By what a field came to be as it is. */
export type Via =
  | 'resource'
  | 'patch'
  | 'component'
  | 'generator'
  | 'helm'
  | 'replacement'
  | 'var'
  | 'namespace'
  | 'namePrefix'
  | 'nameSuffix'
  | 'labels'
  | 'annotations'
  | 'images'
  | 'replicas'
  | 'hash'
  | 'reference'
  | 'transformer'
  | 'build';

/** A text that sets fields. Nodes hold a place in it as one number, which is how origins stay cheap. */
export interface Source {
  readonly file: FilePath;
  readonly via: Via;
  /** YAML that stands as text inside a scalar of the file, such as an inline patch: places count in its own layout. */
  readonly inline?: {
    readonly scalar: NodeId;
    readonly layout: Layout /** Where the text starts in the scalar's. */;
    readonly shift: number;
  };
  /** True where the file is no YAML: places are offsets in its text. */
  readonly raw?: boolean;
  /** The node of the file that all of a text stands for which is not in the file, such as what helm has answered. */
  readonly whole?: NodeId;
}

/** How a scalar is written; all but plain ones are strings unless a tag says otherwise. */
export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export type Value = ScalarValue | MapValue | ListValue;

/** A scalar with the type that its text had when it was read; the empty tag means that its text decides once it is written. */
export class ScalarValue {
  readonly kind = 'scalar';
  readonly text: string;
  readonly tag: string;
  readonly style: Style;
  readonly source: Source;
  readonly at: NodeId;
  /** What it has in common with scalars that Kustomize keeps as one node: see `shared.ts`. */
  readonly shared: object | undefined;

  constructor(text: string, tag: string, style: Style, source: Source, at: NodeId, shared?: object) {
    this.text = text;
    this.tag = tag;
    this.style = style;
    this.source = source;
    this.at = at;
    this.shared = shared;
  }

  withStyle(style: Style): ScalarValue {
    return style === this.style ? this : new ScalarValue(this.text, this.tag, style, this.source, this.at, this.shared);
  }

  sharing(shared: object | undefined): ScalarValue {
    return shared === this.shared ? this : new ScalarValue(this.text, this.tag, this.style, this.source, this.at, shared);
  }
}

/** The type of a key that stood in the mapping before. */
export const DUPLICATE = 'duplicate';

/** Maps above this size look keys up in an index. */
const INDEXED_FROM = 12;

/** A mapping in the order of its text; duplicate keys stay and the first is found. */
export class MapValue {
  readonly kind = 'map';
  readonly keys: readonly string[];
  readonly values: readonly Value[];
  /** The types of the keys where one is no string. */
  readonly keyTags: readonly string[] | undefined;
  readonly flow: boolean;
  readonly source: Source;
  readonly at: NodeId;
  /** What is known of everything in it, 0 where nobody has asked: see `traits.ts`. */
  traits = 0;
  #index: Map<string, number> | undefined;

  constructor(
    keys: readonly string[],
    values: readonly Value[],
    source: Source,
    at: NodeId,
    flow = false,
    keyTags: readonly string[] | undefined = undefined,
  ) {
    this.keys = keys;
    this.values = values;
    this.source = source;
    this.at = at;
    this.flow = flow;
    this.keyTags = keyTags;
  }

  get size(): number {
    return this.keys.length;
  }

  indexOf(key: string): number {
    if (this.keys.length < INDEXED_FROM) return this.keys.indexOf(key);
    if (this.#index === undefined) {
      this.#index = new Map();
      for (let i = this.keys.length - 1; i >= 0; i--) this.#index.set(this.keys[i] ?? '', i);
    }
    return this.#index.get(key) ?? -1;
  }

  get(key: string): Value | undefined {
    const index = this.indexOf(key);
    return index < 0 ? undefined : this.values[index];
  }

  /** This mapping with `value` under `key`: in the place of the old value, else at the end. */
  set(key: string, value: Value, keyTag: string = resolveTag(key)): MapValue {
    const index = this.indexOf(key);
    if (index >= 0) {
      if (this.values[index] === value) return this;
      const values = this.values.slice();
      values[index] = value;
      return new MapValue(this.keys, values, this.source, this.at, this.flow, this.keyTags);
    }
    const tags =
      this.keyTags === undefined && keyTag === 'str' ? undefined : [...(this.keyTags ?? this.keys.map(() => 'str')), keyTag];
    return new MapValue([...this.keys, key], [...this.values, value], this.source, this.at, this.flow, tags);
  }

  without(key: string): MapValue {
    const index = this.indexOf(key);
    if (index < 0) return this;
    return new MapValue(
      this.keys.toSpliced(index, 1),
      this.values.toSpliced(index, 1),
      this.source,
      this.at,
      this.flow,
      this.keyTags?.toSpliced(index, 1),
    );
  }

  withValues(values: readonly Value[]): MapValue {
    return new MapValue(this.keys, values, this.source, this.at, this.flow, this.keyTags);
  }
}

export class ListValue {
  readonly kind = 'list';
  readonly items: readonly Value[];
  readonly flow: boolean;
  readonly source: Source;
  readonly at: NodeId;
  /** As in a mapping. */
  traits = 0;

  constructor(items: readonly Value[], source: Source, at: NodeId, flow = false) {
    this.items = items;
    this.source = source;
    this.at = at;
    this.flow = flow;
  }

  with(items: readonly Value[]): ListValue {
    return new ListValue(items, this.source, this.at, this.flow);
  }
}

/** Where in the repository's text something is said. */
export interface Spot {
  readonly source: Source;
  readonly at: NodeId;
}

/** A string whose type is settled. */
export function stringValue(text: string, spot: Spot, style: Style = 'plain'): ScalarValue {
  return new ScalarValue(text, 'str', style, spot.source, spot.at);
}

/** A scalar whose text will decide its type, as setters without a type write it. */
export function untypedValue(text: string, spot: Spot): ScalarValue {
  return new ScalarValue(text, '', 'plain', spot.source, spot.at);
}

export function emptyMap(spot: Spot): MapValue {
  return new MapValue([], [], spot.source, spot.at);
}

export function isNull(value: Value | undefined): boolean {
  return value !== undefined && value.kind === 'scalar' && value.tag === 'null';
}

export function isMissingOrNull(value: Value | undefined): value is undefined {
  return value === undefined || isNull(value);
}

/** Null, or a mapping or list without content. */
export function isNullOrEmpty(value: Value | undefined): boolean {
  if (value === undefined) return true;
  if (value.kind === 'map') return value.size === 0;
  return value.kind === 'list' ? value.items.length === 0 : value.tag === 'null';
}

export function asMap(value: Value | undefined): MapValue | undefined {
  return value?.kind === 'map' ? value : undefined;
}

export function asList(value: Value | undefined): ListValue | undefined {
  return value?.kind === 'list' ? value : undefined;
}

/** The text of a scalar, whatever its type; '' for all else. */
export function textOf(value: Value | undefined): string {
  return value?.kind === 'scalar' ? value.text : '';
}

/** The value at a path of keys through mappings. */
export function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let found = value;
  for (const key of path) found = asMap(found)?.get(key);
  return found;
}

/**
 * Sets a field as Kustomize's field setter does: what stands there keeps its style, so that a number written over a quoted
 * one stays quoted; a new field whose untyped text would not read as a string is quoted.
 */
export function setField(map: MapValue, key: string, value: Value, keyTag?: string): MapValue {
  const old = map.get(key);
  if (old !== undefined) return map.set(key, restyled(value, old));
  return map.set(key, quotedWhereNeeded(value), keyTag);
}

/** `value` in the style of what it replaces. */
export function restyled(value: Value, old: Value): Value {
  if (value.kind !== 'scalar') return value;
  return value.withStyle(old.kind === 'scalar' ? old.style : 'plain').sharing(undefined);
}

/** An untyped scalar that would read as something else than a string gets quotes. */
export function quotedWhereNeeded(value: Value): Value {
  if (value.kind !== 'scalar' || value.tag !== '' || value.style !== 'plain' || value.text === '') return value;
  return resolveTag(value.text) === 'str' ? value : value.withStyle('double');
}
