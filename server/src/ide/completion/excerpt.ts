/**
 * What of a large block document decides what a line in it can become: the lines that lead to it and those beside them, without what
 * is nested in these. It parses to the same path with the same fields beside, and costs what stands around the line.
 */

export interface Excerpt {
  readonly above: string;
  readonly below: string;
}

/** Smaller documents are read whole: it takes no longer than cutting. */
const LARGE = 32 * 1024;

/**
 * What to read around a line that is indented by `indent`; `above` ends where the line begins, `below` begins with the break behind it.
 * Undefined where everything is.
 */
export function excerptAround(above: string, below: string, indent: number): Excerpt | undefined {
  if (above.length + below.length < LARGE) return undefined;
  return { above: lastOf(above, indent), below: firstOf(below, indent) };
}

function lastOf(above: string, indent: number): string {
  const kept: string[] = [];
  let level = indent;
  let isCut = false;
  for (let end = above.length; end > 0; ) {
    const start = above.lastIndexOf('\n', end - 2) + 1;
    const line = above.slice(start, end);
    const own = indentOf(line);
    if (own !== undefined && own <= level) {
      if (isCut) kept.push(standIn(line));
      kept.push(line);
      level = own;
      isCut = false;
    } else if (own !== undefined) isCut = true;
    end = start;
  }
  return kept.reverse().join('');
}

/** From below: all that is nested in the line itself, and from there on as above. */
function firstOf(below: string, indent: number): string {
  const kept: string[] = [];
  let level = Number.POSITIVE_INFINITY;
  let last: string | undefined;
  for (let start = below.indexOf('\n') + 1; start > 0 && start < below.length; ) {
    const next = below.indexOf('\n', start) + 1;
    const line = below.slice(start, next === 0 ? below.length : next);
    const own = indentOf(line);
    if (own !== undefined && own <= level) {
      kept.push(line);
      last = line;
      if (own <= indent) level = own;
    } else if (own !== undefined && last !== undefined) {
      kept.push(standIn(last));
      last = undefined;
    }
    start = next;
  }
  return `\n${kept.join('')}`;
}

/** In place of what is nested in a line that ends with a key: without it, something else could be. */
function standIn(line: string): string {
  if (!/:[ \t]*(?:#.*)?[\r\n]*$/.test(line)) return '';
  const column = /^ *(?:- +)*/.exec(line)?.[0].length ?? 0;
  return `${' '.repeat(column + 2)}_:\n`;
}

/** How far a line is indented; undefined for blank lines and comments, which lead nowhere. */
function indentOf(line: string): number | undefined {
  const at = line.search(/[^ ]/);
  return at < 0 || /[\r\n#\t]/.test(line[at] ?? '') ? undefined : at;
}
