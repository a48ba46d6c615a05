/** Reads a document again that was changed in one place: the entry or item around the change, the rest stays what it is. */
import { type Layout, LayoutBuilder, type Mapping, type Node, type NodeId, type Sequence } from '../tree.ts';
import { readPiece } from './direct.ts';
import { DASH, FEED, SPACE } from './direct-scalars.ts';

/** What stood from `start` to `oldEnd` has given way to what stands from `start` to `newEnd`. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** A document that was read directly: where its section and its numbers end. */
export interface Read {
  readonly text: string;
  readonly layout: Layout;
  readonly root: Node | undefined;
  readonly end: number;
  readonly endId: NodeId;
}

/** The innermost part of a block collection that holds the change, and the collections around it, the outermost first. */
interface Part {
  readonly around: readonly Level[];
  readonly at: number;
  readonly column: number;
  /** Where the next entry's line begins in the old text. */
  readonly end: number;
  readonly from: NodeId;
  readonly endId: NodeId;
}

interface Level {
  readonly node: Mapping | Sequence;
  /** Which entry or item holds the change. */
  readonly index: number;
}

type Pieces = { readonly entries: Mapping['entries'] } | { readonly items: Sequence['items'] };

/**
 * The root and the layout of the whole file that reading `text` as a whole would come to; undefined where that cannot be said, or other
 * numbers would be given to what stands behind. `text` ends with a line break.
 */
export function spliced(
  before: Read,
  { start, oldEnd, newEnd }: Change,
  text: string,
): { readonly root: Node; readonly layout: Layout } | undefined {
  const part = partAround(before, start, oldEnd);
  const innermost = part?.around.at(-1);
  if (part === undefined || innermost === undefined) return undefined;
  const shift = newEnd - oldEnd;
  const end = part.end + shift;
  if (part.end < before.end && text.charCodeAt(end - 1) !== FEED) return undefined;
  // An anchor may be meant elsewhere.
  if (before.text.slice(part.at, part.end).includes('&')) return undefined;
  const builder = new LayoutBuilder(part.from);
  const piece = { start: part.at, end, column: part.column, depth: part.around.length, of: innermost.node.kind };
  const read = readPiece(text, piece, builder);
  if (read === undefined || builder.count !== part.endId - part.from) return undefined;
  const layout = shifted(before.layout, part, builder, shift);
  let child: Node | undefined;
  for (const level of [...part.around].reverse()) {
    child = child === undefined ? renewed(level, read) : withChild(level, child);
    const last = child.kind === 'mapping' ? child.entries.at(-1)?.value : child.items.at(-1);
    if (last !== undefined) layout.ends[child.id] = layout.ends[last.id] ?? 0;
  }
  return child === undefined ? undefined : { root: child, layout };
}

function partAround({ text, layout, root, end, endId }: Read, start: number, oldEnd: number): Part | undefined {
  let found: Part | undefined;
  const around: Level[] = [];
  let [partEnd, partEndId] = [end, endId];
  for (let node = root; node !== undefined; ) {
    if ((node.kind !== 'mapping' && node.kind !== 'sequence') || node.flow || node.anchor !== undefined) break;
    const column = columnOf(text, layout.starts[node.id] ?? 0);
    const index = indexBefore(node, layout, start);
    const at = startOf(text, layout, node, index, column);
    // What begins the entry, its indentation with it, is as it was.
    if (at === undefined || at >= start) break;
    if (index + 1 < sizeOf(node)) {
      const next = startOf(text, layout, node, index + 1, column);
      if (next === undefined) break;
      partEnd = next - column;
      partEndId = firstId(node, index + 1);
    }
    if (oldEnd > partEnd) break;
    around.push({ node, index });
    found = { around: [...around], at, column, end: partEnd, from: firstId(node, index), endId: partEndId };
    node = node.kind === 'mapping' ? node.entries[index]?.value : node.items[index];
  }
  return found;
}

function columnOf(text: string, at: number): number {
  return at === 0 ? 0 : at - (text.lastIndexOf('\n', at - 1) + 1);
}

function sizeOf(node: Mapping | Sequence): number {
  return node.kind === 'mapping' ? node.entries.length : node.items.length;
}

/** The number of the first node of an entry or item. */
function firstId(node: Mapping | Sequence, index: number): NodeId {
  return (node.kind === 'mapping' ? node.entries[index]?.key.id : node.items[index]?.id) ?? node.id;
}

/** The last entry or item whose first node starts in front of an offset; the first one where none does. */
function indexBefore(node: Mapping | Sequence, { starts }: Layout, offset: number): number {
  let [low, high] = [0, sizeOf(node) - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[firstId(node, middle)] ?? 0) < offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where an entry begins, or the dash of an item; undefined where the item does not begin on the line of its dash. */
function startOf(text: string, layout: Layout, node: Mapping | Sequence, index: number, column: number): number | undefined {
  const start = layout.starts[firstId(node, index)] ?? 0;
  if (node.kind === 'mapping') return start;
  if (index === 0) return layout.starts[node.id];
  const line = start - columnOf(text, start);
  for (let at = line; at < line + column; at++) if (text.charCodeAt(at) !== SPACE) return undefined;
  const dash = line + column;
  return dash < start && text.charCodeAt(dash) === DASH ? dash : undefined;
}

/** The old layout, with what stands behind the part moved, and that of the part itself. */
function shifted(old: Layout, part: Part, builder: LayoutBuilder, shift: number): Layout {
  const starts = old.starts.slice();
  const ends = old.ends.slice();
  for (let id = part.from; id < part.endId; id++) {
    starts[id] = builder.startOf(id);
    ends[id] = builder.endOf(id);
  }
  if (shift === 0) return { starts, ends };
  for (let id = part.endId; id < starts.length; id++) {
    starts[id] = (starts[id] ?? 0) + shift;
    ends[id] = (ends[id] ?? 0) + shift;
  }
  return { starts, ends };
}

function renewed({ node, index }: Level, read: Pieces): Mapping | Sequence {
  if (node.kind === 'mapping' && 'entries' in read)
    return { ...node, entries: [...node.entries.slice(0, index), ...read.entries, ...node.entries.slice(index + 1)] };
  if (node.kind === 'sequence' && 'items' in read)
    return { ...node, items: [...node.items.slice(0, index), ...read.items, ...node.items.slice(index + 1)] };
  return node;
}

function withChild({ node, index }: Level, child: Node): Mapping | Sequence {
  return node.kind === 'mapping'
    ? { ...node, entries: node.entries.map((entry, i) => (i === index ? { key: entry.key, value: child } : entry)) }
    : { ...node, items: node.items.map((item, i) => (i === index ? child : item)) };
}
