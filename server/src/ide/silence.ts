/** Where a `plumbline-ignore` comment has to stand to silence a line or a file. */
import type { FilePath } from '../base/paths.ts';
import type { Span, TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { languageOf, layout, tree } from '../model/source.ts';
import { descendants } from '../syntax/navigate.ts';
import { type Scalar, spanOf } from '../syntax/tree.ts';
import { Sheet } from './edits/sheet.ts';

/** A comment on a line of its own above the one that the span starts on; undefined where no comment can stand. */
export function silencingLine(db: Database, file: FilePath, span: Span, rule: string): TextEdit | undefined {
  const sign = commentSign(file);
  if (sign === undefined) return undefined;
  const sheet = new Sheet(db, file);
  const around = scalarAround(db, file, span.start);
  const start = sheet.lineStart(around?.start ?? span.start);
  const comment = `${sign} plumbline-ignore ${rule}`;
  if (isHead(sheet, start, sign)) {
    // Above the first line it would silence the whole file: there it stands behind what the line holds.
    const end = sheet.lineEnd(start);
    const after = scalarAround(db, file, end);
    if (after !== undefined && after.end > end && !after.isBlock) return undefined;
    return { span: { start: end, end }, text: ` ${comment}` };
  }
  const indent = /^[ \t]*/.exec(sheet.text.slice(start))?.[0] ?? '';
  return { span: { start, end: start }, text: `${indent}${comment}${sheet.eol}` };
}

/** A comment in the first line. */
export function silencingFile(db: Database, file: FilePath, rule: string): TextEdit | undefined {
  const sign = commentSign(file);
  if (sign === undefined) return undefined;
  const sheet = new Sheet(db, file);
  const start = sheet.text.startsWith('\ufeff') ? 1 : 0;
  return { span: { start, end: start }, text: `${sign} plumbline-ignore ${rule}${sheet.eol}` };
}

function commentSign(file: FilePath): string | undefined {
  switch (languageOf(file)) {
    case 'yaml':
    case 'codeowners':
    case 'hcl':
      return '#';
    case 'json5':
      return '//';
    default:
      return undefined;
  }
}

/** True where nothing but comments stands before the line. */
function isHead(sheet: Sheet, lineStart: number, sign: string): boolean {
  return sheet.text
    .slice(0, lineStart)
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .slice(0, -1)
    .every((line) => line.trimStart().startsWith(sign));
}

/** The scalar that holds the offset, in whose lines no comment can stand. */
function scalarAround(db: Database, file: FilePath, offset: number): (Span & { readonly isBlock: boolean }) | undefined {
  const spans = layout(db, file);
  for (const { id, root } of tree(db, file).documents) {
    const section = spanOf(spans, id);
    if (offset < section.start || offset > section.end) continue;
    for (const node of descendants(root)) {
      const span = spanOf(spans, node.id);
      if (node.kind === 'scalar' && span.start <= offset && offset <= span.end) return { ...span, isBlock: isBlock(node) };
    }
  }
  return undefined;
}

function isBlock({ style }: Scalar): boolean {
  return style === 'literal' || style === 'folded';
}
