/** Where the cursor stands in front of nothing: the mapping or list that a field or an item would be added to. */
import type { Span } from '../../base/spans.ts';
import { asMapping, descendants, pathTo } from '../../syntax/navigate.ts';
import type { Tree } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';

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
}

/** Stands for what is yet to be written; no text that people write has it. */
const PROBE = '\uE0C5';

/** The gaps that the cursor could fill, the likeliest first: a field, or an item without its dash. */
export function gapsAt(text: string, tree: Tree, offset: number): readonly Gap[] {
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
  const base = { span: { start, end }, typed };
  const tried = (probe: string): Tree => parseYaml(text.slice(0, start) + probe + text.slice(end)).tree;
  const gaps: Gap[] = [];
  const asField = fieldIn(tried(hasColon ? PROBE : `${PROBE}: `), tree);
  if (asField !== undefined) gaps.push({ ...base, ...asField, lead: '', hasColon });
  if (!isBlock || before.includes('-') || hasColon) return gaps;
  const asItem = itemIn(tried(`- ${PROBE}`), tree);
  if (asItem !== undefined) gaps.push({ ...base, ...asItem, present: new Set(), lead: '- ', hasColon });
  return gaps;
}

type Found = Pick<Gap, 'document' | 'path'>;

function fieldIn(probed: Tree, before: Tree): (Found & Pick<Gap, 'present'>) | undefined {
  for (const [document, { root, problems }] of probed.documents.entries()) {
    for (const node of descendants(root)) {
      const entries = asMapping(node)?.entries ?? [];
      if (root === undefined || !entries.some(({ key }) => key.kind === 'scalar' && key.value === PROBE)) continue;
      const path = pathTo(root, node.id);
      if (path === undefined || problems.length > (before.documents[document]?.problems.length ?? 0)) return undefined;
      const present = new Set(entries.flatMap(({ key }) => (key.kind === 'scalar' ? key.value : [])));
      return { document, path, present };
    }
  }
  return undefined;
}

function itemIn(probed: Tree, before: Tree): Found | undefined {
  for (const [document, { root, problems }] of probed.documents.entries()) {
    for (const node of descendants(root)) {
      if (root === undefined || node.kind !== 'scalar' || node.value !== PROBE) continue;
      const path = pathTo(root, node.id);
      const isSound = problems.length <= (before.documents[document]?.problems.length ?? 0);
      return path === undefined || !isSound || typeof path.at(-1) !== 'number' ? undefined : { document, path };
    }
  }
  return undefined;
}
