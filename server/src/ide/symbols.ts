/** Outlines of files, and the search for names in the whole workspace. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { facts, type SymbolKind } from '../model/facts.ts';
import { type OutlinePart, outlines } from '../model/kubernetes/outline.ts';
import { allDeclared } from '../model/names.ts';
import { displayPath } from '../model/workspace/repository.ts';
import { spanAt } from './text.ts';

export interface DocumentSymbol {
  readonly label: string;
  readonly detail: string;
  readonly symbol: SymbolKind;
  readonly whole: Span;
  readonly name: Span;
  readonly children: readonly DocumentSymbol[];
}

export interface WorkspaceSymbol {
  readonly label: string;
  /** Where it is, as people say it. */
  readonly container: string;
  readonly symbol: SymbolKind;
  readonly file: FilePath;
  /** Which of the file's declarations it is, to be located when wanted. */
  readonly index: number;
}

const MAX_FOUND = 200;

/** The declarations of a file, in its order, those inside others below them. */
export function documentSymbols(db: Database, file: FilePath): readonly DocumentSymbol[] {
  const { declarations } = facts(db, file);
  const nested = declarations.map(() => [] as DocumentSymbol[]);
  const top: DocumentSymbol[] = [];
  const read = outlines(db, file);
  for (const [index, { label, detail, symbol, whole, name, parent }] of declarations.entries()) {
    const [outer, inner] = [spanAt(db, file, whole), spanAt(db, file, name)];
    const parts = parent === undefined && symbol === 'object' ? read.get(whole.node) : undefined;
    const children = parts === undefined ? (nested[index] ?? []) : parts.map((part) => partSymbol(db, file, part));
    const one = { label, detail, symbol, name: within(inner, outer), whole: outer, children };
    // A declaration stands behind the one that contains it; any other order is shown flat.
    const container = parent !== undefined && parent < index ? nested[parent] : undefined;
    (container ?? top).push(one);
  }
  return top;
}

function partSymbol(db: Database, file: FilePath, part: OutlinePart): DocumentSymbol {
  const [name, whole] = [spanAt(db, file, { node: part.name }), spanAt(db, file, { node: part.whole })];
  // A list's name stands in front of it.
  const outer = { start: Math.min(name.start, whole.start), end: Math.max(name.end, whole.end) };
  const children = part.children.map((child) => partSymbol(db, file, child));
  return { label: part.label, detail: part.detail, symbol: part.symbol, whole: outer, name, children };
}

/** Names that hold the query's characters in their order, the best first. */
export function workspaceSymbols(db: Database, query: string): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  const found: { readonly score: number; readonly one: WorkspaceSymbol }[] = [];
  for (const { label, symbol, file, index } of allDeclared(db)) {
    const score = scoreOf(label.toLowerCase(), wanted);
    if (score !== undefined) found.push({ score, one: { label, symbol, file, index, container: '' } });
  }
  found.sort((a, b) => a.score - b.score || compare(a.one.label, b.one.label) || compare(a.one.file, b.one.file));
  return found.slice(0, MAX_FOUND).map(({ one }) => ({ ...one, container: displayPath(db, one.file) }));
}

/** Where a found symbol stands. */
export function symbolSpan(db: Database, file: FilePath, index: number): Span {
  const declaration = facts(db, file).declarations[index];
  return declaration === undefined ? { start: 0, end: 0 } : spanAt(db, file, declaration.name);
}

/** Lower is better: 0 for the whole label or one of its words, then parts, then characters with gaps. */
function scoreOf(label: string, wanted: string): number | undefined {
  const dense = label.replace(/\s+/g, '');
  if (wanted === '' || dense === wanted || label.split(' ').includes(wanted)) return 0;
  const part = dense.indexOf(wanted);
  if (part >= 0) return 1 + part / 1000;
  let from = 0;
  for (const character of wanted) {
    const next = dense.indexOf(character, from);
    if (next < 0) return undefined;
    from = next + 1;
  }
  return 10 + (from - wanted.length);
}

/** Editors refuse a name that stands outside of its whole. */
function within(inner: Span, outer: Span): Span {
  return inner.start >= outer.start && inner.end <= outer.end ? inner : { start: outer.start, end: outer.start };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
