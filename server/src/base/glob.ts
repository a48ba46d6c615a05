/**
 * Path patterns with `*`, `?`, `[a-z]`, `**` and `{a,b}`, matched without regular expressions, so that no pattern from
 * a repository can take more than time proportional to pattern times path.
 */

/** Braces expand to at most this many patterns; what is beyond matches nothing. */
const MAX_ALTERNATIVES = 64;

/** Says whether a relative path with `/` matches. */
export type PathMatcher = (path: string) => boolean;

/**
 * `*` and `?` stay within one part of the path; `**` as a whole part stands for any number of parts, also none.
 * A pattern that ends in `/` matches everything below.
 */
export function compileGlob(pattern: string): PathMatcher {
  const alternatives = expandBraces(pattern.endsWith('/') ? `${pattern}**` : pattern).map((one) =>
    one.split('/').filter((part) => part !== '' && part !== '.'),
  );
  return (path) => {
    const parts = path.split('/').filter((part) => part !== '');
    return alternatives.some((alternative) => matchParts(alternative, parts));
  };
}

/** Patterns part by part: the same two-pointer walk as {@link matchPart}, with `**` as the star; only the last one met is ever tried again. */
export function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  let p = 0;
  let s = 0;
  let star = -1;
  let retry = 0;
  while (s < path.length) {
    if (pattern[p] === '**') {
      star = p++;
      retry = s;
    } else if (p < pattern.length && matchPart(pattern[p] ?? '', path[s] ?? '')) {
      p++;
      s++;
    } else if (star >= 0) {
      p = star + 1;
      s = ++retry;
    } else return false;
  }
  while (pattern[p] === '**') p++;
  return p === pattern.length;
}

/** Matches one part: `*` any run, `?` one character, `[…]` a set, `\` takes the next character as it is. */
export function matchPart(pattern: string, text: string): boolean {
  if (!/[*?[\\]/.test(pattern)) return pattern === text;
  let p = 0;
  let s = 0;
  let star = -1;
  let retry = 0;
  while (s < text.length) {
    const step = pattern[p] === '*' ? undefined : one(pattern, p, text[s] ?? '');
    if (pattern[p] === '*') {
      star = p++;
      retry = s;
    } else if (step !== undefined) {
      p = step;
      s++;
    } else if (star >= 0) {
      p = star + 1;
      s = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** The pattern's next index where its element at `p` takes this character. */
function one(pattern: string, p: number, character: string): number | undefined {
  const sign = pattern[p];
  if (sign === undefined) return undefined;
  if (sign === '?') return p + 1;
  if (sign === '\\' && p + 1 < pattern.length) return pattern[p + 1] === character ? p + 2 : undefined;
  const close = sign === '[' ? pattern.indexOf(']', p + 2) : -1;
  if (close < 0) return sign === character ? p + 1 : undefined;
  const negated = pattern[p + 1] === '!' || pattern[p + 1] === '^';
  let inside = false;
  for (let i = p + (negated ? 2 : 1); i < close; i++) {
    if (pattern[i + 1] === '-' && i + 2 < close) {
      inside ||= (pattern[i] ?? '') <= character && character <= (pattern[i + 2] ?? '');
      i += 2;
    } else inside ||= pattern[i] === character;
  }
  return inside !== negated ? close + 1 : undefined;
}

/** `a{b,c}` to `ab`, `ac`; unbalanced braces stay as they are. */
export function expandBraces(pattern: string): readonly string[] {
  const finished: string[] = [];
  const waiting = [pattern];
  for (let next = waiting.pop(); next !== undefined && finished.length < MAX_ALTERNATIVES; next = waiting.pop()) {
    const open = next.indexOf('{');
    const close = open < 0 ? -1 : matchingBrace(next, open);
    if (close < 0 || waiting.length > MAX_ALTERNATIVES) {
      finished.push(next);
      continue;
    }
    for (const choice of choices(next.slice(open + 1, close))) waiting.push(next.slice(0, open) + choice + next.slice(close + 1));
  }
  return finished;
}

function matchingBrace(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

function choices(inside: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === '{') depth++;
    else if (inside[i] === '}') depth--;
    else if (inside[i] === ',' && depth === 0) {
      found.push(inside.slice(start, i));
      start = i + 1;
    }
  }
  return [...found, inside.slice(start)];
}
