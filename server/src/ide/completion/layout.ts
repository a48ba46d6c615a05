/** How what is chosen is laid out at the cursor: lines below it, and fields beside it. */
import type { Span, TextEdit } from '../../base/spans.ts';
import { indentedSketch, type Sketch } from '../../model/sketch.ts';
import { nodeAt } from '../../syntax/navigate.ts';
import { spanOf } from '../../syntax/tree.ts';
import { scalar } from '../scalars.ts';
import type { Page, ValueSlot } from './slot.ts';

/** The sketch with the indentation of its field; undefined where something stands behind the cursor, or no line begins before it. */
export function placed(source: string, span: Span, lead: string, sketch: Sketch): Sketch | undefined {
  const lineStart = source.lastIndexOf('\n', span.start - 1) + 1;
  const before = source.slice(lineStart, span.start) + lead;
  const [dashes = ''] = /^ *(?:- +)*/.exec(before) ?? [];
  if (typeof sketch[0] === 'string' && !sketch[0].includes('\n') && dashes !== before) return sketch;
  const isField = dashes === before || /^[\w./-]+:[ \t]*$/.test(before.slice(dashes.length));
  const behind = source.slice(span.end).split(/[\r\n]/, 1)[0] ?? '';
  if (!isField || !/^\s*(?:#.*)?$/.test(behind)) return undefined;
  const indented = indentedSketch(sketch, dashes.length);
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  return eol === '\n' ? indented : indented.map((part) => (typeof part === 'string' ? part.replaceAll('\n', eol) : part));
}

/** Sets the fields that go with the one at the slot: replaced where they stand, else written in front of it. */
export function besideEdits(
  { text, tree, layout }: Page,
  slot: ValueSlot,
  beside: readonly (readonly [field: string, text: string])[],
): readonly TextEdit[] {
  const own = slot.path.at(-1);
  const mapping = nodeAt(tree.documents[slot.document]?.root, slot.path.slice(0, -1));
  const entries = mapping?.kind === 'mapping' ? mapping.entries : [];
  const here = entries.find(({ key }) => key.kind === 'scalar' && key.value === own);
  if (mapping?.kind !== 'mapping' || here === undefined) return [];
  return beside.map(([name, value]): TextEdit => {
    const present = entries.find(({ key }) => key.kind === 'scalar' && key.value === name);
    if (present !== undefined) {
      const span = spanOf(layout, present.value.id);
      return { span, text: (span.start === span.end && text[span.start - 1] !== ' ' ? ' ' : '') + scalar(value) };
    }
    const { start } = spanOf(layout, here.key.id);
    const column = start - (text.lastIndexOf('\n', start - 1) + 1);
    const separator = mapping.flow ? ', ' : `${text.includes('\r\n') ? '\r\n' : '\n'}${' '.repeat(column)}`;
    return { span: { start, end: start }, text: `${name}: ${scalar(value)}${separator}` };
  });
}
