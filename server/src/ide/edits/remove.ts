/** Takes items and entries out of collections so that what stays is as it was: indentation, comments, line breaks. */
import type { TextEdit } from '../../base/spans.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { type Collection, children, type Sheet, type Slot, slotsTo } from './sheet.ts';

/** The edits that take out all of these together; undefined where one of them cannot be taken out. */
export function removals(sheet: Sheet, ids: readonly NodeId[]): readonly TextEdit[] | undefined {
  const gone = new Map<Collection, Set<number>>();
  const above = new Map<Collection, Slot | undefined>();
  for (const id of ids) {
    const slots = slotsTo(sheet, id);
    const last = slots.at(-1);
    if (last === undefined) return undefined;
    for (const [depth, { collection }] of slots.entries()) above.set(collection, slots[depth - 1]);
    mark(gone, last);
  }
  const edits: TextEdit[] = [];
  for (const collection of emptied(gone, above)) {
    const indexes = gone.get(collection) ?? new Set();
    if (isInsideGone(collection, gone, above)) continue;
    const some = wholeRoot(collection, indexes, above)
      ? [lineEdit(sheet, sheet.span(collection.id).start, sheet.span(collection.id).end)]
      : collection.flow
        ? fromFlow(sheet, collection, indexes)
        : fromBlock(sheet, collection, indexes);
    if (some === undefined) return undefined;
    edits.push(...some);
  }
  return edits;
}

/** A collection that loses all goes from its own collection, up to the root. */
function emptied(gone: Map<Collection, Set<number>>, above: Map<Collection, Slot | undefined>): readonly Collection[] {
  const waiting = [...gone.keys()];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const slot = above.get(next);
    if (slot === undefined || (gone.get(next)?.size ?? 0) < children(next).length) continue;
    mark(gone, slot);
    gone.delete(next);
    waiting.push(slot.collection);
  }
  return [...gone.keys()];
}

function mark(gone: Map<Collection, Set<number>>, { collection, index }: Slot): void {
  const indexes = gone.get(collection);
  if (indexes === undefined) gone.set(collection, new Set([index]));
  else indexes.add(index);
}

function isInsideGone(
  collection: Collection,
  gone: ReadonlyMap<Collection, ReadonlySet<number>>,
  above: ReadonlyMap<Collection, Slot | undefined>,
): boolean {
  for (let slot = above.get(collection); slot !== undefined; slot = above.get(slot.collection))
    if (gone.get(slot.collection)?.has(slot.index)) return true;
  return false;
}

function wholeRoot(
  collection: Collection,
  indexes: ReadonlySet<number>,
  above: ReadonlyMap<Collection, Slot | undefined>,
): boolean {
  return above.get(collection) === undefined && indexes.size === children(collection).length;
}

function fromBlock(sheet: Sheet, collection: Collection, indexes: ReadonlySet<number>): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const start = startInBlock(sheet, collection, index);
    const end = endOf(sheet, collection, index);
    if (start === undefined || !sheet.endsLine(end)) return undefined;
    // Tags and anchors of a key stand before it.
    if (/^[ \t]*(?:[&!]\S*[ \t]+)*$/.test(sheet.prefix(start))) edits.push(lineEdit(sheet, start, end));
    else if (index === 0) edits.push(pullUp(sheet, collection, indexes, start));
    else return undefined;
  }
  return edits;
}

/** Where an item's dash or an entry's key stands. */
function startInBlock(sheet: Sheet, collection: Collection, index: number): number | undefined {
  if (collection.kind === 'mapping') {
    const key = collection.entries[index]?.key;
    const start = key && sheet.span(key.id).start;
    return start === undefined || /\?[ \t]+(?:[&!]\S*[ \t]+)*$/.test(sheet.prefix(start)) ? undefined : start;
  }
  const from = index === 0 ? sheet.span(collection.id).start : sheet.content(endOf(sheet, collection, index - 1));
  return sheet.text[from] === '-' ? from : undefined;
}

/** The first child shares its line with what holds the collection (`- name: x`): the next one takes its place. */
function pullUp(sheet: Sheet, collection: Collection, indexes: ReadonlySet<number>, start: number): TextEdit {
  let last = 0;
  while (indexes.has(last + 1)) last++;
  const end = endOf(sheet, collection, 0);
  const next = sheet.content(endOf(sheet, collection, last));
  const between = sheet.text.slice(sheet.lineEnd(end), next);
  // The lines of further removed children have edits of their own, and comments stay: the line only loses its content.
  if (last > 0 || between.includes('#')) {
    const blanks = /[ \t]*$/.exec(sheet.prefix(start))?.[0].length ?? 0;
    return { span: { start: start - blanks, end: sheet.lineEnd(end) }, text: '' };
  }
  return { span: { start, end: next }, text: '' };
}

function fromFlow(sheet: Sheet, collection: Collection, indexes: ReadonlySet<number>): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const count = children(collection).length;
  for (let from = 0; from < count; from++) {
    if (!indexes.has(from)) continue;
    let to = from;
    while (indexes.has(to + 1)) to++;
    const some = to === count - 1 ? lastOfFlow(sheet, collection, from, to) : firstOfFlow(sheet, collection, from, to);
    if (some === undefined) return undefined;
    edits.push(...some);
    from = to;
  }
  return edits;
}

/** Children with others behind them go with the commas that follow them. */
function firstOfFlow(sheet: Sheet, collection: Collection, from: number, to: number): readonly TextEdit[] | undefined {
  const start = startInFlow(sheet, collection, from);
  const comma = sheet.content(endOf(sheet, collection, to));
  const next = startInFlow(sheet, collection, to + 1);
  if (start === undefined || next === undefined) return undefined;
  if (/^[ \t]*$/.test(sheet.prefix(start)) && sheet.endsLine(comma + 1)) return [lineEdit(sheet, start, comma + 1)];
  return [{ span: { start, end: next }, text: '' }];
}

/** The last children go with the comma before them; a comment behind that comma stays. */
function lastOfFlow(sheet: Sheet, collection: Collection, from: number, to: number): readonly TextEdit[] | undefined {
  const before = endOf(sheet, collection, from - 1);
  const comma = sheet.content(before);
  const start = startInFlow(sheet, collection, from);
  if (start === undefined || sheet.text[comma] !== ',') return undefined;
  const end = endOf(sheet, collection, to);
  const behind = sheet.content(end);
  const lineEndsAt = sheet.text[behind] === ',' ? behind + 1 : end;
  if (/^[ \t]*$/.test(sheet.prefix(start)) && sheet.endsLine(lineEndsAt))
    return [{ span: { start: comma, end: comma + 1 }, text: '' }, lineEdit(sheet, start, lineEndsAt)];
  return [{ span: { start: before, end }, text: '' }];
}

function startInFlow(sheet: Sheet, collection: Collection, index: number): number | undefined {
  if (index === 0) return sheet.content(sheet.span(collection.id).start + 1);
  const comma = sheet.content(endOf(sheet, collection, index - 1));
  return sheet.text[comma] === ',' ? sheet.content(comma + 1) : undefined;
}

/** Behind the child's last character; a value that is not written ends behind its colon. */
function endOf(sheet: Sheet, collection: Collection, index: number): number {
  const child = children(collection)[index];
  if (child === undefined) return sheet.span(collection.id).start;
  const end = Math.max(sheet.span(child.first.id).end, sheet.span(child.value.id).end);
  const isUnwritten = child.value.kind === 'scalar' && sheet.span(child.value.id).start === sheet.span(child.value.id).end;
  const colon = sheet.content(end);
  return collection.kind === 'mapping' && isUnwritten && sheet.text[colon] === ':' ? colon + 1 : end;
}

/** The whole lines from `start` to `end`. */
function lineEdit(sheet: Sheet, start: number, end: number): TextEdit {
  return { span: { start: sheet.lineStart(start), end: sheet.nextLine(end) }, text: '' };
}
