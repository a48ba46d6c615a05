/** Cuts JSON, JSON with comments and JSON5 into tokens: always the widest of the three, the reader says what is too much. */

export type Token =
  | { readonly kind: '{' | '}' | '[' | ']' | ':' | ','; readonly start: number; readonly end: number }
  /** A quoted text; `closed` is false where the line or the file ends before its quote. */
  | { readonly kind: 'string'; readonly start: number; readonly end: number; readonly closed: boolean }
  /** A number, a word, an unquoted key, or whatever else stands between punctuation. */
  | { readonly kind: 'word'; readonly start: number; readonly end: number }
  | { readonly kind: 'comment'; readonly start: number; readonly end: number; readonly closed: boolean }
  | { readonly kind: 'end'; readonly start: number; readonly end: number };

/** Reads one token after the other; comments are tokens, blanks are not. */
export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    const text = this.#text;
    while (this.#at < text.length && isSpace(text.charCodeAt(this.#at))) this.#at++;
    const start = this.#at;
    if (start >= text.length) return { kind: 'end', start, end: start };
    const unit = text.charAt(start);
    switch (unit) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ':':
      case ',':
        return { kind: unit, start, end: ++this.#at };
      case '"':
      case "'":
        return this.#string(unit, start);
    }
    if (text.startsWith('//', start)) return this.#to(lineEnd(text, start), 'comment', start);
    if (text.startsWith('/*', start)) return this.#to(text.indexOf('*/', start + 2), 'comment', start, 2);
    return this.#word(start);
  }

  #to(end: number, kind: 'comment', start: number, more = 0): Token {
    this.#at = end < 0 ? this.#text.length : end + more;
    return { kind, start, end: this.#at, closed: end >= 0 };
  }

  #string(quote: string, start: number): Token {
    const text = this.#text;
    for (let i = start + 1; i < text.length; i++) {
      const unit = text.charAt(i);
      if (unit === '\\') {
        i++;
        // An escaped line break continues the text; CRLF is one.
        if (text.charAt(i) === '\r' && text.charAt(i + 1) === '\n') i++;
      } else if (unit === quote) {
        this.#at = i + 1;
        return { kind: 'string', start, end: i + 1, closed: true };
      } else if (unit === '\n' || unit === '\r') {
        this.#at = i;
        return { kind: 'string', start, end: i, closed: false };
      }
    }
    this.#at = text.length;
    return { kind: 'string', start, end: text.length, closed: false };
  }

  #word(start: number): Token {
    const text = this.#text;
    let end = start + 1;
    while (end < text.length && !isWordEnd(text, end)) end++;
    this.#at = end;
    return { kind: 'word', start, end };
  }
}

function isWordEnd(text: string, at: number): boolean {
  const unit = text.charAt(at);
  if (unit === '/') return text.charAt(at + 1) === '/' || text.charAt(at + 1) === '*';
  return '{}[]:,"\''.includes(unit) || isSpace(text.charCodeAt(at));
}

function lineEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** The blanks of JSON5, which are those of JSON and more; the byte order mark is one of them. */
function isSpace(unit: number): boolean {
  if (unit <= 32) return unit === 32 || (unit >= 9 && unit <= 13);
  if (unit < 0xa0) return false;
  return unit === 0xa0 || unit === 0xfeff || unit === 0x2028 || unit === 0x2029 || unit === 0x3000 || isUnicodeSpace(unit);
}

function isUnicodeSpace(unit: number): boolean {
  return unit === 0x1680 || (unit >= 0x2000 && unit <= 0x200a) || unit === 0x202f || unit === 0x205f;
}
