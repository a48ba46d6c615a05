/** Where the cursor stands in front of nothing: the mapping or list that a field or an item would be added to. */
import type { Span } from '../../base/spans.ts';
import { asMapping, descendants, pathTo } from '../../syntax/navigate.ts';
import type { Document, Layout, Node } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';
import { splitDocuments } from '../../syntax/yaml/split.ts';
import { excerptAround } from './excerpt.ts';
import type { Page } from './slot.ts';

export interface Gap {
  readonly document: number;
  /** To the mapping whose field is written, or to the item. */
  readonly path: readonly (string | number)[];
  /** The word at the cursor, which a choice replaces. */
  readonly span: Span;
  /** What stands of it in front of the cursor. */
  readonly typed: string;
  /** The other fields of the mapping. */
  readonly present: ReadonlySet<string>;
  /** What has to be written first: the dash of an item that has none. */
  readonly lead: '' | '- ';
  /** As of a slot for a value. */
  readonly isInner?: boolean;
  /** True where the field's colon stands already. */
  readonly hasColon: boolean;
  /** The document with the field or item in it. */
  readonly root?: Node;
  /** True between braces and brackets. */
  readonly isFlow: boolean;
}

/** Stands for what is yet to be written; no text that people write has it. */
const PROBE = '\uE0C5';

/** The gaps that the cursor could fill, the likeliest first: a field, or an item without its dash. */
export function gapsAt({ text, tree, layout }: Page, offset: number): readonly Gap[] {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const nextBreak = text.slice(offset).search(/[\r\n]/);
  const lineEnd = nextBreak < 0 ? text.length : offset + nextBreak;
  let start = offset;
  while (start > lineStart && /[^\s,{}[\]:#'"]/.test(text[start - 1] ?? '')) start--;
  let end = offset;
  while (end < lineEnd && /[^\s,{}[\]:#'"]/.test(text[end] ?? '')) end++;
  const before = text.slice(lineStart, start);
  const after = text.slice(end, lineEnd);
  const typed = text.slice(start, offset);
  const isBlock = /^ *(?:- +)*$/.test(before);
  if (typed.startsWith('-') || !(isBlock || /[{,]$/.test(before.trimEnd()))) return [];
  const hasColon = /^[ \t]*:(?:\s|$)/.test(after);
  if (!hasColon && !(isBlock ? /^\s*(?:#.*)?$/ : /^\s*(?:[},].*)?$/).test(after)) return [];
  const base = { span: { start, end }, typed, hasColon, isFlow: !isBlock };
  // Documents stand for themselves, so that only the cursor's own is read once more.
  const sections = splitDocuments(text);
  const document = Math.max(
    0,
    sections.findLastIndex((section) => section.start <= start),
  );
  const section = sections[document] ?? { start: 0, end: text.length };
  if (goesOn(tree.documents[document], layout, lineStart, start)) return [];
  const gapsIn = (head: string, tail: string, mostProblems: number): readonly Gap[] => {
    const tried = (probe: string): Document | undefined =>
      parseYaml(head + probe + tail).tree.documents.find(({ problems }) => problems.length <= mostProblems);
    const gaps: Gap[] = [];
    const asField = fieldIn(tried(hasColon ? PROBE : `${PROBE}: `));
    if (asField !== undefined) gaps.push({ ...base, ...asField, document, lead: '' });
    if (!isBlock || before.includes('-') || hasColon) return gaps;
    const asItem = itemIn(tried(`- ${PROBE}`));
    if (asItem !== undefined) gaps.push({ ...base, ...asItem, document, present: new Set(), lead: '- ' });
    return gaps;
  };
  const [above, below] = [text.slice(section.start, lineStart), text.slice(lineEnd, section.end)];
  const excerpt = isBlock ? excerptAround(above, below, before.search(/[^ ]|$/)) : undefined;
  const nearby = excerpt === undefined ? [] : gapsIn(excerpt.above + before, after + excerpt.below, 0);
  // What an excerpt cannot stand for, such as a text that goes on over lines, is broken in it.
  if (nearby.length > 0) return nearby;
  const known = tree.documents[document]?.problems.length ?? 0;
  return gapsIn(text.slice(section.start, start), text.slice(end, section.end), known);
}

/** True in a document without problems on a line that continues a scalar from above: nothing but more of that can stand there. */
function goesOn(document: Document | undefined, { starts, ends }: Layout, lineStart: number, offset: number): boolean {
  if (document === undefined || document.problems.length > 0) return false;
  for (const { kind, id } of descendants(document.root)) {
    const start = starts[id] ?? 0;
    if (start >= lineStart) return false;
    if (kind === 'scalar' && offset < (ends[id] ?? 0)) return true;
  }
  return false;
}

type Found = Pick<Gap, 'path'> & { readonly root: Node };

function fieldIn(probed: Document | undefined): (Found & Pick<Gap, 'present'>) | undefined {
  const root = probed?.root;
  for (const node of descendants(root)) {
    const entries = asMapping(node)?.entries ?? [];
    if (root === undefined || !entries.some(({ key }) => key.kind === 'scalar' && key.value === PROBE)) continue;
    const path = pathTo(root, node.id);
    const present = new Set(entries.flatMap(({ key }) => (key.kind === 'scalar' && key.value !== PROBE ? key.value : [])));
    return path && { path, root, present };
  }
  return undefined;
}

function itemIn(probed: Document | undefined): Found | undefined {
  const root = probed?.root;
  for (const node of descendants(root)) {
    if (root === undefined || node.kind !== 'scalar' || node.value !== PROBE) continue;
    const path = pathTo(root, node.id);
    return path === undefined || typeof path.at(-1) !== 'number' ? undefined : { path, root };
  }
  return undefined;
}
