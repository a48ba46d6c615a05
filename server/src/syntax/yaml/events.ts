/** The fast way from YAML text to a tree: one pass over a parser's events. It stops at the first mistake. */
import { type Event, getScalarValue, parseEvents, type ScalarEvent } from 'js-yaml';
import type { Alias, Entry, LayoutBuilder, Mapping, Node, NodeId, Scalar, Sequence } from '../tree.ts';

/** Collections nested deeper than this are refused by both YAML readers. */
export const MAX_DEPTH = 200;

const STYLES = { 1: 'plain', 2: 'single', 3: 'double', 4: 'literal', 5: 'folded' } as const;

/**
 * Reads one section whose text starts at `base` in its file; throws the parser's `YAMLException` on the first mistake.
 * The root is undefined where the section holds no content at all.
 */
export function readEvents(text: string, base: number, layout: LayoutBuilder): Node | undefined {
  return new Reader(text, base, layout).document();
}

/** What `anchorStart` and its kin of an event say. */
type Properties = {
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
};

class Reader {
  readonly #text: string;
  readonly #base: number;
  readonly #layout: LayoutBuilder;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, Node>();
  #next = 0;
  /** Where the last token ended, to place values that are not written. */
  #cursor = 0;

  constructor(text: string, base: number, layout: LayoutBuilder) {
    this.#text = text;
    this.#base = base;
    this.#layout = layout;
    this.#events = parseEvents(text, { maxDepth: MAX_DEPTH });
  }

  document(): Node | undefined {
    if (this.#events[this.#next]?.type !== 1) return undefined;
    this.#next++;
    const first = this.#events[this.#next];
    if (first === undefined || first.type === 6) return undefined;
    if (first.type === 4 && first.valueStart < 0 && first.anchorStart < 0 && first.tagStart < 0) return undefined;
    return this.#node();
  }

  #node(): Node {
    const event = this.#events[this.#next++];
    switch (event?.type) {
      case 2:
        return this.#sequence(event.start, event.style === 2, event);
      case 3:
        return this.#mapping(event.start, event.style === 2, event);
      case 5:
        return this.#alias(event.anchorStart, event.anchorEnd);
      case 4:
        return this.#scalar(event);
      default:
        throw new Error('The YAML events end in the middle of a node.');
    }
  }

  #scalar(event: ScalarEvent): Scalar {
    const style = STYLES[event.style];
    let { valueStart: start, valueEnd: end } = event;
    if (start < 0) start = end = Math.max(this.#cursor, event.anchorEnd, event.tagEnd);
    else if (style === 'single' || style === 'double') {
      start--;
      end++;
    } else if (style === 'literal' || style === 'folded') {
      start = this.#headerBefore(start, style === 'literal' ? '|' : '>');
      while (end > start && /\s/.test(this.#text[end - 1] ?? '')) end--;
    }
    this.#cursor = Math.max(this.#cursor, end);
    const id = this.#add(start, end);
    return this.#anchored({ kind: 'scalar', id, value: getScalarValue(this.#text, event), style, ...this.#properties(event) });
  }

  /** The `|` or `>` of a block scalar whose first content line starts at or before `contentStart`. */
  #headerBefore(contentStart: number, sign: string): number {
    const from = this.#cursor;
    for (let line = contentStart; line > from; ) {
      const lineStart = Math.max(from, this.#text.lastIndexOf('\n', line - 2) + 1);
      const header = new RegExp(`(?:^|[\\s:!&-])([${sign}][-+0-9]*)[ \\t]*(?:#.*)?\\r?\\n?$`).exec(
        this.#text.slice(lineStart, line),
      );
      if (header?.[1] !== undefined) return lineStart + (header.index ?? 0) + header[0].indexOf(header[1]);
      line = lineStart;
    }
    return contentStart;
  }

  #alias(start: number, end: number): Alias {
    const name = this.#text.slice(start, end);
    this.#cursor = Math.max(this.#cursor, end);
    const target = this.#anchors.get(name);
    const id = this.#add(start - 1, end);
    return target === undefined ? { kind: 'alias', id, name } : { kind: 'alias', id, name, target };
  }

  #sequence(start: number, flow: boolean, event: Properties): Sequence {
    const id = this.#add(start, start);
    this.#cursor = Math.max(this.#cursor, start + 1);
    const items: Node[] = [];
    while (this.#events[this.#next]?.type !== 6) {
      if (!flow) this.#cursor = this.#after('-', this.#cursor - 1);
      items.push(this.#node());
    }
    this.#close(id, flow, items.at(-1)?.id);
    return this.#anchored({ kind: 'sequence', id, items, flow, ...this.#properties(event) });
  }

  #mapping(start: number, flow: boolean, event: Properties): Mapping {
    const id = this.#add(start, start);
    if (flow) this.#cursor = Math.max(this.#cursor, start + 1);
    const entries: Entry[] = [];
    while (this.#events[this.#next]?.type !== 6) {
      const key = this.#node();
      const colon = this.#colonAfter(this.#layout.endOf(key.id) - this.#base);
      if (colon !== undefined) this.#cursor = colon + 1;
      entries.push({ key, value: this.#node() });
    }
    this.#close(id, flow, entries.at(-1)?.value.id);
    return this.#anchored({ kind: 'mapping', id, entries, flow, ...this.#properties(event) });
  }

  #close(id: NodeId, flow: boolean, last: NodeId | undefined): void {
    this.#next++;
    if (flow) {
      const end = this.#bracketAfter(this.#cursor);
      this.#cursor = end;
      this.#layout.end(id, this.#base + end);
    } else if (last !== undefined) this.#layout.end(id, this.#layout.endOf(last));
  }

  /** The offset behind the next `sign` outside comments, at or after `from`; `from` where there is none. */
  #after(sign: string, from: number): number {
    for (let i = Math.max(0, from); i < this.#text.length; i = this.#skip(i)) if (this.#text[i] === sign) return i + 1;
    return from;
  }

  #colonAfter(from: number): number | undefined {
    const i = this.#text[from] === ':' ? from : this.#skip(from - 1);
    return this.#text[i] === ':' ? i : undefined;
  }

  #bracketAfter(from: number): number {
    for (let i = this.#skip(from - 1); i < this.#text.length; i = this.#skip(i)) {
      const unit = this.#text[i];
      if (unit === ']' || unit === '}') return i + 1;
      if (unit !== ',' && unit !== ':') return from;
    }
    return from;
  }

  /** The next offset after `i` that holds neither a blank nor a comment. */
  #skip(i: number): number {
    let at = i + 1;
    for (; at < this.#text.length; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit === 35 && (at === 0 || /\s/.test(this.#text[at - 1] ?? ''))) {
        const end = this.#text.indexOf('\n', at);
        at = end < 0 ? this.#text.length : end;
      } else if (unit !== 32 && unit !== 9 && unit !== 10 && unit !== 13) return at;
    }
    return at;
  }

  #add(start: number, end: number): NodeId {
    return this.#layout.add(this.#base + start, this.#base + end);
  }

  #properties(event: Properties): { anchor?: string; tag?: string } {
    if (event.anchorStart < 0 && event.tagStart < 0) return {};
    return {
      ...(event.anchorStart >= 0 && { anchor: this.#text.slice(event.anchorStart, event.anchorEnd) }),
      ...(event.tagStart >= 0 && { tag: this.#text.slice(event.tagStart, event.tagEnd) }),
    };
  }

  /** An anchor counts from its node's end on, so that no alias stands for something that holds it. */
  #anchored<T extends Node>(node: T): T {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }
}
