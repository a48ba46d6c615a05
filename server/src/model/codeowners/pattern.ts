/**
 * CODEOWNERS patterns as GitHub and GitLab match them, in time proportional to pattern times path.
 *
 * GitHub (docs.github.com, "About code owners"): gitignore's rules without `!`, `[ ]` and `\#`; a name without a slash
 * matches at any depth, a matched directory owns what is below it, but `docs/*` does not reach into subdirectories.
 * GitLab (docs.gitlab.com, "Advanced CODEOWNERS configuration"): `File.fnmatch` with FNM_PATHNAME and FNM_DOTMATCH;
 * whatever does not start with `/` matches at any depth, and only a trailing `/` reaches below a directory.
 */
import { matchParts } from '../../base/glob.ts';

/** Whose rules a file is read by. */
export type Dialect = 'github' | 'gitlab';

/** A pattern by its path parts; `**` stands for any number of them, also none. */
export type PatternParts = readonly string[];

/** What the pattern's text stands for; undefined where the host reads it as no pattern at all. */
export function patternParts(text: string, dialect: Dialect): PatternParts | undefined {
  return dialect === 'github' ? githubParts(text) : gitlabParts(text);
}

/** Says whether a path, cut at its slashes and relative to the repository, is one of the pattern's. */
export function matchesPath(pattern: PatternParts, path: readonly string[]): boolean {
  return matchParts(pattern, path);
}

function githubParts(text: string): PatternParts | undefined {
  if (text === '/' || text === '' || /^!|\[|\]|^\\#|\*\*\*/.test(text)) return undefined;
  const parts = text.split('/');
  const last = parts.pop() ?? '';
  if (parts[0] === '') parts.shift();
  else if (parts.length === 0 || (parts.length === 1 && last === '')) parts.unshift('**');
  if (last === '' || last === '**') return [...parts, '**', '*'];
  // A name may be a directory's, which owns what is below; the bare `*` speaks of the directory's own entries.
  return last === '*' ? [...parts, '*'] : [...parts, last, '**'];
}

function gitlabParts(text: string): PatternParts | undefined {
  if (text === '' || text === '/') return undefined;
  if (text === '*') return ['**', '*'];
  const parts = text.replace(/^!/, '').replace(/^\\#/, '#').replace(/\\\s+/g, ' ').split('/');
  const last = parts.pop() ?? '';
  if (parts[0] === '') parts.shift();
  else parts.unshift('**');
  if (last === '') return [...parts, '**', '*'];
  // Only `**/` is recursive for fnmatch; at the end two stars are one.
  return [...parts, last === '**' ? '*' : last];
}

/** The leading parts that are plain names: every match lies below them. */
export function literalPrefix(pattern: PatternParts): readonly string[] {
  const wild = pattern.findIndex((part) => /[*?[\\]/.test(part));
  return wild < 0 ? pattern : pattern.slice(0, wild);
}

/** Stands for a part of a path that only a star can take in. */
const ANY = '\u0001';

/**
 * True where everything that `inner` could ever match is matched by `outer`. Sound, not complete: `inner`'s own
 * wildcards are read as characters, which only a star of `outer` takes in, and each `**` of `inner` is tried with as
 * many parts as show that any number would do: more than `outer` has parts, so that a `**` must take them.
 */
export function covers(outer: PatternParts, inner: PatternParts): boolean {
  if (outer.length === inner.length && outer.every((part, i) => part === inner[i])) return true;
  const head = outer[0] ?? '';
  if (head !== inner[0] && !head.includes('*')) return false;
  const stars = inner.filter((part) => part === '**').length;
  if (stars > 2 || outer.length > 16 || outer.some((part) => /[?[\\]/.test(part))) return false;
  const most = stars === 0 ? 0 : outer.length + 1;
  for (let first = 0; first <= most; first++) {
    for (let second = 0; second <= (stars === 2 ? most : 0); second++) {
      if (!matchParts(outer, written(inner, [first, second]))) return false;
    }
  }
  return true;
}

/** The pattern as a path: its n-th `**` as so many parts, what is no plain name as a part of its own. */
function written(pattern: PatternParts, counts: readonly number[]): readonly string[] {
  let star = 0;
  return pattern.flatMap((part) => {
    if (part === '**') return Array.from({ length: counts[star++] ?? 0 }, () => ANY);
    return /[[\\]/.test(part) ? [ANY] : [part];
  });
}
