/** A place in HCL text that moves on: blanks and comments, names, marks, and the first mistake of each block. */
import { type Directive, LayoutBuilder, type NodeId, type Problem } from '../tree.ts';

/** Thrown where a construct cannot be read on; whoever can go on behind it catches it. */
export const BROKEN = Symbol('broken');

/** Brackets, blocks and templates inside one another; more is refused, so that no input can exhaust the stack. */
export const MAX_DEPTH = 200;

/** Mistakes told of one file. */
const MAX_PROBLEMS = 50;

const DIRECTIVE = /[ \t]*(plumbline-ignore\b[^\r\n]*)/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

const LF = 10;
const TAB = 9;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const STAR = 42;
const SLASH = 47;

export class Reader {
  readonly text: string;
  readonly layout = new LayoutBuilder();
  readonly problems: Problem[] = [];
  at = 0;
  /** Nothing is read from here on: the text's end, or where the next block starts. */
  end: number;
  depth = 0;
  /** Characters that may still be looked at twice. */
  looks: number;
  /** True where a line break ends what is read; false inside brackets. */
  lineBound = true;
  /** True once the current block has a mistake: what follows in it is a consequence. */
  isBroken = false;
  /** True where a construct was open when the text ended. */
  ranOut = false;
  readonly #comments: { readonly start: number; readonly text: string }[] = [];

  constructor(text: string) {
    this.text = text;
    this.end = text.length;
    this.looks = text.length + 20_000;
  }

  /** Passes blanks and comments, and line breaks where they mean nothing. */
  skip(): void {
    const { text } = this;
    while (this.at < this.end) {
      const unit = text.charCodeAt(this.at);
      if (unit === SPACE || unit === TAB || unit === CR || (unit === LF && !this.lineBound)) this.at++;
      else if (unit === HASH || (unit === SLASH && text.charCodeAt(this.at + 1) === SLASH))
        this.#comment(unit === HASH ? 1 : 2, Math.min(this.#lineEnd(), this.end), 0);
      else if (unit === SLASH && text.charCodeAt(this.at + 1) === STAR) {
        const close = text.indexOf('*/', this.at + 2);
        if (close < 0 || close + 2 > this.end) {
          this.ranOut = true;
          this.fail('open-comment', 'This comment is never closed', this.at, this.at + 2);
        }
        this.#comment(2, close + 2, 2);
      } else return;
    }
  }

  /** As {@link skip}, line breaks included, whatever they mean here. */
  skipLines(): void {
    const before = this.lineBound;
    this.lineBound = false;
    try {
      this.skip();
    } finally {
      this.lineBound = before;
    }
  }

  #comment(sign: number, end: number, closing: number): void {
    DIRECTIVE.lastIndex = this.at + sign;
    const match = DIRECTIVE.exec(this.text);
    if (match !== null && DIRECTIVE.lastIndex <= end + 1) {
      const start = this.at + sign + match[0].length - (match[1] ?? '').length;
      const last = Math.min(start + (match[1] ?? '').length, end - closing);
      this.#comments.push({ start, text: this.text.slice(start, last).trimEnd() });
    }
    this.at = end;
  }

  #lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  /** The unit at the place, -1 at the end. */
  peek(ahead = 0): number {
    return this.at + ahead < this.end ? this.text.charCodeAt(this.at + ahead) : -1;
  }

  /** True where the mark stands here; it is passed then. */
  take(mark: string): boolean {
    if (!this.text.startsWith(mark, this.at) || this.at + mark.length > this.end) return false;
    this.at += mark.length;
    return true;
  }

  /** Passes a name, if one starts here; returns where it started, else -1. */
  name(): number {
    const start = this.at;
    let at = start;
    for (; at < this.end; at++) {
      const unit = this.text.charCodeAt(at);
      const isLetter = (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;
      if (isLetter || (at > start && ((unit >= 48 && unit <= 57) || unit === 45))) continue;
      if (unit > 127) {
        NAME.lastIndex = start;
        const match = NAME.exec(this.text);
        if (match === null) break;
        at = Math.min(start + match[0].length, this.end);
      }
      break;
    }
    if (at === start) return -1;
    this.at = at;
    return start;
  }

  /** Tells a mistake and gives the construct up. */
  fail(code: string, message: string, start = this.at, end = start): never {
    this.tell(code, message, start, end);
    throw BROKEN;
  }

  /** Tells a mistake, unless it follows from one that was told. */
  tell(code: string, message: string, start = this.at, end = start): void {
    if (!this.isBroken && this.problems.length < MAX_PROBLEMS)
      this.problems.push({ id: this.layout.add(start, Math.max(start, Math.min(end, this.text.length))), code, message });
    this.isBroken = true;
  }

  /** One level deeper; whoever calls it goes back with `depth--`. */
  enter(): void {
    if (++this.depth <= MAX_DEPTH) return;
    this.depth--;
    this.fail('too-deep', `More than ${MAX_DEPTH} brackets and blocks stand inside one another`);
  }

  /** From here to the end of the line, as people are shown what stands in the way. */
  seen(): string {
    if (this.at >= this.text.length) return 'the end of the file';
    if (this.at >= this.end) return 'the next block';
    if (this.peek() === LF) return 'the end of the line';
    const start = this.at;
    const word = this.name() < 0 ? String.fromCodePoint(this.text.codePointAt(start) ?? 0) : this.text.slice(start, this.at);
    this.at = start;
    return `"${word}"`;
  }

  /** The comments that speak to Plumbline, each once, numbered behind all else. */
  directives(): readonly Directive[] {
    const seen = new Set<number>();
    const found: Directive[] = [];
    for (const { start, text } of this.#comments.sort((a, b) => a.start - b.start)) {
      if (seen.has(start)) continue;
      seen.add(start);
      found.push({ id: this.layout.add(start, start + text.length), text });
    }
    return found;
  }

  /** Reserves the number of what starts here. */
  open(start = this.at): NodeId {
    return this.layout.add(start, start);
  }

  /** What was opened ends here. */
  close(id: NodeId): void {
    this.layout.end(id, this.at);
  }
}
