/**
 * The tree that every data language of the repository is read into: YAML, JSON and JSON5 alike.
 *
 * Structure and layout are kept apart. A tree says what is written, with nodes numbered in reading order; the layout
 * says where each number stands. Typing a comment changes the layout only, so nothing that reads trees is woken.
 */
import type { Span } from '../base/spans.ts';

/** The number of a node, key, problem or comment in its file's layout; stable while the structure is. */
export type NodeId = number;

export type Node = Scalar | Mapping | Sequence | Alias;

interface Common {
  readonly id: NodeId;
  readonly anchor?: string;
  /** As written, `!!str` or `!Ref`; absent where none is. */
  readonly tag?: string;
}

export interface Scalar extends Common {
  readonly kind: 'scalar';
  /** The text after unquoting, unescaping and folding; types are resolved by `scalars.ts`. */
  readonly value: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface Mapping extends Common {
  readonly kind: 'mapping';
  readonly entries: readonly Entry[];
  readonly flow: boolean;
}

/** One `key: value`; a value that is not written is an empty plain scalar. Duplicate keys stay, in order. */
export interface Entry {
  readonly key: Node;
  readonly value: Node;
}

export interface Sequence extends Common {
  readonly kind: 'sequence';
  readonly items: readonly Node[];
  readonly flow: boolean;
}

/** `*name`; `target` is absent where no anchor of that name stands before it. */
export interface Alias extends Common {
  readonly kind: 'alias';
  readonly name: string;
  readonly target?: Node;
}

/** A mistake of the text itself, found while parsing. */
export interface Problem {
  readonly id: NodeId;
  readonly code: string;
  readonly message: string;
}

/** A comment that speaks to Plumbline: its text without `#` and surrounding blanks, which is also what its id spans. */
export interface Directive {
  readonly id: NodeId;
  readonly text: string;
}

/** One `---` section. A document with problems may hold the part of its tree that could be read. */
export interface Document {
  /** Stands for the whole section in the layout. */
  readonly id: NodeId;
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
}

export interface Tree {
  readonly documents: readonly Document[];
  readonly directives: readonly Directive[];
  /** True where the text is not YAML yet: it has problems and the tags of a template engine, or a tag for a value. */
  readonly templated: boolean;
}

/** Where the nodes of a tree stand: `starts[id]` and `ends[id]` in UTF-16 units of the file's text. */
export interface Layout {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** What a parser returns. */
export interface Parsed {
  readonly tree: Tree;
  readonly layout: Layout;
}

export const EMPTY: Parsed = {
  tree: { documents: [], directives: [], templated: false },
  layout: { starts: new Int32Array(0), ends: new Int32Array(0) },
};

/** The span of a node; an id that the layout does not know stands at the file's start. */
export function spanOf(layout: Layout, id: NodeId): Span {
  return { start: layout.starts[id] ?? 0, end: layout.ends[id] ?? 0 };
}

/** Collects spans while a parser numbers what it finds. */
export class LayoutBuilder {
  readonly #first: NodeId;
  #starts: number[] = [];
  #ends: number[] = [];

  /** Numbers from `first` on. */
  constructor(first: NodeId = 0) {
    this.#first = first;
  }

  /** Reserves the next number. */
  add(start: number, end: number): NodeId {
    this.#starts.push(start);
    this.#ends.push(end);
    return this.#first + this.#starts.length - 1;
  }

  end(id: NodeId, end: number): void {
    this.#ends[id - this.#first] = end;
  }

  startOf(id: NodeId): number {
    return this.#starts[id - this.#first] ?? 0;
  }

  endOf(id: NodeId): number {
    return this.#ends[id - this.#first] ?? 0;
  }

  /** How many numbers are taken. */
  get count(): number {
    return this.#starts.length;
  }

  /** Numbers what a layout has from one number to another, moved in the text. */
  addAll({ starts, ends }: Layout, from: NodeId, to: NodeId, shift: number): void {
    for (let id = from; id < to; id++) this.add((starts[id] ?? 0) + shift, (ends[id] ?? 0) + shift);
  }

  /** Gives the numbers from `count` on back. */
  cut(count: number): void {
    this.#starts.length = count;
    this.#ends.length = count;
  }

  build(): Layout {
    return { starts: new Int32Array(this.#starts), ends: new Int32Array(this.#ends) };
  }
}
