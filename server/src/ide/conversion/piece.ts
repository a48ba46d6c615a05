/** A piece of a kustomization file that can be written elsewhere: its lines, and the comments that belong to it. */
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { Sheet, slotsTo } from '../edits/sheet.ts';

export class Piece {
  readonly field: string;
  readonly node: NodeId;
  /** As an item of a list or an entry of a mapping, with the indentation that it has below its field. */
  readonly lines: readonly string[];
  /** The texts of all comments in it and above it. */
  readonly comments: readonly string[];
  /** The lines of the comments that stand above it. */
  readonly above: readonly Span[];

  constructor(db: Database, file: FilePath, node: NodeId, entry: { readonly field: string; readonly isKeyed: boolean }) {
    const sheet = new Sheet(db, file);
    this.field = entry.field;
    this.node = node;
    const slot = slotsTo(sheet, node).at(-1);
    const isFlow = slot?.collection.flow === true;
    const child = slot?.collection.kind === 'mapping' ? slot.collection.entries[slot.index] : undefined;
    const start = sheet.span(node).start;
    const end = Math.max(sheet.span(node).end, child === undefined ? 0 : sheet.span(child.value.id).end);
    const column = sheet.prefix(start).replace(/[^ ]/g, ' ').length;
    const text = sheet.text.slice(start, isFlow ? end : sheet.lineEnd(end));
    const [first = '', ...rest] = text.split(/\r\n|\n|\r/).map((line) => line.trimEnd());
    const lead = entry.isKeyed ? '  ' : '  - ';
    const hang = entry.isKeyed ? '  ' : '    ';
    this.above = isFlow ? [] : commentLines(sheet, sheet.lineStart(start));
    const above = this.above.map(({ start: from, end: to }) => sheet.text.slice(from, to).trim());
    const outdented = rest.map((line) => (line.trim() === '' ? '' : hang + line.slice(Math.min(column, indentOf(line)))));
    this.lines = [...above.map((comment) => `  ${comment}`), lead + first, ...outdented];
    this.comments = [...above, ...[first, ...rest].flatMap((line) => /(?:^|\s)(#.*)$/.exec(line)?.[1] ?? [])];
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The lines above one that hold nothing but a comment, without a blank line between. */
function commentLines(sheet: Sheet, lineStart: number): readonly Span[] {
  const found: Span[] = [];
  for (let at = lineStart, from = sheet.commentsAbove(lineStart); at > from; ) {
    const start = sheet.lineStart(at - 1);
    found.unshift({ start, end: at });
    at = start;
  }
  return found;
}
