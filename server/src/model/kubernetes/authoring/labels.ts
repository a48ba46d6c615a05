/** The labels and other words that a repository uses, those used most first. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import type { Suggestion } from '../../facts.ts';
import { type Counts, usageAround } from './usage.ts';

const MOST = 200;

/** Those that are used most first, ranked from `from` on. */
export function counted(counts: Counts, from = 0): readonly Suggestion[] {
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST);
  return sorted.map(([text, count], rank) => ({
    text,
    about: count === 1 ? 'used once here' : `used ${count} times here`,
    rank: from + rank,
  }));
}

/** Well-known labels (kubernetes.io/docs/reference/labels-annotations-taints). */
const WELL_KNOWN: readonly (readonly [key: string, about: string])[] = [
  ['app.kubernetes.io/name', 'The name of the application'],
  ['app.kubernetes.io/instance', 'Which installation of it this is'],
  ['app.kubernetes.io/version', 'Its version'],
  ['app.kubernetes.io/component', 'Its role in the architecture'],
  ['app.kubernetes.io/part-of', 'The application that it is a part of'],
  ['app.kubernetes.io/managed-by', 'The tool that manages it'],
];

/** The keys of labels in use, then the well-known ones. */
export function labelKeys(db: Database, file: FilePath): readonly Suggestion[] {
  const sums = [...usageAround(db, file).labels].map(([key, values]): [string, number] => [key, sum(values.values())]);
  const found = new Map(counted(new Map(sums), 1).map((one) => [one.text, { ...one, leads: true }]));
  for (const [rank, [text, about]] of WELL_KNOWN.entries())
    if (!found.has(text)) found.set(text, { text, about, rank: MOST + rank, leads: true });
  return [...found.values()];
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const one of numbers) total += one;
  return total;
}
