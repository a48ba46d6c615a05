/** The baseline: findings that an old repository has accepted, so that only new ones show. */
import type { FilePath } from '../../base/paths.ts';
import { relative } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { field, items, textOf } from '../../syntax/navigate.ts';
import { tree } from '../source.ts';
import { config } from './config.ts';
import { repositoryOf } from './repository.ts';

/** What makes a finding the same one after lines have moved: its rule, its file and its sentence. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the repository's root. */
  readonly file: string;
  readonly message: string;
  /** How many such findings were accepted. */
  readonly count: number;
}

/** Key of an accepted finding to the number accepted, for a repository (key: its root). */
const accepted = query('baseline', (db, root: FilePath): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  const file = config(db, root).baseline;
  if (file === undefined) return found;
  for (const one of items(field(tree(db, file).documents[0]?.root, 'findings'))) {
    const key = entryKey(textOf(field(one, 'rule')) ?? '', textOf(field(one, 'file')) ?? '', textOf(field(one, 'message')) ?? '');
    found.set(key, (found.get(key) ?? 0) + Math.max(1, Number(textOf(field(one, 'count')) ?? 1) || 1));
  }
  return found;
});

/** Takes the accepted findings of one file out of `found`, the first of each kind first. */
export function withoutBaseline<T extends { readonly rule: string; readonly message: string }>(
  db: Database,
  file: FilePath,
  found: readonly T[],
): readonly T[] {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return found;
  const known = accepted(db, root);
  if (known.size === 0) return found;
  const path = relative(root, file);
  const used = new Map<string, number>();
  return found.filter(({ rule, message }) => {
    const key = entryKey(rule, path, message);
    const count = (used.get(key) ?? 0) + 1;
    used.set(key, count);
    return count > (known.get(key) ?? 0);
  });
}

/** The text of a baseline file that accepts these findings. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const sorted = [...entries].sort((a, b) => compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.message, b.message));
  return `${JSON.stringify({ version: 1, findings: sorted }, undefined, 2)}\n`;
}

function entryKey(rule: string, file: string, message: string): string {
  return `${rule}\0${file}\0${message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
