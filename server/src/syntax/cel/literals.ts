/** What numbers and quoted texts of expressions stand for. */
import type { Token } from './tokens.ts';
import type { Literal } from './tree.ts';

const LARGEST_INT = 2n ** 63n - 1n;
const LARGEST_UINT = 2n ** 64n - 1n;

/** Undefined for numbers that do not fit and for escapes that are none; `isNegative` where a minus stands right before a number. */
export function literalOf({ kind, text }: Token, isNegative: boolean): Literal | undefined {
  switch (kind) {
    case 'int': {
      const value = isNegative ? -BigInt(text) : BigInt(text);
      return value > LARGEST_INT || value < -LARGEST_INT - 1n ? undefined : { type: 'int', value };
    }
    case 'uint': {
      const value = BigInt(text.slice(0, -1));
      return isNegative || value > LARGEST_UINT ? undefined : { type: 'uint', value };
    }
    case 'double': {
      const value = Number(text);
      return Number.isFinite(value) ? { type: 'double', value: isNegative ? -value : value } : undefined;
    }
    case 'string': {
      const value = unescaped(text);
      return value === undefined ? undefined : { type: 'string', value };
    }
    case 'bytes': {
      const value = unescapedBytes(text.slice(1));
      return value === undefined ? undefined : { type: 'bytes', value };
    }
    default:
      return undefined;
  }
}

interface Quoted {
  readonly content: string;
  readonly isRaw: boolean;
}

function unquoted(text: string): Quoted {
  const isRaw = /^r/i.test(text);
  const bare = text.slice(isRaw ? 1 : 0).replace(/\r\n?/g, '\n');
  const width = /^("""|''')/.test(bare) && bare.length >= 6 ? 3 : 1;
  return { content: bare.slice(width, -width), isRaw };
}

const ESCAPES = /\\(?:x([0-9a-fA-F]{2})|X([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([\s\S]?))/g;
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  ['?', '?'],
]);

function unescaped(text: string): string | undefined {
  const { content, isRaw } = unquoted(text);
  if (isRaw || !content.includes('\\')) return content;
  let isGood = true;
  const value = content.replace(ESCAPES, (_, x, bigX, u, bigU, octal, letter) => {
    const code = Number.parseInt(x ?? bigX ?? u ?? bigU ?? '', 16);
    const point = octal === undefined ? code : Number.parseInt(octal, 8);
    if (!Number.isNaN(point)) {
      if (point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)) return String.fromCodePoint(point);
      isGood = false;
      return '';
    }
    const found = LETTERS.get(letter);
    if (found === undefined) isGood = false;
    return found ?? '';
  });
  return isGood ? value : undefined;
}

/** Escapes of two hexadecimal or three octal digits are bytes here, not characters. */
function unescapedBytes(text: string): Uint8Array | undefined {
  const { content, isRaw } = unquoted(text);
  const encoder = new TextEncoder();
  if (isRaw || !content.includes('\\')) return encoder.encode(content);
  const found: number[] = [];
  let end = 0;
  for (const match of content.matchAll(ESCAPES)) {
    found.push(...encoder.encode(content.slice(end, match.index)));
    end = match.index + match[0].length;
    const [, x, bigX, u, bigU, octal, letter = ''] = match;
    if (u !== undefined || bigU !== undefined) return undefined;
    if (x !== undefined || bigX !== undefined) found.push(Number.parseInt(x ?? bigX ?? '', 16));
    else if (octal !== undefined) found.push(Number.parseInt(octal, 8));
    else {
      const character = LETTERS.get(letter);
      if (character === undefined) return undefined;
      found.push(character.charCodeAt(0));
    }
  }
  found.push(...encoder.encode(content.slice(end)));
  return Uint8Array.from(found);
}
