/** Sets fields of a mapping in the style that it is written in, or makes a mapping of an empty value. */
import type { TextEdit } from '../../base/spans.ts';
import { dashesIn, stepIn } from '../../model/kubernetes/authoring/indentation.ts';
import { type NewField, plainSketch, type Sketch, type Stop } from '../../model/sketch.ts';
import type { Entry, Mapping, Node, NodeId } from '../../syntax/tree.ts';
import { addition, columnOf } from './append.ts';
import { inFlow } from './flow.ts';
import { restyled } from './restyle.ts';
import { type Collection, children, type Sheet, slotsTo } from './sheet.ts';

/** An edit whose text has places to fill in. */
export interface SketchEdit extends TextEdit {
  readonly sketch?: Sketch;
}

/** Undefined where it cannot be done in the style of what stands there. */
export function puts(sheet: Sheet, id: NodeId, fields: readonly NewField[]): readonly SketchEdit[] | undefined {
  const found = nodeById(sheet, id);
  if (found === undefined) return undefined;
  const marks = new Marks();
  const style = { dashes: dashesIn(sheet.text), step: stepIn(sheet.text) };
  const lines = fields.map(({ name, sketch, below }): Line => ({ name, behind: restyled(marks.put(sketch), style), below }));
  const { node } = found;
  const edits =
    node.kind === 'mapping' && node.entries.length > 0
      ? lines.map((line) => putOne(sheet, node, line))
      : [isEmpty(node) ? filled(sheet, found, lines) : undefined];
  return edits.every((edit) => edit !== undefined) ? edits.map((edit) => marks.take(edit)) : undefined;
}

/** The whole mapping with these fields instead of its own; undefined where a comment, an anchor or a tag would be lost. */
export function rewritten(sheet: Sheet, id: NodeId, fields: readonly NewField[]): TextEdit | undefined {
  const node = nodeById(sheet, id)?.node;
  if (node?.kind !== 'mapping' || node.entries.length === 0 || node.anchor !== undefined) return undefined;
  const start = node.flow ? sheet.span(id).start : sheet.span(node.entries[0]?.key.id ?? -1).start;
  const { end } = sheet.span(id);
  if (/(?:^|\s)[#&!]/.test(sheet.text.slice(start, end))) return undefined;
  const style = { dashes: dashesIn(sheet.text), step: stepIn(sheet.text) };
  const text = fields.map(({ name, sketch }) => `${name}:${restyled(plainSketch(sketch), style)}`).join('\n');
  if (node.flow) {
    const flow = inFlow(text, isSpaced(sheet, node));
    const [open, close] = isSpaced(sheet, node) ? ['{ ', ' }'] : ['{', '}'];
    return flow === undefined ? undefined : { span: { start, end }, text: `${open}${flow}${close}` };
  }
  const column = columnOf(sheet, node);
  return column === undefined ? undefined : { span: { start, end }, text: indented(sheet, text, column) };
}

/** A field as text, with a mark for each place to fill in. */
interface Line {
  readonly name: string;
  readonly behind: string;
  readonly below: readonly string[] | undefined;
}

/** A node with the collection that it stands in and, of an entry's value, its key. */
interface Found {
  readonly node: Node;
  readonly holder: Collection | undefined;
  readonly key: Node | undefined;
}

function nodeById(sheet: Sheet, id: NodeId): Found | undefined {
  for (const { root } of sheet.tree.documents) if (root?.id === id) return { node: root, holder: undefined, key: undefined };
  const slot = slotsTo(sheet, id).at(-1);
  const child = slot && children(slot.collection)[slot.index];
  if (slot === undefined || child?.value.id !== id) return undefined;
  return { node: child.value, holder: slot.collection, key: child.first === child.value ? undefined : child.first };
}

function putOne(sheet: Sheet, mapping: Mapping, line: Line): TextEdit | undefined {
  const present = mapping.entries.find(({ key }) => key.kind === 'scalar' && key.value === line.name);
  if (present !== undefined) return replaced(sheet, mapping, present, line);
  const text = `${line.name}:${line.behind}`;
  const written = mapping.flow ? inFlow(text, isSpaced(sheet, mapping)) : text;
  const after = mapping.entries.findLastIndex(({ key }) => key.kind === 'scalar' && line.below?.includes(key.value) === true);
  if (written === undefined) return undefined;
  if (line.below !== undefined && after < 0) return first(sheet, mapping, written);
  return addition(sheet, mapping.id, written, after < 0 ? undefined : after);
}

/** In front of all others. */
function first(sheet: Sheet, mapping: Mapping, text: string): TextEdit | undefined {
  const start = sheet.span(mapping.entries[0]?.key.id ?? -1).start;
  if (mapping.flow) return { span: { start, end: start }, text: `${text}, ` };
  const column = columnOf(sheet, mapping);
  return column === undefined || sheet.prefix(start).length !== column
    ? undefined
    : { span: { start, end: start }, text: `${indented(sheet, `${text}\n`, column)}` };
}

/** Takes the place of the value, where that says nothing or both are in one line. */
function replaced(sheet: Sheet, mapping: Mapping, { key, value }: Entry, { behind }: Line): TextEdit | undefined {
  if (isEmpty(value)) return behindColon(sheet, mapping, key, value, behind);
  const { start, end } = sheet.span(value.id);
  const isInLine = !behind.includes('\n') && !sheet.text.slice(start, end).includes('\n') && value.anchor === undefined;
  return isInLine ? { span: { start, end }, text: behind.trimStart() } : undefined;
}

/** A mapping of these fields where an empty value stands. */
function filled(sheet: Sheet, { node, holder, key }: Found, lines: readonly Line[]): TextEdit | undefined {
  if (holder === undefined || lines.length === 0) return undefined;
  const text = lines.map(({ name, behind }) => `${name}:${behind}`).join('\n');
  if (key !== undefined) {
    const step = holder.flow ? 2 : stepIn(sheet.text);
    return behindColon(sheet, holder, key, node, `\n${text}`.replaceAll('\n', `\n${' '.repeat(step)}`));
  }
  const { start, end } = sheet.span(node.id);
  const dash = sheet.text.lastIndexOf('-', start);
  if (holder.flow || dash < 0 || sheet.text.slice(dash + 1, start).trim() !== '' || !sheet.endsLine(end)) return undefined;
  const column = dash - sheet.lineStart(dash) + 2;
  return { span: { start: dash + 1, end: Math.max(end, dash + 1) }, text: ` ${indented(sheet, text, column)}` };
}

function behindColon(sheet: Sheet, holder: Collection, key: Node, value: Node, text: string): TextEdit | undefined {
  const colon = sheet.content(sheet.span(key.id).end);
  if (sheet.text[colon] !== ':') return undefined;
  const end = Math.max(sheet.span(value.id).end, colon + 1);
  // An anchor or a tag says something of its own.
  if (/[&!#]/.test(sheet.text.slice(colon + 1, end))) return undefined;
  if (holder.flow) {
    const flow = inFlow(`x:${text}`, isSpaced(sheet, holder));
    return flow === undefined ? undefined : { span: { start: colon + 1, end }, text: flow.slice('x:'.length) };
  }
  const column = columnOf(sheet, holder);
  if (column === undefined) return undefined;
  const placed = indented(sheet, text, column);
  if (!text.startsWith('\n')) return { span: { start: colon + 1, end }, text: placed };
  if (!sheet.endsLine(end)) return undefined;
  const lineEnd = sheet.lineEnd(end);
  const comment = sheet.text.slice(end, lineEnd).trim();
  return { span: { start: colon + 1, end: lineEnd }, text: (comment === '' ? '' : ` ${comment}`) + placed };
}

/** Nothing, `null`, `{}`, `[]` or `""`. */
function isEmpty(node: Node): boolean {
  if (node.kind === 'mapping') return node.entries.length === 0;
  if (node.kind === 'sequence') return node.items.length === 0;
  if (node.kind !== 'scalar') return false;
  return node.style === 'plain' ? /^(~|null|Null|NULL)?$/.test(node.value) : node.value === '';
}

/** All lines but the first with so many blanks in front. */
function indented(sheet: Sheet, text: string, column: number): string {
  return text.replaceAll('\n', sheet.eol + ' '.repeat(column));
}

/** True where the braces around have blanks inside. */
function isSpaced(sheet: Sheet, { id }: Collection): boolean {
  return /\s/.test(sheet.text[sheet.span(id).start + 1] ?? ' ');
}

/** Stands for places to fill in while a sketch is laid out as text. */
class Marks {
  readonly #stops: Stop[] = [];

  put(sketch: Sketch): string {
    return sketch.map((part) => (typeof part === 'string' ? part : `\ue000${this.#stops.push(part) - 1}\ue001`)).join('');
  }

  take({ span, text }: TextEdit): SketchEdit {
    const sketch = text
      .split(/(\ue000\d+\ue001)/)
      .map((part) => this.#stops[/^\ue000(\d+)\ue001$/.exec(part)?.[1] ? Number(part.slice(1, -1)) : -1] ?? part)
      .filter((part) => part !== '');
    return sketch.every((part) => typeof part === 'string') ? { span, text } : { span, text: plainSketch(sketch), sketch };
  }
}
