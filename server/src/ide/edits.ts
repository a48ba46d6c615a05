/** Changes said in places, as the rules say them, made into changes of text. */
import type { FilePath } from '../base/paths.ts';
import { overlaps, type TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { plainSketch, type Sketch } from '../model/sketch.ts';
import { pathKind } from '../model/workspace/inputs.ts';
import type { Edit } from '../rules/rule.ts';
import { addition } from './edits/append.ts';
import { puts, rewritten, type SketchEdit } from './edits/put.ts';
import { removals } from './edits/remove.ts';
import { Sheet } from './edits/sheet.ts';
import { spanAt } from './text.ts';

export type { SketchEdit };

/** What is to be done to the files of the workspace. */
export interface WorkspaceChange {
  /** Edits by file, in the order of the text, none overlapping another. */
  readonly edits: ReadonlyMap<FilePath, readonly SketchEdit[]>;
  readonly creations: readonly { readonly file: FilePath; readonly text: string }[];
  /** Files that go. */
  readonly deletions?: readonly FilePath[];
}

/** All edits as one change; undefined where one cannot be made or two are in each other's way. */
export function changeOf(db: Database, edits: readonly Edit[]): WorkspaceChange | undefined {
  const creations: { file: FilePath; text: string }[] = [];
  const byFile = new Map<FilePath, Edit[]>();
  for (const edit of edits) {
    if (edit.do === 'create') {
      if (pathKind(db, edit.file) !== undefined) return undefined;
      creations.push({ file: edit.file, text: edit.text });
      continue;
    }
    const list = byFile.get(edit.file);
    if (list === undefined) byFile.set(edit.file, [edit]);
    else list.push(edit);
  }
  const changed = new Map<FilePath, readonly SketchEdit[]>();
  for (const [file, list] of byFile) {
    const texts = textEdits(db, file, list);
    if (texts === undefined) return undefined;
    changed.set(file, texts);
  }
  return { edits: changed, creations };
}

function textEdits(db: Database, file: FilePath, edits: readonly Edit[]): readonly SketchEdit[] | undefined {
  const sheet = new Sheet(db, file);
  const gone = edits.flatMap((edit) => (edit.do === 'remove' ? [edit.node] : []));
  const texts: SketchEdit[] = [];
  if (gone.length > 0) {
    const some = removals(sheet, gone);
    if (some === undefined) return undefined;
    texts.push(...some);
  }
  for (const edit of edits) {
    if (edit.do === 'remove') continue;
    const some = edit.do === 'put' ? puts(sheet, edit.node, edit.fields) : textEdit(db, sheet, edit);
    if (some === undefined) return undefined;
    texts.push(...[some].flat());
  }
  return inOrder(texts);
}

function textEdit(db: Database, sheet: Sheet, edit: Exclude<Edit, { do: 'remove' | 'put' }>): TextEdit | undefined {
  switch (edit.do) {
    case 'replace':
      return { span: spanAt(db, edit.file, edit.at), text: edit.text };
    case 'append':
      return addition(sheet, edit.node, edit.text);
    case 'rewrite':
      return rewritten(sheet, edit.node, edit.fields);
    case 'removeLines': {
      const span = spanAt(db, edit.file, edit.at);
      return { span: { start: sheet.lineStart(span.start), end: sheet.nextLine(span.end) }, text: '' };
    }
    case 'addLine': {
      const span = spanAt(db, edit.file, edit.at);
      const indent = /^[ \t]*/.exec(sheet.text.slice(sheet.lineStart(span.start)))?.[0] ?? '';
      const end = sheet.lineEnd(span.end);
      return { span: { start: end, end }, text: `${sheet.eol}${indent}${edit.text}` };
    }
    case 'removeComment':
      return withoutComment(sheet, spanAt(db, edit.file, edit.at).start);
    case 'create':
      return undefined;
  }
}

/** The same with each edit from the start of its line on; those that share a line in one. */
export function wholeLines(db: Database, file: FilePath, edits: readonly SketchEdit[]): readonly Required<SketchEdit>[] {
  const sheet = new Sheet(db, file);
  const joined: Required<SketchEdit>[] = [];
  for (const edit of edits) {
    const { span, sketch = [edit.text] } = edit;
    const start = sheet.lineStart(span.start);
    const before = joined.at(-1);
    const isApart = before === undefined || before.span.end < start;
    if (!isApart) joined.pop();
    const [from, lead]: readonly [number, Sketch] = isApart ? [start, []] : [before.span.start, before.sketch];
    const between = sheet.text.slice(isApart ? start : before.span.end, span.start);
    const whole = [...lead, between, ...sketch];
    joined.push({ span: { start: from, end: span.end }, text: plainSketch(whole), sketch: whole });
  }
  return joined;
}

/** A comment alone on its line goes with the line, one behind something with the blanks before it. */
function withoutComment(sheet: Sheet, at: number): TextEdit | undefined {
  const before = sheet.prefix(at);
  const sign = sheet.text.startsWith('//', at) || sheet.text[at] === '#' ? at : sheet.lineStart(at) + signIn(before);
  if (sign < sheet.lineStart(at)) return undefined;
  const lead = sheet.prefix(sign);
  if (lead.trim() === '') return { span: { start: sheet.lineStart(at), end: sheet.nextLine(at) }, text: '' };
  return { span: { start: sheet.lineStart(at) + lead.trimEnd().length, end: sheet.lineEnd(at) }, text: '' };
}

/** The last comment sign of a text; -1 where there is none. */
function signIn(text: string): number {
  return Math.max(text.lastIndexOf('#'), text.lastIndexOf('//'));
}

/** Sorted, equal ones once; undefined where two overlap. */
function inOrder(edits: readonly SketchEdit[]): readonly SketchEdit[] | undefined {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const kept: SketchEdit[] = [];
  for (const edit of sorted) {
    const before = kept.at(-1);
    const isSame = before?.span.start === edit.span.start && before.span.end === edit.span.end && before.text === edit.text;
    // Two additions at one place are two additions; two removals of one place are one.
    if (isSame && edit.span.start < edit.span.end) continue;
    if (before !== undefined && before.span.end > edit.span.start && overlaps(before.span, edit.span)) return undefined;
    kept.push(edit);
  }
  return kept;
}
