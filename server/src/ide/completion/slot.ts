/** The value that the cursor stands in or is about to write, and what the domains expect there. */
import { dirname, type FilePath, join } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { DOMAINS } from '../../model/domains.ts';
import { type Expectation, facts, PATH, type Reference } from '../../model/facts.ts';
import { layout, tree } from '../../model/source.ts';
import { fileText } from '../../model/workspace/inputs.ts';
import { repositoryOf } from '../../model/workspace/repository.ts';
import { descendants, pathTo } from '../../syntax/navigate.ts';
import { type Document, type Layout, type Node, type NodeId, type Scalar, spanOf, type Tree } from '../../syntax/tree.ts';

/** A value, written or not. */
export interface ValueSlot {
  readonly document: number;
  /** Undefined where nothing stands yet. */
  readonly node?: NodeId;
  /** The keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  readonly typed: string;
  /** True in YAML that stands as text in a scalar: `path` goes on in there. */
  readonly isInner?: boolean;
  /** The document, where what is being written makes another one of it. */
  readonly root?: Node;
}

export interface SlotAtCursor extends ValueSlot {
  readonly node: NodeId;
  /** What a choice replaces, without quotes. */
  readonly span: Span;
  /** What stands there up to the cursor. */
  readonly typed: string;
  readonly quote: '' | '"' | "'";
}

/** A text and what was read from it. */
export interface Page {
  readonly text: string;
  readonly tree: Tree;
  readonly layout: Layout;
}

export function pageOf(db: Database, file: FilePath): Page {
  return { text: fileText(db, file) ?? '', tree: tree(db, file), layout: layout(db, file) };
}

/** The scalar value at the cursor, or the place of one that is not written yet; undefined in keys and block scalars. */
export function slotAt({ tree, layout: spans, text }: Page, offset: number): SlotAtCursor | undefined {
  for (const [document, section] of tree.documents.entries()) {
    const { start, end } = spanOf(spans, section.id);
    if (section.root === undefined || offset < start || offset > end) continue;
    const empty = emptyListAt(section, spans, offset);
    if (empty !== undefined) {
      const list = pathTo(section.root, empty) ?? [];
      return { document, node: empty, path: [...list, 0], span: { start: offset, end: offset }, typed: '', quote: '' };
    }
    const node = scalarAt(section, spans, text, offset);
    const path = node && pathTo(section.root, node.id);
    if (node === undefined || path === undefined || isKey(section, node.id)) continue;
    const whole = spanOf(spans, node.id);
    const quote = node.style === 'single' ? "'" : node.style === 'double' ? '"' : '';
    const span =
      whole.start === whole.end
        ? { start: offset, end: offset }
        : { start: whole.start + quote.length, end: Math.max(whole.start + quote.length, whole.end - quote.length) };
    if (text.slice(span.start, span.end).includes('\n')) return undefined;
    return { document, node: node.id, path, span, typed: text.slice(span.start, Math.max(span.start, offset)), quote };
  }
  return undefined;
}

/** The list `[]` that the cursor stands in. */
function emptyListAt(section: Document, spans: Layout, offset: number): NodeId | undefined {
  for (const node of descendants(section.root)) {
    const { start, end } = spanOf(spans, node.id);
    if (node.kind === 'sequence' && node.flow && node.items.length === 0 && start < offset && offset < end) return node.id;
  }
  return undefined;
}

function scalarAt(section: Document, spans: Layout, text: string, offset: number): Scalar | undefined {
  let unwritten: Scalar | undefined;
  for (const node of descendants(section.root)) {
    if (node.kind !== 'scalar' || node.style === 'literal' || node.style === 'folded') continue;
    const { start, end } = spanOf(spans, node.id);
    if (start > offset) break;
    if (start === end && /^[ \t]*$/.test(text.slice(start, offset))) unwritten = node;
    else if (start < end && offset <= end) return node;
  }
  return unwritten;
}

function isKey(section: Document, id: NodeId): boolean {
  for (const node of descendants(section.root))
    if (node.kind === 'mapping' && node.entries.some(({ key }) => key.id === id)) return true;
  return false;
}

/** What the domains expect in the slot; where they do not say, what the references beside it point at. */
export function expectationsAt(db: Database, file: FilePath, slot: ValueSlot): readonly Expectation[] {
  const stated = DOMAINS.flatMap((domain) =>
    domain.expects !== undefined && domain.recognises(db, file) ? domain.expects(db, file, slot.document, slot.path) : [],
  );
  return stated.length > 0 ? stated : likeOthers(db, file, slot);
}

/** References at the same place of another item or document tell what is meant in this one. */
function likeOthers(db: Database, file: FilePath, slot: ValueSlot): readonly Expectation[] {
  const found = new Map<string, Expectation>();
  const wanted = pattern(slot.path);
  for (const reference of facts(db, file).references) {
    const path = pathInFile(db, file, reference.place.node);
    if (path === undefined || pattern(path) !== wanted) continue;
    const expectation = expectationOf(db, file, reference);
    if (expectation !== undefined) found.set(`${expectation.space} ${expectation.role} ${expectation.prefix}`, expectation);
  }
  return [...found.values()];
}

function pattern(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
}

function pathInFile(db: Database, file: FilePath, node: NodeId): readonly (string | number)[] | undefined {
  const sections = tree(db, file).documents;
  const section = sections.findLast(({ root }) => root !== undefined && root.id <= node);
  return section?.root && pathTo(section.root, node);
}

function expectationOf(db: Database, file: FilePath, { space, role, scope, key, text }: Reference): Expectation | undefined {
  if (space !== PATH)
    return key.endsWith(text) ? { space, role, scope, prefix: key.slice(0, key.length - text.length) } : undefined;
  const bases = [dirname(file), repositoryOf(db, file)?.root].filter((base) => base !== undefined);
  const from = bases.find((base) => join(base, text.replace(/^\/+/, '')) === key);
  return from === undefined ? undefined : { space, role, from };
}
