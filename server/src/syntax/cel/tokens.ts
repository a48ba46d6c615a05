/** Splits the text of an expression into tokens. */
import type { Problem } from './tree.ts';

export interface Token {
  readonly kind: 'name' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'sign' | 'end';
  /** As written; of texts with their quotes, of names in backquotes without them. */
  readonly text: string;
  readonly at: number;
  /** True for a name in backquotes, which is never a word of the language. */
  readonly isQuoted?: boolean;
}

const BLANKS = /(?:[ \t\r\n\f]|\/\/[^\n]*)*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const QUOTED_NAME = /`[A-Za-z0-9_.\-/ ]+`/y;
const NUMBER =
  /0x[0-9a-fA-F]+[uU]?|[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+[uU]?/y;
const SIGN = /==|!=|<=|>=|&&|\|\||[-<>![\](){}.,?:+*/%]/y;
/** What stands before a quote: raw, bytes, or both. */
const PREFIX = /(?:[bB][rR]?|[rR])?(?="|')/y;

export function tokens(text: string): readonly Token[] | Problem {
  const found: Token[] = [];
  for (let at = 0; ; ) {
    at = matched(BLANKS, text, at)?.end ?? at;
    if (at >= text.length) {
      found.push({ kind: 'end', text: '', at: text.length });
      return found;
    }
    const token = quoted(text, at) ?? unquoted(text, at);
    if ('problem' in token) return token;
    found.push(token);
    at += token.text.length + (token.isQuoted === true ? 2 : 0);
  }
}

function unquoted(text: string, at: number): Token | Problem {
  const name = matched(NAME, text, at);
  if (name !== undefined) return { kind: 'name', text: name.text, at };
  const quotedName = matched(QUOTED_NAME, text, at);
  if (quotedName !== undefined) return { kind: 'name', text: quotedName.text.slice(1, -1), at, isQuoted: true };
  const number = matched(NUMBER, text, at);
  if (number !== undefined) return { kind: kindOfNumber(number.text), text: number.text, at };
  const sign = matched(SIGN, text, at);
  if (sign !== undefined) return { kind: 'sign', text: sign.text, at };
  return { at, problem: `has ${JSON.stringify(text.charAt(at))} where none can be` };
}

function kindOfNumber(text: string): 'int' | 'uint' | 'double' {
  if (/[uU]$/.test(text)) return 'uint';
  return /^0x|^[0-9]+$/.test(text) ? 'int' : 'double';
}

/** A text or bytes; undefined where none starts. */
function quoted(text: string, at: number): Token | Problem | undefined {
  const prefix = matched(PREFIX, text, at);
  if (prefix === undefined) return undefined;
  const quote = text.charAt(prefix.end);
  const mark = text.startsWith(quote.repeat(3), prefix.end) ? quote.repeat(3) : quote;
  const isRaw = /r/i.test(prefix.text);
  for (let i = prefix.end + mark.length; i < text.length; i++) {
    if (text.startsWith(mark, i)) {
      const kind = /b/i.test(prefix.text) ? 'bytes' : 'string';
      return { kind, text: text.slice(at, i + mark.length), at };
    }
    if (mark.length === 1 && /[\r\n]/.test(text.charAt(i))) break;
    if (!isRaw && text.charAt(i) === '\\') i++;
  }
  return { at, problem: 'has a text that is not closed' };
}

function matched(pattern: RegExp, text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? undefined : { text: found[0], end: at + found[0].length };
}
