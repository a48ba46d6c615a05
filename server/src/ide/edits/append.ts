/** Adds an item or entry to a collection in the collection's own style. */
import type { TextEdit } from '../../base/spans.ts';
import type { Node, NodeId } from '../../syntax/tree.ts';
import { type Collection, children, collectionById, type Sheet } from './sheet.ts';

/**
 * The edit that adds `text` behind the child with the index `after`, at the collection's end where that is absent; undefined where it
 * cannot be done in the collection's style.
 */
export function addition(sheet: Sheet, id: NodeId, text: string, after = -1): TextEdit | undefined {
  const collection = collectionById(sheet, id);
  if (collection === undefined) return undefined;
  return collection.flow ? toFlow(sheet, collection, text, after) : toBlock(sheet, collection, text, after);
}

function toBlock(sheet: Sheet, collection: Collection, text: string, after: number): TextEdit | undefined {
  const last = children(collection).at(after);
  if (last === undefined) return undefined;
  const column = columnOf(sheet, collection);
  if (column === undefined) return undefined;
  const end = contentEnd(sheet, last.value, sheet.span(last.first.id).end);
  const at = sheet.lineEnd(end);
  const indent = ' '.repeat(column);
  const lines = text.replace(/(?:\r\n|\n|\r)+$/, '').split(/\r\n|\n|\r/);
  const isSequence = collection.kind === 'sequence';
  const added = lines
    .map((line, index) => {
      if (line === '') return '';
      const lead = isSequence ? (index === 0 ? '- ' : '  ') : '';
      return indent + lead + line;
    })
    .join(sheet.eol);
  return { span: { start: at, end: at }, text: sheet.eol + added };
}

/** The column of the collection's dashes or keys: that of its last child, which stands on its own line if any does. */
export function columnOf(sheet: Sheet, collection: Collection): number | undefined {
  const start =
    collection.kind === 'sequence' ? sheet.span(collection.id).start : sheet.span(collection.entries.at(-1)?.key.id ?? -1).start;
  const prefix = sheet.prefix(start);
  // A tab or a tag before the first key leaves the column unclear.
  return /^[ ]*(?:- +|\? +)*$/.test(prefix) ? prefix.length : undefined;
}

/** Behind the last character of what a node holds; the blank lines that `|+` keeps are part of it. */
function contentEnd(sheet: Sheet, node: Node, from: number): number {
  let last = node;
  for (;;) {
    const inner =
      last.kind === 'mapping' || last.kind === 'sequence' ? (last.flow ? undefined : children(last).at(-1)) : undefined;
    if (inner === undefined) break;
    last = inner.value;
  }
  const { start, end } = sheet.span(last.id);
  const isBlock = last.kind === 'scalar' && (last.style === 'literal' || last.style === 'folded');
  if (!isBlock) return Math.max(end, from);
  const header = sheet.text.slice(start, sheet.lineEnd(start));
  if (!/^[|>][0-9]?\+/.test(header)) return Math.max(end, from);
  let at = end;
  for (let next = sheet.nextLine(at); next < sheet.text.length && sheet.text.slice(next, sheet.lineEnd(next)).trim() === ''; ) {
    at = next;
    next = sheet.nextLine(at);
  }
  return at;
}

function toFlow(sheet: Sheet, collection: Collection, text: string, after: number): TextEdit | undefined {
  const added = text.trim();
  if (/[\r\n]/.test(added) || /(?:^|\s)#/.test(added)) return undefined;
  const span = sheet.span(collection.id);
  const all = children(collection);
  const last = all.at(after);
  if (last === undefined) return insert(span.start + 1, added);
  const end = Math.max(sheet.span(last.first.id).end, sheet.span(last.value.id).end);
  const next = sheet.content(end);
  const comma = sheet.text[next] === ',' ? next : undefined;
  const before = /^[ \t]*$/.exec(sheet.prefix(sheet.span(last.first.id).start))?.[0];
  const gap = before === undefined ? ' ' : sheet.eol + before;
  const isInside = last !== all.at(-1) || before !== undefined;
  if (comma !== undefined) return insert(comma + 1, `${gap}${added}${isInside ? ',' : ''}`);
  // A value that is not written may hide a colon.
  return sheet.text[next] === ':' ? undefined : insert(end, `,${gap}${added}`);
}

function insert(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
