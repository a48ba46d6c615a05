/** The scalars that the direct reader takes: in every style, with what continues them on further lines. */
import { getScalarValue } from 'js-yaml';
import type { LayoutBuilder, Scalar } from '../tree.ts';
import { blockScalarEnd } from './conventions.ts';

/** Thrown where the text is not what is read directly. One for all: nothing is made of where it came from. */
export const UNUSUAL = new Error('This is left to the event reader.');

export const TAB = 9;
export const FEED = 10;
export const SPACE = 32;
export const QUOTE = 34;
export const SIGN = 35;
export const AMPERSAND = 38;
export const APOSTROPHE = 39;
export const ASTERISK = 42;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const BRACKET = 91;
export const BRACKET_END = 93;
export const BRACE = 123;
export const BRACE_END = 125;
export const PIPE = 124;
export const GREATER = 62;
const PLUS = 43;
const BACKSLASH = 92;

const STYLE_NUMBERS = { single: 2, double: 3, literal: 4, folded: 5 } as const;

/** Every line of the text ends with a line break, so that no search for one leaves it. */
export class ScalarReader {
  readonly #text: string;
  /** Where the section ends. */
  readonly #end: number;
  /** Where the last line break is, if it is not the file's own; past the end otherwise. */
  readonly #added: number;
  readonly #layout: LayoutBuilder;
  /** Behind the scalar that was read last. */
  after = 0;

  constructor(text: string, end: number, added: number, layout: LayoutBuilder) {
    this.#text = text;
    this.#end = end;
    this.#added = added;
    this.#layout = layout;
  }

  /** Whether a plain scalar may start here; some that may are not counted, for what they might be instead. */
  startsPlain(at: number): boolean {
    const unit = this.#text.charCodeAt(at);
    return unit === DASH ? !isBreakOrSpace(this.#text.charCodeAt(at + 1)) : !SPECIAL.has(unit);
  }

  /** Where a plain scalar ends on its line at the latest: at a line break, a comment or the colon behind a key. */
  plainLineEnd(from: number): number {
    const text = this.#text;
    for (let at = from; ; at++) {
      const unit = text.charCodeAt(at);
      if (unit > COLON) continue;
      if (unit === FEED) return at;
      if (unit === COLON && isBreakOrSpace(text.charCodeAt(at + 1))) return at;
      if (unit === SIGN && text.charCodeAt(at - 1) === SPACE) return at;
      if (unit === TAB) throw UNUSUAL;
    }
  }

  /** The end of what stands between `start` and `end` without the blanks behind it. */
  trimmed(start: number, end: number): number {
    let trimmed = end;
    while (trimmed > start && this.#text.charCodeAt(trimmed - 1) === SPACE) trimmed--;
    return trimmed;
  }

  /** A value that is not written. */
  empty(at: number): Scalar {
    return { kind: 'scalar', id: this.#layout.add(at, at), value: '', style: 'plain' };
  }

  /** A plain scalar on one line. */
  plain(start: number, end: number): Scalar {
    this.after = end;
    return { kind: 'scalar', id: this.#layout.add(start, end), value: this.#text.slice(start, end), style: 'plain' };
  }

  /** A plain scalar with the lines that continue it: those that are indented more than the collection at column `parent`. */
  plainLines(start: number, parent: number): Scalar {
    const text = this.#text;
    let stop = this.plainLineEnd(start);
    let end = this.trimmed(start, stop);
    let value = text.slice(start, end);
    while (text.charCodeAt(stop) === FEED) {
      const line = stop + 1;
      const at = this.#continued(line, parent);
      if (at < 0 || text.charCodeAt(at) === SIGN) break;
      const breaks = this.#breaks(line, at);
      stop = this.plainLineEnd(at);
      end = this.trimmed(at, stop);
      value += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + text.slice(at, end);
    }
    this.after = end;
    return { kind: 'scalar', id: this.#layout.add(start, end), value, style: 'plain' };
  }

  /** Where the next line that is not blank begins, if it is indented more than `parent`; -1 otherwise. */
  #continued(from: number, parent: number): number {
    const text = this.#text;
    let line = from;
    for (let at = from; at < this.#end; at++) {
      const unit = text.charCodeAt(at);
      if (unit === FEED) line = at + 1;
      else if (unit === TAB) throw UNUSUAL;
      else if (unit !== SPACE) return at - line > parent ? at : -1;
    }
    return -1;
  }

  /** How many line breaks stand before `at`, one of them before `line`; only blanks stand between. */
  #breaks(line: number, at: number): number {
    let breaks = 1;
    for (let feed = this.#text.indexOf('\n', line); feed < at && feed >= 0; feed = this.#text.indexOf('\n', feed + 1)) breaks++;
    return breaks;
  }

  /** Behind the closing quote of a scalar on one line; -1 where the line ends before. */
  quotedEnd(start: number, quote: number): number {
    const text = this.#text;
    for (let at = start + 1; ; at++) {
      const unit = text.charCodeAt(at);
      if (unit === FEED) return -1;
      if (unit === quote) {
        if (quote === QUOTE || text.charCodeAt(at + 1) !== APOSTROPHE) return at + 1;
        at++;
      } else if (unit === BACKSLASH && quote === QUOTE) {
        if (!SIMPLE_ESCAPES.has(text.charCodeAt(++at))) throw UNUSUAL;
      }
    }
  }

  /** A scalar in quotes on one line. */
  quoted(start: number, end: number): Scalar {
    const inner = this.#text.slice(start + 1, end - 1);
    const style = this.#text.charCodeAt(start) === QUOTE ? 'double' : 'single';
    const value = inner.includes(style === 'double' ? '\\' : "'") ? this.#decoded(start + 1, end - 1, style) : inner;
    this.after = end;
    return { kind: 'scalar', id: this.#layout.add(start, end), value, style };
  }

  /** A scalar in quotes, on however many lines: those that continue it are indented more than `parent`. */
  quotedLines(start: number, parent: number): Scalar {
    const text = this.#text;
    const quote = text.charCodeAt(start);
    const onLine = this.quotedEnd(start, quote);
    if (onLine >= 0) return this.quoted(start, onLine);
    let at = start + 1;
    for (;;) {
      const unit = text.charCodeAt(at++);
      if (unit === FEED) {
        at = this.#continued(at, parent);
        if (at < 0) throw UNUSUAL;
      } else if (unit === quote) {
        if (quote === QUOTE || text.charCodeAt(at) !== APOSTROPHE) break;
        at++;
      } else if (unit === BACKSLASH && quote === QUOTE) {
        if (!SIMPLE_ESCAPES.has(text.charCodeAt(at++))) throw UNUSUAL;
      }
    }
    const style = quote === QUOTE ? 'double' : 'single';
    this.after = at;
    return { kind: 'scalar', id: this.#layout.add(start, at), value: this.#decoded(start + 1, at - 1, style), style };
  }

  #decoded(valueStart: number, valueEnd: number, style: 'single' | 'double'): string {
    return getScalarValue(this.#text, { ...NO_SCALAR, style: STYLE_NUMBERS[style], valueStart, valueEnd });
  }

  /** A block scalar inside of a collection that stands at column `parent`; ends where the line behind it starts. */
  block(start: number, parent: number): Scalar {
    const text = this.#text;
    const style = text.charCodeAt(start) === PIPE ? 'literal' : 'folded';
    const sign = text.charCodeAt(start + 1);
    const chomping = sign === DASH ? 2 : sign === PLUS ? 3 : 1;
    const headerEnd = chomping === 1 ? start + 1 : start + 2;
    let at = headerEnd;
    while (text.charCodeAt(at) === SPACE) at++;
    if (text.charCodeAt(at) === SIGN && at > headerEnd) at = text.indexOf('\n', at);
    // Also where an indentation of its own is given.
    if (text.charCodeAt(at) !== FEED) throw UNUSUAL;
    const first = at + 1;
    let indent = -1;
    let widest = 0;
    let end = first;
    while (end < this.#end) {
      at = end;
      while (text.charCodeAt(at) === SPACE) at++;
      const column = at - end;
      if (text.charCodeAt(at) === FEED) {
        if (indent < 0) widest = Math.max(widest, column);
        end = at + 1;
        continue;
      }
      if (column <= (indent < 0 ? parent : indent - 1)) break;
      if (indent < 0) {
        if (column < widest) throw UNUSUAL;
        indent = column;
      }
      end = text.indexOf('\n', at) + 1;
    }
    if (end > this.#added) throw UNUSUAL;
    const event = { ...NO_SCALAR, style: STYLE_NUMBERS[style], valueStart: first, valueEnd: end, chomping, indent } as const;
    const last = blockScalarEnd(text, first, end);
    this.after = end;
    return {
      kind: 'scalar',
      id: this.#layout.add(start, last === first ? headerEnd : last),
      value: getScalarValue(text, event),
      style,
    };
  }
}

export function isBreakOrSpace(unit: number): boolean {
  return unit === FEED || unit === SPACE;
}

export const units = (signs: string): ReadonlySet<number> => new Set([...signs].map((sign) => sign.charCodeAt(0)));

/** What no plain scalar starts with, and what one seldom does. */
const SPECIAL = units('\t\n #&*!|>\'"%@`,[]{}?:');

/** What follows a backslash in double quotes, but for line breaks and numbers of characters. */
const SIMPLE_ESCAPES = units('0abtnvfre "/\\N_LP');

const NO_SCALAR = {
  type: 4,
  anchorStart: -1,
  anchorEnd: -1,
  tagStart: -1,
  tagEnd: -1,
  chomping: 1,
  indent: -1,
  fast: false,
} as const;
