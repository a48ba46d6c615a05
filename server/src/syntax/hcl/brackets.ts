/** What expressions and templates share: brackets that open and close, and words. */
import type { Reader } from './reader.ts';
import type { Word } from './tree.ts';

/** Inside brackets line breaks mean nothing; behind them they mean what they did. Whoever catches a mistake sets that right. */
export function bracketed<T>(reader: Reader, length: number, read: () => T): T {
  const before = reader.lineBound;
  reader.lineBound = false;
  reader.at += length;
  const value = read();
  reader.lineBound = before;
  return value;
}

export function close(reader: Reader, sign: string, what: string): void {
  reader.skip();
  if (reader.take(sign)) return;
  if (reader.at >= reader.end) reader.ranOut = true;
  reader.fail('not-closed', `Expected "${sign}" to close the ${what}, found ${reader.seen()}`);
}

export function word(reader: Reader, start: number): Word {
  return { id: reader.layout.add(start, reader.at), text: reader.text.slice(start, reader.at) };
}
