/** What can be said of a YAML or JSON text before knowing what it is for. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { descendants } from '../../syntax/navigate.ts';
import type { Entry, Node, NodeId, Problem } from '../../syntax/tree.ts';
import { tree } from '../source.ts';
import { mustBeWellFormed } from './readers.ts';
import { isTemplate } from './templates.ts';

/** The mistakes of the text; none for templates, whose text is not YAML yet, and for JSON that nobody here reads. */
export function problems(db: Database, file: FilePath): readonly Problem[] {
  if (isTemplate(db, file) || !mustBeWellFormed(db, file)) return [];
  const { documents } = tree(db, file);
  return documents.length === 1 && documents[0] !== undefined
    ? documents[0].problems
    : documents.flatMap((document) => document.problems);
}

/** So many entries are compared faster with one another than by a map. */
const FEW = 8;

/** A key that stands again in the same mapping. */
export interface DuplicateKey {
  readonly key: string;
  readonly first: NodeId;
  readonly again: NodeId;
}

/** Duplicate keys in all documents; merge keys may repeat. */
export function* duplicateKeys(db: Database, file: FilePath): Generator<DuplicateKey> {
  if (isTemplate(db, file) || !mustBeWellFormed(db, file)) return;
  for (const { root } of tree(db, file).documents) {
    if (root === undefined || !holdsRepetition(root)) continue;
    for (const node of descendants(root)) {
      if (node.kind !== 'mapping') continue;
      const seen = new Map<string, NodeId>();
      for (const { key } of node.entries) {
        if (key.kind !== 'scalar' || (key.value === '<<' && key.style === 'plain')) continue;
        const first = seen.get(key.value);
        if (first === undefined) seen.set(key.value, key.id);
        else yield { key: key.value, first, again: key.id };
      }
    }
  }
}

/** True where some mapping may have a key twice: nearly no file has, and that is found out without making anything. */
function holdsRepetition(node: Node): boolean {
  if (node.kind === 'sequence') return node.items.some(holdsRepetition);
  if (node.kind !== 'mapping') return false;
  if (node.entries.length > FEW ? repeatsAmongMany(node.entries) : repeats(node.entries)) return true;
  return node.entries.some(({ key, value }) => holdsRepetition(value) || holdsRepetition(key));
}

function repeatsAmongMany(entries: readonly Entry[]): boolean {
  const seen = new Set<string>();
  for (const { key } of entries) {
    if (key.kind !== 'scalar') continue;
    if (seen.has(key.value)) return true;
    seen.add(key.value);
  }
  return false;
}

/** True where two of a few entries have keys with the same text. */
function repeats(entries: readonly Entry[]): boolean {
  return entries.some(({ key }, i) => {
    if (key.kind !== 'scalar') return false;
    for (let j = 0; j < i; j++) {
      const before = entries[j]?.key;
      if (before?.kind === 'scalar' && before.value === key.value) return true;
    }
    return false;
  });
}
