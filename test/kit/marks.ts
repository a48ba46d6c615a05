/** Fixtures with marks in their text: `‸` is the cursor, `[[…]]` are ranges. */
import type { Span } from '../../server/src/base/spans.ts';
import { TestWorkspace } from './workspace.ts';

export interface Marked {
  readonly workspace: TestWorkspace;
  /** Where the cursor is; the one fixture must hold exactly one. */
  readonly cursor: { readonly file: string; readonly offset: number };
  /** `file: text` of each range, sorted. */
  readonly ranges: readonly string[];
}

const MARK = /‸|\[\[|\]\]/g;

/** Takes the marks out; paths are relative to the repository. */
export function marked(files: Readonly<Record<string, string>>): Marked {
  const clean: Record<string, string> = {};
  const ranges: string[] = [];
  const cursors: { file: string; offset: number }[] = [];
  for (const [file, text] of Object.entries(files)) {
    let plain = '';
    let at = 0;
    let open: number | undefined;
    for (const match of text.matchAll(MARK)) {
      plain += text.slice(at, match.index);
      at = match.index + match[0].length;
      if (match[0] === '‸') cursors.push({ file, offset: plain.length });
      else if (match[0] === '[[') open = plain.length;
      else ranges.push(rangeName(file, plain, { start: open ?? 0, end: plain.length }));
    }
    clean[file] = plain + text.slice(at);
  }
  const workspace = new TestWorkspace(clean);
  const [cursor, ...more] = cursors;
  if (cursor === undefined || more.length > 0) throw new Error(`The fixture has ${cursors.length} cursors.`);
  return { workspace, cursor: { file: workspace.path(cursor.file), offset: cursor.offset }, ranges: ranges.sort() };
}

/** A range as the tests compare them: where it starts, and its text. */
export function rangeName(file: string, text: string, span: Span): string {
  const line = text.slice(0, span.start).split('\n').length;
  return `${file}:${line}: ${text.slice(span.start, span.end)}`;
}

/** The same for a span that the analysis returned. */
export function foundRange(workspace: TestWorkspace, path: string, span: Span): string {
  const file = path.slice(workspace.path('').length + 1);
  return rangeName(file, workspace.text(file) ?? '', span);
}
