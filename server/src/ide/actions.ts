/** What can be done about the findings at a place: their fixes, and comments that silence them. */
import { deepEqual } from '../base/equal.ts';
import type { FilePath } from '../base/paths.ts';
import { overlaps, type Span, type TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { placeSpan } from '../model/place.ts';
import { layout } from '../model/source.ts';
import { refactorings } from '../rules/refactorings.ts';
import type { Edit } from '../rules/rule.ts';
import { type Diagnostic, diagnostics } from './diagnostics.ts';
import { changeOf, type WorkspaceChange } from './edits.ts';
import { silencingFile, silencingLine } from './silence.ts';
import { textOf } from './text.ts';

export interface Action {
  readonly title: string;
  readonly kind: 'fix' | 'suppress' | 'fixAll' | 'rewrite';
  readonly change: WorkspaceChange;
  /** The finding it answers; absent for what answers all of a file. */
  readonly diagnostic?: Diagnostic;
  /** The one to apply without asking which. */
  readonly preferred: boolean;
}

/** Fixes and suppressions for the findings that touch the span, fixes first. */
export function codeActions(db: Database, file: FilePath, span: Span): readonly Action[] {
  const found = diagnostics(db, file).filter((one) => one.file === file && overlaps(one.span, span));
  return [...once(found.flatMap((one) => fixes(db, one))), ...found.flatMap((one) => suppressions(db, file, one))];
}

/** What mends several findings is offered for the first of them. */
function once(actions: readonly Action[]): readonly Action[] {
  return actions.filter(
    (one, i) => !actions.slice(0, i).some(({ title, change }) => title === one.title && deepEqual(change, one.change)),
  );
}

/** Changes that answer no finding, where the span touches what they change. */
export function rewrites(db: Database, file: FilePath, span: Span): readonly Action[] {
  return refactorings(db, file).flatMap(({ title, at, edits }): Action[] => {
    const isHere = at.length === 0 || at.some((place) => overlaps(placeSpan(layout(db, file), textOf(db, file), place), span));
    const change = isHere ? changeOf(db, edits) : undefined;
    return change === undefined ? [] : [{ title, kind: 'rewrite', change, preferred: false }];
  });
}

/** All safe fixes of a file in one; undefined where there is none. */
export function fixAll(db: Database, file: FilePath): Action | undefined {
  let edits: readonly Edit[] = [];
  let change: WorkspaceChange | undefined;
  for (const { finding } of diagnostics(db, file)) {
    const fix = finding.fixes?.find(({ safe }) => safe);
    if (fix === undefined) continue;
    // A fix that is in another's way waits for the next time.
    const together = changeOf(db, [...edits, ...fix.edits]);
    if (together === undefined) continue;
    edits = [...edits, ...fix.edits];
    change = together;
  }
  return change && { title: 'Fix all safe Plumbline findings', kind: 'fixAll', change, preferred: false };
}

function fixes(db: Database, diagnostic: Diagnostic): readonly Action[] {
  const all = diagnostic.finding.fixes ?? [];
  return all.flatMap((fix): Action[] => {
    const change = changeOf(db, fix.edits);
    if (change === undefined) return [];
    return [{ title: fix.title, kind: 'fix', change, diagnostic, preferred: fix.safe && all[0] === fix }];
  });
}

function suppressions(db: Database, file: FilePath, diagnostic: Diagnostic): readonly Action[] {
  const action = (title: string, edit: TextEdit | undefined): readonly Action[] =>
    edit === undefined
      ? []
      : [{ title, kind: 'suppress', change: { edits: new Map([[file, [edit]]]), creations: [] }, diagnostic, preferred: false }];
  return [
    ...action(`Suppress ${diagnostic.rule} for this line`, silencingLine(db, file, diagnostic.span, diagnostic.rule)),
    ...action(`Suppress ${diagnostic.rule} for this file`, silencingFile(db, file, diagnostic.rule)),
  ];
}
