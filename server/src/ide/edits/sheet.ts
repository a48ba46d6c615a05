/** A file's text with its tree and lines, as the changes to it need them. */
import type { LineIndex } from '../../base/lines.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { layout, linesOf, tree } from '../../model/source.ts';
import { fileText } from '../../model/workspace/inputs.ts';
import type { Layout, Mapping, Node, NodeId, Sequence, Tree } from '../../syntax/tree.ts';
import { spanOf } from '../../syntax/tree.ts';

export type Collection = Mapping | Sequence;

export class Sheet {
  readonly text: string;
  readonly tree: Tree;
  /** The line break that the file uses first. */
  readonly eol: string;
  readonly #layout: Layout;
  readonly #lines: LineIndex;

  constructor(db: Database, file: FilePath) {
    this.text = fileText(db, file) ?? '';
    this.tree = tree(db, file);
    this.#layout = layout(db, file);
    this.#lines = linesOf(db, file);
    this.eol = /\r\n|\n|\r/.exec(this.text)?.[0] ?? '\n';
  }

  span(id: NodeId): Span {
    return spanOf(this.#layout, id);
  }

  lineStart(offset: number): number {
    return this.#lines.starts[this.#lines.lineAt(offset)] ?? 0;
  }

  /** Before the line break. */
  lineEnd(offset: number): number {
    return this.#lines.lineEnd(this.#lines.lineAt(offset));
  }

  /** Behind the line break; the end of the text on its last line. */
  nextLine(offset: number): number {
    return this.#lines.starts[this.#lines.lineAt(offset) + 1] ?? this.text.length;
  }

  /** The next offset at or after `from` that is neither blank, line break nor comment. */
  content(from: number): number {
    let at = from;
    while (at < this.text.length) {
      const unit = this.text[at] ?? '';
      if (unit === '#' && (at === 0 || /\s/.test(this.text[at - 1] ?? ''))) at = this.lineEnd(at);
      else if (/[\s\ufeff]/.test(unit)) at++;
      else break;
    }
    return at;
  }

  /** The start of the first of the comment lines that stand directly above a line; its own start where none does. */
  commentsAbove(lineStart: number): number {
    let at = lineStart;
    while (at > 0) {
      const before = this.lineStart(at - 1);
      if (!this.text.slice(before, at).trimStart().startsWith('#')) break;
      at = before;
    }
    return at;
  }

  /** What stands before the offset on its line. */
  prefix(offset: number): string {
    return this.text.slice(this.lineStart(offset), offset).replace(/^\ufeff/, '');
  }

  /** True where nothing but blanks and a comment follow on the line. */
  endsLine(offset: number): boolean {
    return /^(?:[ \t]+#.*|[ \t]*)$/.test(this.text.slice(offset, this.lineEnd(offset)));
  }
}

/** The child's place in its collection: the item's index, or that of the entry with this key or value. */
export interface Slot {
  readonly collection: Collection;
  readonly index: number;
}

/** The collections from the root down to the item, key or value with this id; empty where there is none. */
export function slotsTo(sheet: Sheet, id: NodeId): readonly Slot[] {
  for (const { root } of sheet.tree.documents) {
    if (root === undefined || id < root.id) continue;
    const slots = descend(root, id);
    if (slots !== undefined) return slots;
  }
  return [];
}

/** The collection with this id. */
export function collectionById(sheet: Sheet, id: NodeId): Collection | undefined {
  for (const { root } of sheet.tree.documents) {
    if (root?.id === id) return asCollection(root);
  }
  const last = slotsTo(sheet, id).at(-1);
  return last === undefined ? undefined : asCollection(children(last.collection)[last.index]?.value);
}

export function asCollection(node: Node | undefined): Collection | undefined {
  return node?.kind === 'mapping' || node?.kind === 'sequence' ? node : undefined;
}

/** Items and entries in one form: where they begin and what ends them. */
export function children(collection: Collection): readonly { readonly first: Node; readonly value: Node }[] {
  return collection.kind === 'sequence'
    ? collection.items.map((value) => ({ first: value, value }))
    : collection.entries.map(({ key, value }) => ({ first: key, value }));
}

/** Ids grow in reading order: the child that holds `id` is the last that does not start after it. */
function descend(root: Node, id: NodeId): readonly Slot[] | undefined {
  const slots: Slot[] = [];
  for (let node: Node | undefined = root; node !== undefined; ) {
    const collection = asCollection(node);
    if (collection === undefined) return undefined;
    const all = children(collection);
    const index = all.findLastIndex(({ first }) => first.id <= id);
    const child = all[index];
    if (child === undefined) return undefined;
    slots.push({ collection, index });
    if (child.first.id === id || child.value.id === id) return slots;
    node = child.value;
  }
  return undefined;
}
