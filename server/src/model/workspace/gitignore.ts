/**
 * `.gitignore` files: which entries of a directory git would not track (gitignore(5)). Matched without regular expressions,
 * because the patterns are the repository's and a backtracking matcher can be made to hang.
 */
import { matchPart, matchParts } from '../../base/glob.ts';
import { basename, type FilePath } from '../../base/paths.ts';

interface Pattern {
  readonly negated: boolean;
  readonly directoriesOnly: boolean;
  /** Without a slash the pattern is for names at any depth; with one, for paths from the file's directory on. */
  readonly parts: readonly string[];
  readonly anchored: boolean;
}

/** The patterns that count in one directory: its own file's before those of the directories above. */
export interface Ignores {
  readonly directory: FilePath;
  readonly patterns: readonly Pattern[];
  readonly above: Ignores | undefined;
}

/** Puts the text of an ignore file that stands in (or speaks for) `directory` before those of the directories above. */
export function ignoresIn(directory: FilePath, text: string, above: Ignores | undefined): Ignores | undefined {
  const patterns = text.split('\n').flatMap((line) => parsePattern(line) ?? []);
  return patterns.length === 0 ? above : { directory, patterns: patterns.reverse(), above };
}

/** True where git would not track the entry; its directory must not be ignored itself. */
export function isIgnored(ignores: Ignores | undefined, path: FilePath, isDirectory: boolean): boolean {
  const name = basename(path);
  for (let level = ignores; level !== undefined; level = level.above) {
    let parts: readonly string[] | undefined;
    for (const pattern of level.patterns) {
      if (pattern.directoriesOnly && !isDirectory) continue;
      if (pattern.anchored) parts ??= path.slice(level.directory.length + (level.directory === '/' ? 0 : 1)).split('/');
      const matches = pattern.anchored ? matchParts(pattern.parts, parts ?? []) : matchPart(pattern.parts[0] ?? '', name);
      if (matches) return !pattern.negated;
    }
  }
  return false;
}

function parsePattern(line: string): Pattern | undefined {
  let text = withoutTrailingBlanks(line.endsWith('\r') ? line.slice(0, -1) : line);
  if (text === '' || text.startsWith('#')) return undefined;
  const negated = text.startsWith('!');
  if (negated) text = text.slice(1);
  const directoriesOnly = text.endsWith('/');
  if (directoriesOnly) text = text.slice(0, -1);
  const anchored = text.includes('/');
  const parts = (text.startsWith('/') ? text.slice(1) : text).split('/');
  if (text === '' || parts.includes('')) return undefined;
  // `a/**` is for what is in a, not for a itself.
  return { negated, directoriesOnly, parts: parts.at(-1) === '**' && anchored ? [...parts, '*'] : parts, anchored };
}

/** Blanks at the end do not count unless the last one is escaped. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end--;
  return line.slice(0, end);
}
