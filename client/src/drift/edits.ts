/** What can be done about drift in the files: taking a live value into Git, and telling the controller to ignore a difference. */
import { Range, Uri, window } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-drift.ts';
import type { Server } from '../server.ts';

const DRIFT_MARKS: typeof protocol.DRIFT_MARKS = 'plumbline/driftMarks';
const DRIFT_WAYS: typeof protocol.DRIFT_WAYS = 'plumbline/driftWays';
const DRIFT_WRITE: typeof protocol.DRIFT_WRITE = 'plumbline/driftWrite';

export const EDIT_COMMANDS: { readonly [E in protocol.DriftEdit]: string } = {
  take: 'plumbline.takeIntoGit',
  ignore: 'plumbline.ignoreDifference',
};

/** An object that drifted, and perhaps the field of it that is meant. */
export interface DriftTarget {
  readonly application: string;
  readonly object: string;
  readonly field?: string;
}

/** Asks for what is not said, has it written, and shows where. */
export async function editDrift(server: Server, edit: protocol.DriftEdit, chosen: DriftTarget | undefined): Promise<void> {
  const target = chosen ?? (await markAtCursor(server));
  if (target === undefined) return;
  try {
    await choose(server, edit, target);
  } catch (error) {
    await window.showWarningMessage(error instanceof Error ? error.message : String(error));
  }
}

async function choose(server: Server, edit: protocol.DriftEdit, target: DriftTarget): Promise<void> {
  const found = await server.ask<protocol.DriftWaysResult>(DRIFT_WAYS, { edit, ...target } satisfies protocol.DriftWaysParams);
  if (found === undefined) return;
  if ('refused' in found) {
    await window.showInformationMessage(found.refused);
    return;
  }
  if ('fields' in found) {
    const items = found.fields.map(({ field, words }) => ({ label: field, description: words, field }));
    const picked = await window.showQuickPick(items, { placeHolder: 'Which field?', matchOnDescription: true });
    if (picked !== undefined) await choose(server, edit, { ...target, field: picked.field });
    return;
  }
  const { field, question, asks, ways } = found;
  const items = ways.map(({ form, title, place, detail }) => ({ label: title, description: place, detail, form }));
  const picked = asks ? await window.showQuickPick(items, { placeHolder: question, matchOnDetail: true }) : items[0];
  if (picked === undefined) return;
  const { application, object } = target;
  const params: protocol.DriftWriteParams = { edit, application, object, field, form: picked.form };
  const written = await server.ask<protocol.DriftWriteResult>(DRIFT_WRITE, params);
  if (written === undefined) return;
  if ('refused' in written) {
    await window.showInformationMessage(written.refused);
    return;
  }
  const { start, end } = written.place.range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(Uri.parse(written.place.uri), { selection });
}

/** From the palette: the drift that is drawn on the cursor's line, or one of the file's that a person picks. */
async function markAtCursor(server: Server): Promise<DriftTarget | undefined> {
  const editor = window.activeTextEditor;
  const file = editor?.document.uri;
  const params: protocol.DriftMarksParams = { file: `${file}` };
  const marks = file?.scheme === 'file' ? await server.ask<readonly protocol.DriftMark[]>(DRIFT_MARKS, params) : [];
  const line = editor?.selection.active.line ?? -1;
  const all = (marks ?? []).filter(({ field }) => field !== undefined);
  const here = all.filter(({ range }) => range.start.line <= line && line <= range.end.line);
  if (all.length === 0) {
    await window.showInformationMessage('No drift is drawn in this file: run "Plumbline: Show Drift" first.');
    return undefined;
  }
  const items = (here.length === 0 ? all : here).map(({ title, text, application, object, field }) => ({
    label: title,
    description: text,
    application,
    object,
    field,
  }));
  const picked = here.length === 1 ? items[0] : await window.showQuickPick(items, { placeHolder: 'Which one?' });
  return (
    picked && {
      application: picked.application,
      object: picked.object,
      ...(picked.field !== undefined && { field: picked.field }),
    }
  );
}
