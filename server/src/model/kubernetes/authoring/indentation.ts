/** How a file indents its lists and mappings, read off its first lines; also while it cannot be parsed. */

const MOST_UNITS = 20_000;
const MOST_LINES = 300;
const USUAL = 2;

/** Blanks in front of the dashes of a list: 0 where they stand below their field. */
export function dashesIn(text: string): number {
  for (const [before, line] of pairs(text)) {
    const [dash] = /^ *- /.exec(line) ?? [];
    if (dash !== undefined && /^ *(?:- )*[\w./-]+:\s*$/.test(before))
      return Math.min(USUAL, Math.max(0, dash.length - 2 - columnOf(before)));
  }
  return USUAL;
}

/** Blanks by which a mapping is indented from its key. */
export function stepIn(text: string): number {
  for (const [before, line] of pairs(text)) {
    const step = columnOf(line) - columnOf(before);
    if (step > 0 && /^ *[\w./-]+:\s*$/.test(before) && /^ *[\w./-]+:/.test(line)) return step;
  }
  return USUAL;
}

function columnOf(line: string): number {
  return /^ *(?:- )*/.exec(line)?.[0].length ?? 0;
}

/** Lines that say something, each with the one before it. */
function* pairs(text: string): Generator<readonly [before: string, line: string]> {
  let before = '';
  for (const line of text.slice(0, MOST_UNITS).split('\n', MOST_LINES)) {
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    yield [before, line];
    before = line;
  }
}
