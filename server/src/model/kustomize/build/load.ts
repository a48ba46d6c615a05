/**
 * Reads trees into values: anchors and merge keys are resolved, plain scalars get their types, every node remembers where it
 * stands. Work is bounded whatever aliases stand for.
 */

import type { Mapping, Node, NodeId, Scalar } from '../../../syntax/tree.ts';
import { fail } from './problems.ts';
import { resolveTag } from './scalars.ts';
import { DUPLICATE, ListValue, MapValue, ScalarValue, type Source, type Value } from './values.ts';

/** Nodes that one document may stand for once its aliases are written out. */
const MAX_NODES = 2_000_000;
/** How deep a document may be nested once its aliases are written out. */
const MAX_DEPTH = 400;

const TAGS: ReadonlyMap<string, string> = new Map([
  ['!!str', 'str'],
  ['!!int', 'int'],
  ['!!float', 'float'],
  ['!!bool', 'bool'],
  ['!!null', 'null'],
  ['!!timestamp', 'time'],
  ['!!binary', 'binary'],
  ['!', 'str'],
]);

/** One document's value; fails where its aliases cannot be resolved or stand for too much. */
export function loaded(root: Node, source: Source): Value {
  return new Loader(source).read(root, 0);
}

class Loader {
  readonly #source: Source;
  /** What anchored nodes became, how many nodes they stand for and how deep they are. */
  readonly #anchored = new Map<Node, { readonly value: Value; readonly nodes: number; readonly depth: number }>();
  #nodes = 0;
  #deepest = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  read(node: Node, depth: number): Value {
    if (node.kind === 'alias') return this.#alias(node.target, node.id, node.name, depth);
    if (node.anchor === undefined) return this.#plain(node, depth);
    const nodes = this.#nodes;
    const deepest = this.#deepest;
    this.#deepest = depth;
    const value = this.#plain(node, depth);
    this.#anchored.set(node, { value, nodes: this.#nodes - nodes, depth: this.#deepest - depth });
    this.#deepest = Math.max(deepest, this.#deepest);
    return value;
  }

  #plain(node: Exclude<Node, { kind: 'alias' }>, depth: number): Value {
    this.#count(1, depth, node.id);
    switch (node.kind) {
      case 'scalar':
        return new ScalarValue(node.value, tagOf(node), styleOf(node), this.#source, this.#place(node.id));
      case 'sequence': {
        const items = node.items.map((item) => this.read(item, depth + 1));
        return new ListValue(items, this.#source, this.#place(node.id), node.flow);
      }
      case 'mapping':
        return this.#mapping(node, depth);
    }
  }

  /** Values are immutable, so that what is referred to twice is the same node twice. */
  #alias(target: Node | undefined, id: NodeId, name: string, depth: number): Value {
    if (target === undefined)
      fail('malformed-yaml', { source: this.#source, at: this.#place(id) }, { reason: `unknown anchor "${name}"` });
    const known = this.#anchored.get(target);
    if (known === undefined) return this.read(target, depth);
    this.#count(known.nodes, depth + known.depth, id);
    return known.value;
  }

  #mapping(node: Mapping, depth: number): Value {
    let merged: MapValue | undefined;
    for (const { key, value } of node.entries) {
      if (key.kind !== 'scalar' || key.value !== '<<' || key.style !== 'plain') continue;
      if (merged !== undefined)
        fail('malformed-yaml', { source: this.#source, at: this.#place(key.id) }, { reason: 'duplicate merge key' });
      merged = this.#merged(value, depth);
    }
    const keys: string[] = [];
    const values: Value[] = [];
    let tags: string[] | undefined;
    for (const { key, value } of node.entries) {
      if (merged !== undefined && key.kind === 'scalar' && key.value === '<<' && key.style === 'plain') continue;
      const named = key.kind === 'alias' ? key.target : key;
      const isScalar = named?.kind === 'scalar';
      const text = isScalar ? named.value : '';
      const tag = isScalar ? tagOf(named) : 'map';
      if (tag !== 'str' && tags === undefined) tags = keys.map(() => 'str');
      tags?.push(tag);
      keys.push(text);
      values.push(this.read(value, depth + 1));
    }
    tags = withDuplicates(keys, tags);
    // Arrays that grew hold room for more, which is more than most mappings need in all.
    if (merged === undefined)
      return new MapValue(keys.slice(), values.slice(), this.#source, this.#place(node.id), node.flow, tags);
    let result = new MapValue(merged.keys, merged.values, this.#source, this.#place(node.id), node.flow, merged.keyTags);
    for (const [i, key] of keys.entries()) {
      const value = values[i];
      if (value !== undefined) result = result.set(key, value, tags?.[i] ?? 'str');
    }
    return result;
  }

  /** What a merge key brings: of several mappings the first wins. */
  #merged(node: Node, depth: number): MapValue {
    const value = this.read(node, depth);
    const sources = value.kind === 'list' ? [...value.items].reverse() : [value];
    let result: MapValue | undefined;
    for (const one of sources) {
      if (one.kind !== 'map')
        fail(
          'malformed-yaml',
          { source: this.#source, at: this.#place(node.id) },
          { reason: 'a merge key needs a mapping or a list of mappings' },
        );
      if (result === undefined) result = one;
      else for (const [i, key] of one.keys.entries()) result = result.set(key, one.values[i] ?? one, one.keyTags?.[i] ?? 'str');
    }
    return result ?? new MapValue([], [], this.#source, this.#place(node.id));
  }

  #place(node: NodeId): NodeId {
    return this.#source.whole ?? node;
  }

  #count(nodes: number, depth: number, at: NodeId): void {
    this.#nodes += nodes;
    if (depth > this.#deepest) this.#deepest = depth;
    if (this.#nodes > MAX_NODES || depth > MAX_DEPTH)
      fail('budget', { source: this.#source, at: this.#place(at) }, { what: 'aliases', limit: String(MAX_NODES) });
  }
}

/** A key that stands twice is marked: such a mapping can be built with, but not printed. */
function withDuplicates(keys: readonly string[], tags: string[] | undefined): string[] | undefined {
  const seen = new Set<string>();
  let marked = tags;
  for (const [i, key] of keys.entries()) {
    if (seen.has(key)) {
      marked ??= keys.map(() => 'str');
      if (marked[i] !== 'map') marked[i] = DUPLICATE;
    }
    seen.add(key);
  }
  return marked;
}

/** What a tag says of the type counts more than quotes: a string is as safe as with them, a number as without. */
function styleOf({ tag, style }: Scalar): Scalar['style'] {
  if (tag === '!!str') return style === 'plain' ? 'double' : style;
  return tag !== undefined && TAGS.has(tag) && tag !== '!' ? 'plain' : style;
}

function tagOf(scalar: Scalar): string {
  if (scalar.tag !== undefined) return TAGS.get(scalar.tag) ?? scalar.tag;
  return scalar.style === 'plain' ? resolveTag(scalar.value) : 'str';
}
