/** Finds the lines that continue a quoted text or brackets, so that go-yaml's freedom with their indentation costs one more reading. */

/** What stands before a value: dashes, a key (as in `- - name: ` and `"a": `), an anchor or tag. */
const LEAD =
  /([ \t]*(?:[-?][ \t]+)*)((?:"(?:[^"\\\n]|\\.)*"[ \t]*|'(?:[^'\n]|'')*'[ \t]*|[^\s"'#[\]{},&*!|>%@`][^\n]*?):[ \t]+)?(?:[&!][^\s,[\]{}]*[ \t]+)*/y;

/** A value that is a block scalar, up to the end of its line. */
const BLOCK = /[|>][-+0-9]*[ \t]*(?:#.*)?(?=[\r\n]|$)/y;

/** The text with the line breaks inside of quotes and, in brackets, before lines that are indented too little written as blanks. */
export function withContinuedLinesJoined(text: string): string {
  const pieces: string[] = [];
  let taken = 0;
  const blank = (from: number, to: number): void => {
    pieces.push(text.slice(taken, from), ' '.repeat(to - from));
    taken = to;
  };
  for (let line = 0; line < text.length; ) {
    LEAD.lastIndex = line;
    const [, before = '', key] = LEAD.exec(text) ?? [];
    const parent = key === undefined ? before.search(/\S[ \t]*$/) : before.length;
    const value = LEAD.lastIndex;
    const unit = text.charAt(value);
    BLOCK.lastIndex = value;
    let end = value;
    if (unit === '"' || unit === "'") end = endOfQuoted(text, value, blank);
    else if (unit === '[' || unit === '{') end = endOfBrackets(text, value, indentation(text, line), blank);
    else if (BLOCK.test(text)) {
      line = endOfBlock(text, nextLine(text, value), parent);
      continue;
    }
    line = nextLine(text, end);
  }
  return pieces.join('') + text.slice(taken);
}

type Blank = (from: number, to: number) => void;

/** Behind the quote that closes the one at `start`; its lines become one. */
function endOfQuoted(text: string, start: number, blank: Blank): number {
  const quote = text.charAt(start);
  let at = start + 1;
  for (; at < text.length; at++) {
    const unit = text.charAt(at);
    if (unit === '\\' && quote === '"') at++;
    else if (unit === quote && quote === "'" && text.charAt(at + 1) === quote) at++;
    else if (unit === quote) return at + 1;
    else if (isLineBreak(unit)) at = joined(text, at, blank) - 1;
  }
  return at;
}

/** Behind the bracket that closes the one at `start`; lines that are indented no more than the line of `start` go on the one before. */
function endOfBrackets(text: string, start: number, least: number, blank: Blank): number {
  let depth = 0;
  let comment = -1;
  for (let at = start; at < text.length; at++) {
    const unit = text.charAt(at);
    if (isLineBreak(unit)) {
      const next = nextLine(text, at);
      if (indentation(text, next) <= least) at = joined(text, comment < 0 ? at : comment, blank) - 1;
      comment = -1;
    } else if (comment >= 0) continue;
    else if (unit === '#' && /\s/.test(text.charAt(at - 1))) comment = at;
    else if ((unit === '"' || unit === "'") && /[\s,[{:]/.test(text.charAt(at - 1))) at = endOfQuoted(text, at, blank) - 1;
    else if (unit === '[' || unit === '{') depth++;
    else if ((unit === ']' || unit === '}') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Blanks everything from a line's end, or from the comment at it, to the next content; the offset of that. */
function joined(text: string, from: number, blank: Blank): number {
  let at = from;
  while (at < text.length && !isLineBreak(text.charAt(at))) at++;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  blank(from, at);
  return at;
}

/** The first line from `line` on that is not blank and no deeper than column `parent`. */
function endOfBlock(text: string, line: number, parent: number): number {
  let at = line;
  while (at < text.length) {
    const column = indentation(text, at);
    if (column <= parent && !isLineBreak(text.charAt(at + column))) return at;
    at = nextLine(text, at + column);
  }
  return at;
}

function indentation(text: string, line: number): number {
  let at = line;
  while (text.charAt(at) === ' ') at++;
  return at - line;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

export function isLineBreak(unit: string): boolean {
  return unit === '\n' || unit === '\r';
}
