/** What a selection grows to: the value, its entry, the mapping or list around it, up to the document. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import { touches } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { layout, tree } from '../model/source.ts';
import { type Node, spanOf } from '../syntax/tree.ts';

/** The spans around an offset, the innermost first, each within the next; none in languages without a tree. */
export function selections(db: Database, file: FilePath, offset: number): readonly Span[] {
  const spans = layout(db, file);
  const found: Span[] = [];
  const add = (span: Span): void => {
    const last = found.at(-1);
    const isWithin = last === undefined || (span.start >= last.start && span.end <= last.end);
    const isNew = last === undefined || span.start !== last.start || span.end !== last.end;
    if (span.start < span.end && isWithin && isNew) found.push(span);
  };
  const whole = tree(db, file).documents.find(({ id }) => touches(spanOf(spans, id), offset));
  if (whole === undefined) return [];
  add(spanOf(spans, whole.id));
  for (let node: Node | undefined = whole.root; node !== undefined; ) {
    const span = spanOf(spans, node.id);
    if (!touches(span, offset)) break;
    add(span);
    if (node.kind === 'sequence') {
      node = node.items.findLast((item) => spanOf(spans, item.id).start <= offset);
      continue;
    }
    const entry = node.kind === 'mapping' ? node.entries.findLast(({ key }) => spanOf(spans, key.id).start <= offset) : undefined;
    if (entry === undefined) break;
    const [key, value] = [spanOf(spans, entry.key.id), spanOf(spans, entry.value.id)];
    add({ start: key.start, end: Math.max(key.end, value.end) });
    node = touches(key, offset) ? entry.key : entry.value;
  }
  return found.reverse();
}
