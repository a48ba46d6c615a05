/** Reads block collections, their scalars and brackets from text to nodes in one pass, or throws `UNUSUAL`. */
import type { Alias, Entry, LayoutBuilder, Mapping, Node, Sequence } from '../tree.ts';
import {
  AMPERSAND,
  APOSTROPHE,
  ASTERISK,
  BRACE,
  BRACE_END,
  BRACKET,
  BRACKET_END,
  COLON,
  COMMA,
  DASH,
  FEED,
  GREATER,
  isBreakOrSpace,
  PIPE,
  QUOTE,
  type ScalarReader,
  SIGN,
  SPACE,
  TAB,
  UNUSUAL,
  units,
} from './direct-scalars.ts';

/** Collections nested deeper than this are left to the event reader, which has the last word on depth. */
const MAX_DIRECT_DEPTH = 90;

export class DirectReader {
  readonly #text: string;
  readonly #end: number;
  readonly #scalars: ScalarReader;
  readonly #layout: LayoutBuilder;
  /** Undefined where only a part of a document is read, which does not know those before it. */
  readonly #anchors: Map<string, Node> | undefined;
  /** Where the next content stands, and its column; the column is -1 at the end. */
  #at = 0;
  #column = -1;
  #depth = 0;
  /** Of the key that was found last: where it ends, its quotes included, and where its colon stands. */
  #keyEnd = 0;
  #colon = 0;

  constructor(text: string, end: number, scalars: ScalarReader, layout: LayoutBuilder, anchors: Map<string, Node> | undefined) {
    this.#text = text;
    this.#end = end;
    this.#scalars = scalars;
    this.#layout = layout;
    this.#anchors = anchors;
  }

  /** See `readPiece`. */
  entries(at: number, column: number, depth: number): readonly Entry[] {
    this.#goTo(at, column, depth);
    if (!this.#findKey()) throw UNUSUAL;
    const entries = this.#entries();
    if (this.#column >= 0) throw UNUSUAL;
    return entries;
  }

  /** See `readPiece`. */
  items(at: number, column: number, depth: number): readonly Node[] {
    this.#goTo(at, column, depth);
    if (!this.#isDash()) throw UNUSUAL;
    const items = this.#items();
    if (this.#column >= 0) throw UNUSUAL;
    return items;
  }

  #goTo(at: number, column: number, depth: number): void {
    this.#at = at;
    this.#column = column;
    this.#depth = depth;
  }

  document(start: number): Node | undefined {
    this.#toContent(start);
    if (this.#column === 0 && this.#text.startsWith('---', this.#at) && isBreakOrSpace(this.#text.charCodeAt(this.#at + 3)))
      this.#endLine(this.#at + 3);
    if (this.#column < 0) return undefined;
    const root = this.#collection();
    if (root === undefined || this.#column >= 0) throw UNUSUAL;
    return root;
  }

  /** Goes to the first content from the start of a line on. */
  #toContent(line: number): void {
    const text = this.#text;
    const end = this.#end;
    for (let start = line; start < end; ) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const unit = text.charCodeAt(at);
      if (unit !== FEED && unit !== SIGN) {
        this.#at = at;
        this.#column = at - start;
        return;
      }
      start = unit === FEED ? at + 1 : text.indexOf('\n', at) + 1;
    }
    this.#at = end;
    this.#column = -1;
  }

  /** Demands that nothing but a comment follows on the line, and goes to the next content. */
  #endLine(from: number): void {
    const at = this.#skipped(from);
    const unit = this.#text.charCodeAt(at);
    if (unit === FEED) this.#toContent(at + 1);
    else if (unit === SIGN && at > from) this.#toContent(this.#text.indexOf('\n', at) + 1);
    else throw UNUSUAL;
  }

  #skipped(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  #isDash(): boolean {
    return this.#text.charCodeAt(this.#at) === DASH && isBreakOrSpace(this.#text.charCodeAt(this.#at + 1));
  }

  /** The collection that begins at the next content; undefined where none does. */
  #collection(): Mapping | Sequence | undefined {
    if (this.#isDash()) return this.#sequence();
    return this.#findKey() ? this.#mapping() : undefined;
  }

  /** A node that begins at the next content, inside of a collection that stands at column `parent`. */
  #block(parent: number): Node {
    return this.#collection() ?? this.#inline(parent);
  }

  #sequence(): Sequence {
    this.#enter();
    const id = this.#layout.add(this.#at, this.#at);
    const items = this.#items();
    this.#close(id, items[items.length - 1]);
    return { kind: 'sequence', id, items, flow: false };
  }

  /** The items from the dash on that has been found. */
  #items(): Node[] {
    const column = this.#column;
    const items: Node[] = [];
    do {
      const dash = this.#at;
      const at = this.#skipped(dash + 1);
      if (this.#endsLine(at)) {
        this.#endLine(dash + 1);
        items.push(this.#column > column ? this.#block(column) : this.#scalars.empty(dash + 1));
      } else {
        this.#at = at;
        this.#column = column + at - dash;
        items.push(this.#block(column));
      }
      if (this.#column > column) throw UNUSUAL;
    } while (this.#column === column && this.#isDash());
    return items;
  }

  /** A mapping whose first key has been found. */
  #mapping(): Mapping {
    this.#enter();
    const id = this.#layout.add(this.#at, this.#at);
    const entries = this.#entries();
    this.#close(id, entries[entries.length - 1]?.value);
    return { kind: 'mapping', id, entries, flow: false };
  }

  /** The entries from the key on that has been found. */
  #entries(): Entry[] {
    const column = this.#column;
    const entries: Entry[] = [];
    for (;;) {
      const colon = this.#colon;
      const first = this.#text.charCodeAt(this.#at);
      const isQuoted = first === QUOTE || first === APOSTROPHE;
      const key = isQuoted ? this.#scalars.quoted(this.#at, this.#keyEnd) : this.#scalars.plain(this.#at, this.#keyEnd);
      entries.push({ key, value: this.#value(colon + 1, column) });
      if (this.#column > column) throw UNUSUAL;
      if (this.#column < column) return entries;
      if (!this.#findKey()) throw UNUSUAL;
    }
  }

  /** A block collection ends where its last node does. */
  #close(id: number, last: Node | undefined): void {
    if (last !== undefined) this.#layout.end(id, this.#layout.endOf(last.id));
    this.#depth--;
  }

  #enter(): void {
    if (++this.#depth > MAX_DIRECT_DEPTH) throw UNUSUAL;
  }

  /** Whether the next content is a key on one line; notes where it ends. */
  #findKey(): boolean {
    const text = this.#text;
    const start = this.#at;
    const first = text.charCodeAt(start);
    // A document ends at three dots.
    if (first === 46 && text.startsWith('...', start)) throw UNUSUAL;
    if (first === QUOTE || first === APOSTROPHE) {
      this.#keyEnd = this.#scalars.quotedEnd(start, first);
      if (this.#keyEnd < 0) return false;
      this.#colon = this.#skipped(this.#keyEnd);
      return text.charCodeAt(this.#colon) === COLON && isBreakOrSpace(text.charCodeAt(this.#colon + 1));
    }
    if (!this.#scalars.startsPlain(start)) return false;
    this.#colon = this.#scalars.plainLineEnd(start);
    this.#keyEnd = this.#scalars.trimmed(start, this.#colon);
    return text.charCodeAt(this.#colon) === COLON;
  }

  /** What a key at `column` stands for, from behind its colon on. */
  #value(from: number, column: number): Node {
    const at = this.#skipped(from);
    if (this.#endsLine(at)) {
      this.#endLine(from);
      if (this.#column > column) return this.#block(column);
      return this.#column === column && this.#isDash() ? this.#sequence() : this.#scalars.empty(from);
    }
    this.#at = at;
    return this.#inline(column);
  }

  #endsLine(at: number): boolean {
    const unit = this.#text.charCodeAt(at);
    return unit === FEED || unit === SIGN;
  }

  /** A node that begins within its line and is no block collection, inside of a collection that stands at column `parent`. */
  #inline(parent: number): Node {
    const start = this.#at;
    switch (this.#text.charCodeAt(start)) {
      case AMPERSAND:
        return this.#anchored(parent);
      case ASTERISK:
        return this.#alias();
      case PIPE:
      case GREATER: {
        const node = this.#scalars.block(start, parent);
        this.#toContent(this.#scalars.after);
        return node;
      }
      case BRACE:
      case BRACKET: {
        const node = this.#flow();
        this.#endLine(this.#at);
        return node;
      }
      case QUOTE:
      case APOSTROPHE: {
        const node = this.#scalars.quotedLines(start, parent);
        this.#endLine(this.#scalars.after);
        return node;
      }
      default: {
        if (!this.#scalars.startsPlain(start)) throw UNUSUAL;
        const node = this.#scalars.plainLines(start, parent);
        this.#endLine(this.#scalars.after);
        return node;
      }
    }
  }

  /** `&name` with a scalar behind it, or with a collection below. */
  #anchored(parent: number): Node {
    const anchor = this.#name();
    const at = this.#skipped(this.#at);
    if (this.#endsLine(at)) {
      this.#endLine(this.#at);
      const node = this.#column > parent ? this.#collection() : undefined;
      if (node === undefined) throw UNUSUAL;
      return this.#noted({ ...node, anchor });
    }
    this.#at = at;
    const next = this.#text.charCodeAt(at);
    if (next === AMPERSAND || next === ASTERISK || this.#isDash() || this.#findKey()) throw UNUSUAL;
    const node = this.#inline(parent);
    if (node.kind === 'alias') throw UNUSUAL;
    return this.#noted({ ...node, anchor });
  }

  /** An anchor counts from its node's end on. */
  #noted<N extends Node>(node: N): N {
    if (this.#anchors === undefined) throw UNUSUAL;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }

  #alias(): Alias {
    const start = this.#at;
    const name = this.#name();
    const target = this.#anchors?.get(name);
    if (target === undefined) throw UNUSUAL;
    const id = this.#layout.add(start, this.#at);
    this.#endLine(this.#at);
    return { kind: 'alias', id, name, target };
  }

  /** The name behind the sign of an anchor or an alias, with a blank behind it; goes to its end. */
  #name(): string {
    const start = this.#at + 1;
    let at = start;
    while (!NAME_ENDS.has(this.#text.charCodeAt(at))) at++;
    if (at === start || !isBreakOrSpace(this.#text.charCodeAt(at))) throw UNUSUAL;
    this.#at = at;
    return this.#text.slice(start, at);
  }

  /** A collection in brackets on one line, all of whose entries are written out; ends behind its bracket. */
  #flow(): Mapping | Sequence {
    this.#enter();
    const start = this.#at;
    const isMapping = this.#text.charCodeAt(start) === BRACE;
    const close = isMapping ? BRACE_END : BRACKET_END;
    const id = this.#layout.add(start, start);
    const items: Node[] = [];
    const entries: Entry[] = [];
    this.#at++;
    for (let unit = this.#nextInFlow(); unit !== close; ) {
      const node = this.#flowNode();
      unit = this.#nextInFlow();
      if (isMapping) {
        if (unit !== COLON || this.#text.charCodeAt(this.#at + 1) !== SPACE || node.kind !== 'scalar') throw UNUSUAL;
        this.#at++;
        this.#nextInFlow();
        entries.push({ key: node, value: this.#flowNode() });
        unit = this.#nextInFlow();
      } else items.push(node);
      if (unit === COMMA) {
        this.#at++;
        unit = this.#nextInFlow();
      } else if (unit !== close) throw UNUSUAL;
    }
    this.#at++;
    this.#layout.end(id, this.#at);
    this.#depth--;
    return isMapping ? { kind: 'mapping', id, entries, flow: true } : { kind: 'sequence', id, items, flow: true };
  }

  #nextInFlow(): number {
    this.#at = this.#skipped(this.#at);
    return this.#text.charCodeAt(this.#at);
  }

  #flowNode(): Node {
    const text = this.#text;
    const start = this.#at;
    const first = text.charCodeAt(start);
    if (first === BRACE || first === BRACKET) return this.#flow();
    if (first === QUOTE || first === APOSTROPHE) {
      this.#at = this.#scalars.quotedEnd(start, first);
      if (this.#at < 0) throw UNUSUAL;
      return this.#scalars.quoted(start, this.#at);
    }
    if (first === DASH || !this.#scalars.startsPlain(start)) throw UNUSUAL;
    let at = start;
    for (; ; at++) {
      const unit = text.charCodeAt(at);
      if (unit === FEED || unit === SIGN || unit === TAB) throw UNUSUAL;
      if (FLOW_SIGNS.has(unit)) break;
      if (unit !== COLON) continue;
      const next = text.charCodeAt(at + 1);
      if (isBreakOrSpace(next) || FLOW_SIGNS.has(next)) break;
    }
    this.#at = at;
    return this.#scalars.plain(start, this.#scalars.trimmed(start, at));
  }
}

const FLOW_SIGNS = units(',[]{}');
const NAME_ENDS = units('\t\n ,[]{}');
