/** From a place in a scalar's value back to the characters that write it. */

/**
 * The offset in `source` (a scalar as it stands in the file, header or quotes included) of the character that writes
 * `value[offset]`; undefined for folded texts, where characters of the value stand for line breaks.
 */
export function sourceOffset(source: string, offset: number): number | undefined {
  switch (source[0]) {
    case '|':
      return literalOffset(source, offset);
    case "'":
    case '"':
      return quotedOffset(source, offset);
    case '>':
      return undefined;
    default:
      return source.includes('\n') ? undefined : Math.min(offset, source.length);
  }
}

function literalOffset(source: string, offset: number): number | undefined {
  const indent = literalIndent(source);
  let line = source.indexOf('\n') + 1;
  if (line === 0) return undefined;
  for (let left = offset; ; ) {
    const found = source.indexOf('\n', line);
    const end = found < 0 ? source.length : found;
    const start = Math.min(line + indent, end);
    const length = (source[end - 1] === '\r' ? end - 1 : end) - start;
    if (left <= length || found < 0) return start + Math.min(left, Math.max(length, 0));
    left -= length + 1;
    line = found + 1;
  }
}

/** The blanks in front of the first line with content. The scalar's own indentation indicator says the same or is followed by it. */
function literalIndent(source: string): number {
  const match = /\n([ ]*)[^ \r\n]/.exec(source);
  return match?.[1]?.length ?? 0;
}

/** Lengths of the escapes of double-quoted texts that are longer than two characters. */
const ESCAPES: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function quotedOffset(source: string, offset: number): number | undefined {
  const quote = source[0];
  let at = 1;
  for (let left = offset; left > 0; left--) {
    const sign = source[at];
    if (sign === undefined || sign === '\n') return undefined;
    if (quote === "'" && sign === "'") at += 2;
    else if (quote === '"' && sign === '\\') {
      const letter = source[at + 1] ?? '';
      if (letter === '\n' || letter === '\r') return undefined;
      at += ESCAPES[letter] ?? 2;
    } else at++;
  }
  return at;
}
