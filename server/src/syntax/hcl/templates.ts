/** Quoted texts and heredocs of HCL, with the expressions and directives in them. */
import { bracketed, close, word } from './brackets.ts';
import type { Reader } from './reader.ts';
import type { Expression, Template, TemplatePart, Word } from './tree.ts';

/** The readers of what stands in braces; lent, because they read templates themselves. */
export interface Inner {
  expression(reader: Reader): Expression;
  forHead(reader: Reader): { readonly names: readonly Word[]; readonly over: Expression };
}

const BACKSLASH = 92;
const QUOTE = 34;
const DOLLAR = 36;
const PERCENT = 37;
const BRACE = 123;
const LF = 10;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** `"…"`, which ends on its line but for what stands in `${}`. */
export function quoted(reader: Reader, inner: Inner): Template {
  const id = reader.open();
  const open = reader.at;
  reader.at++;
  const parts: TemplatePart[] = [];
  let text = '';
  let from = reader.at;
  let start = reader.at;
  const flush = (): void => {
    text += reader.text.slice(from, reader.at);
    if (text !== '') parts.push({ kind: 'text', id: reader.layout.add(start, reader.at), text });
    text = '';
  };
  for (;;) {
    const unit = reader.peek();
    if (unit === QUOTE) {
      flush();
      reader.at++;
      reader.close(id);
      return { kind: 'template', id, heredoc: false, parts };
    }
    if (unit === -1 || unit === LF) {
      if (unit === -1) reader.ranOut = true;
      reader.fail('open-quote', 'This text has no closing quote on its line', open, reader.at);
    }
    if (unit === BACKSLASH) {
      text += reader.text.slice(from, reader.at) + escaped(reader);
      from = reader.at;
    } else if (isDoubled(reader, unit)) {
      text += `${reader.text.slice(from, reader.at)}${String.fromCharCode(unit)}{`;
      reader.at += 3;
      from = reader.at;
    } else if ((unit === DOLLAR || unit === PERCENT) && reader.peek(1) === BRACE) {
      flush();
      parts.push(unit === DOLLAR ? interpolation(reader, inner) : control(reader, inner));
      from = reader.at;
      start = reader.at;
    } else reader.at++;
  }
}

/** `$${` and `%%{` stand for themselves. */
function isDoubled(reader: Reader, unit: number): boolean {
  return (unit === DOLLAR || unit === PERCENT) && reader.peek(1) === unit && reader.peek(2) === BRACE;
}

function escaped(reader: Reader): string {
  const start = reader.at;
  const sign = reader.text[start + 1] ?? '';
  const known = Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : undefined;
  if (known !== undefined) {
    reader.at += 2;
    return known;
  }
  const digits = sign === 'u' ? 4 : sign === 'U' ? 8 : 0;
  const code = reader.text.slice(start + 2, start + 2 + digits);
  if (digits > 0 && code.length === digits && /^[0-9a-fA-F]+$/.test(code) && Number.parseInt(code, 16) <= 0x10ffff) {
    reader.at += 2 + digits;
    return String.fromCodePoint(Number.parseInt(code, 16));
  }
  reader.tell('escape', `"\\${sign}" is no escape sequence: a backslash is written as "\\\\"`, start, start + 2);
  reader.at += sign === '\n' ? 1 : 2;
  return '';
}

function interpolation(reader: Reader, inner: Inner): TemplatePart {
  return bracketed(reader, 2, () => {
    reader.take('~');
    reader.skip();
    const value = inner.expression(reader);
    closeMark(reader, 'interpolation');
    return { kind: 'interpolation', value };
  });
}

function control(reader: Reader, inner: Inner): TemplatePart {
  return bracketed(reader, 2, () => {
    reader.take('~');
    reader.skip();
    const start = reader.at;
    if (reader.name() < 0) reader.fail('template', `Expected if, else, endif, for or endfor, found ${reader.seen()}`);
    const name = reader.text.slice(start, reader.at);
    let names: readonly string[] = [];
    let value: Expression | undefined;
    reader.skip();
    if (name === 'if') value = inner.expression(reader);
    else if (name === 'for') {
      const head = inner.forHead(reader);
      names = head.names.map(({ text }) => text);
      value = head.over;
    } else if (name !== 'else' && name !== 'endif' && name !== 'endfor')
      reader.fail('template', `"${name}" is no directive of a template`, start, reader.at);
    closeMark(reader, 'directive');
    return { kind: 'control', word: name, names, value };
  });
}

function closeMark(reader: Reader, what: string): void {
  reader.skip();
  reader.take('~');
  close(reader, '}', what);
}

/** `<<EOT` or `<<-EOT`, to the line that holds nothing but the same word. */
export function heredoc(reader: Reader, inner: Inner): Template {
  const id = reader.open();
  const open = reader.at;
  reader.at += reader.text[open + 2] === '-' ? 3 : 2;
  const start = reader.at;
  if (reader.name() < 0) reader.fail('heredoc', `Expected a word that ends the heredoc, found ${reader.seen()}`);
  const marker = word(reader, start).text;
  if (reader.text[reader.at] === '\r') reader.at++;
  if (reader.peek() !== LF) {
    if (reader.peek() === -1) reader.ranOut = true;
    reader.fail('heredoc', `Expected a line break behind the heredoc's word, found ${reader.seen()}`);
  }
  reader.at++;
  const parts: TemplatePart[] = [];
  // Only a line that starts outside of `${}` can be the last.
  for (let from = reader.at; ; ) {
    const ends = isLast(reader, marker);
    if (ends) {
      if (reader.at > from) parts.push(textPart(reader, from));
      passLast(reader, marker);
      reader.close(id);
      return { kind: 'template', id, heredoc: true, parts };
    }
    if (reader.at >= reader.end) {
      reader.ranOut = true;
      reader.fail('open-heredoc', `This heredoc is never closed by a line "${marker}"`, open, start + marker.length);
    }
    from = restOfLine(reader, inner, from, parts);
  }
}

function isLast(reader: Reader, marker: string): boolean {
  let at = reader.at;
  while (reader.text.charCodeAt(at) === 32 || reader.text.charCodeAt(at) === 9) at++;
  if (!reader.text.startsWith(marker, at) || at + marker.length > reader.end) return false;
  at += marker.length;
  while (reader.text.charCodeAt(at) === 32 || reader.text.charCodeAt(at) === 9 || reader.text.charCodeAt(at) === 13) at++;
  return at >= reader.end || reader.text.charCodeAt(at) === LF;
}

function passLast(reader: Reader, marker: string): void {
  reader.at = reader.text.indexOf(marker, reader.at) + marker.length;
}

/** Reads to the start of the next line; returns where the text that is not yet a part starts. */
function restOfLine(reader: Reader, inner: Inner, from: number, parts: TemplatePart[]): number {
  let open = from;
  while (reader.at < reader.end) {
    const unit = reader.text.charCodeAt(reader.at);
    if (unit === LF) {
      reader.at++;
      return open;
    }
    if (isDoubled(reader, unit)) reader.at += 3;
    else if ((unit === DOLLAR || unit === PERCENT) && reader.peek(1) === BRACE) {
      if (reader.at > open) parts.push(textPart(reader, open));
      parts.push(unit === DOLLAR ? interpolation(reader, inner) : control(reader, inner));
      open = reader.at;
    } else reader.at++;
  }
  return open;
}

function textPart(reader: Reader, from: number): TemplatePart {
  return { kind: 'text', id: reader.layout.add(from, reader.at), text: reader.text.slice(from, reader.at) };
}
