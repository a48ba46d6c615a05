/** The lines of a repository's CODEOWNERS file, read by its host's rules: which files each matches, and which it owns. */
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { OwnersEntry, Word } from '../../syntax/codeowners/parse.ts';
import { ownersFile } from '../source.ts';
import { repositoryFiles, repositoryOf } from '../workspace/repository.ts';
import { countingFile, possibleDialects } from './files.ts';
import { covers, type Dialect, literalPrefix, matchesPath, type PatternParts, patternParts } from './pattern.ts';

/** An entry as one host reads it. */
export interface ReadEntry {
  readonly entry: OwnersEntry;
  /** Undefined where the host reads the pattern as none. */
  readonly parts: PatternParts | undefined;
  /** The section it stands in, in lower case; '' before the first. Sections of one name are one. */
  readonly section: string;
  readonly owners: readonly Word[];
  /** GitLab: the matched files need no approval from this section. */
  readonly excludes: boolean;
}

/** The entries of the file by one host's rules, in order. */
export function readEntries(db: Database, file: FilePath, dialect: Dialect): readonly ReadEntry[] {
  let section = '';
  let defaults: readonly Word[] = [];
  const found: ReadEntry[] = [];
  for (const line of ownersFile(db, file).lines) {
    if (line.kind === 'section') {
      section = dialect === 'gitlab' ? (line.name?.text.trim().toLowerCase() ?? section) : '';
      defaults = line.owners;
      continue;
    }
    const own = dialect === 'gitlab' ? [...line.owners, ...line.remark.filter(({ text }) => text.includes('@'))] : line.owners;
    found.push({
      entry: line,
      parts: patternParts(line.pattern.text, dialect),
      section,
      owners: own.length === 0 && dialect === 'gitlab' ? defaults : own,
      excludes: dialect === 'gitlab' && line.pattern.text.startsWith('!'),
    });
  }
  return found;
}

/** Steps of matching, and pairs of lines compared, after which the rest of a file is not judged. */
const MATCH_BUDGET = 10_000_000;
const PAIR_BUDGET = 500_000;

/** What became of an entry: the files it matches, and who wins them. */
export interface Outcome {
  readonly read: ReadEntry;
  /** How many files of the repository match. */
  readonly matches: number;
  /** A later entry that takes every file this one could ever match; undefined where none does. */
  readonly shadowedBy: ReadEntry | undefined;
}

/** The outcome of each entry that the budget reaches (key: root NUL dialect). */
const outcomesBy = query('codeownersOutcomes', (db, key: string): readonly Outcome[] => {
  const [root = '', dialect] = key.split('\0');
  const file = countingFile(db, root);
  if (file === undefined || (dialect !== 'github' && dialect !== 'gitlab')) return [];
  const entries = readEntries(db, file, dialect);
  const found: Outcome[] = [];
  let work = 0;
  let pairs = 0;
  for (const [index, read] of entries.entries()) {
    const { parts } = read;
    if (parts === undefined || read.excludes) continue;
    const [first, last] = rangeOf(repositoryFiles(db, root), root, parts);
    work += (last - first) * parts.length;
    pairs += entries.length - index;
    if (work > MATCH_BUDGET || pairs > PAIR_BUDGET) break;
    const later = entries.slice(index + 1);
    const shadowedBy = later.find(
      (one) => one.section === read.section && !one.excludes && one.parts !== undefined && covers(one.parts, parts),
    );
    found.push({ read, matches: matchCount(db, `${root}\0${parts.join('/')}`), shadowedBy });
  }
  return found;
});

/** Entry by entry, what each host that may read the file makes of it; hosts whose budget ran out leave entries out. */
export function outcomes(db: Database, root: FilePath): readonly (readonly Outcome[])[] {
  return possibleDialects(db, root).map((dialect) => outcomesBy(db, `${root}\0${dialect}`));
}

/** The files of a repository (key: its root), each cut at its slashes. */
const splitPaths = query('repositoryPathParts', (db, root: FilePath): readonly (readonly string[])[] =>
  repositoryFiles(db, root).map((file) => file.slice(root.length + 1).split('/')),
);

/** How many files a pattern matches (key: root NUL parts joined by `/`), so that a typed line counts only its own. */
const matchCount = query(
  'codeownersMatches',
  (db, key: string): number => {
    const cut = key.indexOf('\0');
    const root = key.slice(0, cut);
    const parts = key.slice(cut + 1).split('/');
    const files = repositoryFiles(db, root);
    const [first, last] = rangeOf(files, root, parts);
    let count = 0;
    const paths = splitPaths(db, root);
    for (let i = first; i < last; i++) if (matchesPath(parts, paths[i] ?? [])) count++;
    return count;
  },
  { retain: 2048 },
);

/** Where in the sorted list the files stand that lie below the pattern's plain names. */
function rangeOf(files: readonly FilePath[], root: FilePath, parts: PatternParts): readonly [number, number] {
  const prefix = [root, ...literalPrefix(parts)].join('/');
  return [lowerBound(files, prefix), lowerBound(files, `${prefix}\uffff`)];
}

function lowerBound(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Who must review a change to a path, for each section of the file that speaks of it. */
export interface Ownership {
  readonly file: FilePath;
  readonly entry: OwnersEntry;
  readonly section: string;
  /** Without `@` nothing is taken away; empty where the entry says that nobody owns the path. */
  readonly owners: readonly string[];
}

/** The entries that decide on a path: the last match of each section; none where nobody owns it. */
export function ownersOf(db: Database, path: FilePath): readonly Ownership[] {
  const root = repositoryOf(db, path)?.root;
  const file = root === undefined ? undefined : countingFile(db, root);
  if (root === undefined || file === undefined) return [];
  const parts = path.slice(root.length + 1).split('/');
  const decided = new Map<string, ReadEntry>();
  for (const read of readEntries(db, file, possibleDialects(db, root)[0] ?? 'github')) {
    if (read.parts === undefined || decided.get(read.section)?.excludes || !matchesPath(read.parts, parts)) continue;
    decided.set(read.section, read);
  }
  return [...decided.values()]
    .filter(({ excludes }) => !excludes)
    .map(({ entry, section, owners }) => ({ file, entry, section, owners: owners.map(({ text }) => text) }));
}
