/** The fast way from YAML text to a tree: one pass over a parser's events. It stops at the first mistake. */
import { type Event, getScalarValue, parseEvents, type ScalarEvent } from 'js-yaml';
import { isBlank, MAX_DEPTH, type Mistake } from '../mistakes.ts';
import type { Alias, Entry, LayoutBuilder, Mapping, Node, NodeId, Scalar, Sequence } from '../tree.ts';
import { blockScalarEnd, openEndOf, type Reading } from './conventions.ts';
import { unescaped } from './lenient.ts';
import { unknownAnchor } from './wording.ts';

const STYLES = { 1: 'plain', 2: 'single', 3: 'double', 4: 'literal', 5: 'folded' } as const;

/**
 * Reads one section whose text starts at `base` in its file; throws the parser's `YAMLException` on the first mistake.
 * Structure is taken from `corrected`, a text of the same length, where the one of the file is only nearly YAML.
 */
export function readEvents(text: string, base: number, layout: LayoutBuilder, corrected = text): Reading {
  const reader = new Reader(text, base, layout, corrected);
  return { root: reader.document(), mistakes: reader.mistakes };
}

/** What `anchorStart` and its kin of an event say. */
type Properties = {
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
};

class Reader {
  readonly mistakes: Mistake[] = [];
  /** As in the file: values are read from it. */
  readonly #source: string;
  readonly #text: string;
  readonly #base: number;
  /** Where the text ends, where no line break ends it. */
  readonly #openEnd: number | undefined;
  readonly #layout: LayoutBuilder;
  readonly #events: (Event | undefined)[];
  readonly #anchors = new Map<string, Node>();
  #next = 0;
  /** Where the last token ended: values that are not written are placed there, and indicators are looked for from there. */
  #cursor = 0;

  constructor(text: string, base: number, layout: LayoutBuilder, corrected: string) {
    this.#source = text;
    this.#text = corrected;
    this.#base = base;
    this.#layout = layout;
    this.#openEnd = openEndOf(text);
    this.#events = parseEvents(corrected, { maxDepth: MAX_DEPTH });
  }

  document(): Node | undefined {
    const event = this.#events[this.#next];
    if (event?.type !== 1) return undefined;
    this.#next++;
    if (event.explicitStart) this.#cursor = this.#afterMarker();
    const first = this.#events[this.#next];
    if (first === undefined || first.type === 6) return undefined;
    if (first.type === 4 && first.valueStart < 0 && first.anchorStart < 0 && first.tagStart < 0) return undefined;
    return this.#node();
  }

  /** The end of the section's `---`, before which only blanks, comments and directives stand. */
  #afterMarker(): number {
    for (let at = 0; at >= 0; at = this.#text.indexOf('---', at + 1)) {
      const before = at === 0 ? 10 : this.#text.charCodeAt(at - 1);
      if (this.#text.startsWith('---', at) && (before === 10 || before === 13 || before === 0xfeff)) return at + 3;
    }
    return 0;
  }

  #node(): Node {
    const event = this.#events[this.#next];
    // What is read is let go: the events of a large file take as much memory as its tree.
    this.#events[this.#next++] = undefined;
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
      end = blockScalarEnd(this.#text, start, end);
      const content = start;
      start = this.#skip(Math.max(this.#cursor, event.anchorEnd, event.tagEnd));
      if (end === content) end = this.#headerEnd(start);
    }
    this.#cursor = end;
    const id = this.#add(start, end);
    return this.#anchored({
      kind: 'scalar',
      id,
      value: this.#chomped(event, this.#valueOf(event)),
      style,
      ...this.#properties(event),
    });
  }

  /** A block scalar whose last line ends with the text, not with a line break, has no line break to keep. */
  #chomped(event: ScalarEvent, value: string): string {
    const endsWithText = this.#openEnd !== undefined && event.valueEnd >= this.#openEnd;
    return event.style >= 4 && endsWithText && value.endsWith('\n') ? value.slice(0, -1) : value;
  }

  #valueOf(event: ScalarEvent): string {
    if (this.#source === this.#text) return getScalarValue(this.#text, event);
    const text = this.#source.slice(event.valueStart, event.valueEnd);
    const read = event.style === 3 ? unescaped(text) : text;
    return event.valueStart < 0 ? '' : getScalarValue(read, { ...event, valueStart: 0, valueEnd: read.length, fast: false });
  }

  /** The end of `|` or `>` with its indicators. */
  #headerEnd(start: number): number {
    let end = start + 1;
    for (; end < this.#text.length; end++) {
      const unit = this.#text.charCodeAt(end);
      if (unit !== 43 && unit !== 45 && (unit < 48 || unit > 57)) break;
    }
    return end;
  }

  #alias(start: number, read: number): Alias {
    let end = read;
    // A correction may have taken the end of the name.
    while (/[\w-]/.test(this.#source.charAt(end))) end++;
    const name = this.#source.slice(start, end);
    this.#cursor = end;
    const target = this.#anchors.get(name);
    const id = this.#add(start - 1, end);
    if (target !== undefined) return { kind: 'alias', id, name, target };
    this.mistakes.push(unknownAnchor(start - 1, end, name));
    return { kind: 'alias', id, name };
  }

  #sequence(start: number, flow: boolean, event: Properties): Sequence {
    const id = this.#add(start, start);
    this.#cursor = flow ? start + 1 : start;
    const items: Node[] = [];
    while (this.#events[this.#next]?.type !== 6) {
      // Flow: behind the comma; block: behind the dash.
      const at = this.#skip(this.#cursor);
      if (!flow || this.#text.charCodeAt(at) === 44) this.#cursor = at + 1;
      items.push(this.#node());
    }
    this.#close(id, flow, items.at(-1)?.id);
    return this.#anchored({ kind: 'sequence', id, items, flow, ...this.#properties(event) });
  }

  #mapping(start: number, flow: boolean, event: Properties): Mapping {
    if (flow && this.#isPair(start)) return this.#pair();
    const id = this.#add(start, start);
    this.#cursor = flow ? start + 1 : start;
    const entries: Entry[] = [];
    while (this.#events[this.#next]?.type !== 6) entries.push(this.#entry(flow));
    this.#close(id, flow, entries.at(-1)?.value.id);
    return this.#anchored({ kind: 'mapping', id, entries, flow, ...this.#properties(event) });
  }

  /** True for `[a: b]`, a mapping of one entry without braces; it starts where its key does. */
  #isPair(start: number): boolean {
    if (this.#text.charCodeAt(start) !== 123) return true;
    const key = this.#events[this.#next];
    return key?.type === 3 && key.start === start;
  }

  #pair(): Mapping {
    const start = this.#skip(this.#cursor);
    const id = this.#add(start, start);
    const entry = this.#entry(true);
    this.#next++;
    this.#layout.end(id, this.#layout.endOf(entry.value.id));
    return { kind: 'mapping', id, entries: [entry], flow: true };
  }

  #entry(flow: boolean): Entry {
    let at = this.#skip(this.#cursor);
    if (this.#text.charCodeAt(at) === 44) at = this.#skip(at + 1);
    // A `?` with a blank behind it is no part of the key; an empty key stands where the `:` is.
    this.#cursor = this.#text.charCodeAt(at) === 63 && this.#isIndicator(at) ? at + 1 : at;
    const key = this.#node();
    const colon = this.#skip(this.#cursor);
    if (this.#text.charCodeAt(colon) === 58 && (flow || this.#isIndicator(colon))) this.#cursor = colon + 1;
    return { key, value: this.#node() };
  }

  #isIndicator(at: number): boolean {
    const next = this.#text.charCodeAt(at + 1);
    return Number.isNaN(next) || isBlank(next);
  }

  #close(id: NodeId, flow: boolean, last: NodeId | undefined): void {
    this.#next++;
    if (flow) {
      let bracket = this.#skip(this.#cursor);
      if (this.#text.charCodeAt(bracket) === 44) bracket = this.#skip(bracket + 1);
      this.#cursor = bracket + 1;
      this.#layout.end(id, this.#base + this.#cursor);
    } else if (last !== undefined) this.#layout.end(id, this.#layout.endOf(last));
  }

  /** The next offset from `at` on that holds neither a blank nor a comment. */
  #skip(from: number): number {
    let at = from;
    for (; at < this.#text.length; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit === 35) {
        // Blanks and indicators only stand before it, so that it must start a comment.
        while (at + 1 < this.#text.length && !isLineBreak(this.#text.charCodeAt(at + 1))) at++;
      } else if (!isBlank(unit) && unit !== 0xfeff) break;
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

function isLineBreak(unit: number): boolean {
  return unit === 10 || unit === 13;
}
