/** A change of the workspace in the form that this editor takes, and its way into the editor. */
import {
  ApplyWorkspaceEditRequest,
  type CreateFile,
  type DeleteFile,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { WorkspaceChange } from '../ide/edits.ts';
import type { Converter } from './convert.ts';
import { inert } from './markdown.ts';
import type { Session } from './session.ts';

/** Has the editor make the change, as one step that can be undone; what it did not make is a sentence. */
export async function applyInEditor(
  session: Session,
  convert: Converter,
  change: WorkspaceChange,
  label: string,
): Promise<{ readonly refused: string } | undefined> {
  const edit = workspaceEdit(session, convert, change);
  if (edit === undefined) return { refused: 'This editor cannot make such a change.' };
  const { applied, failureReason } = await session.connection.sendRequest(ApplyWorkspaceEditRequest.type, { label, edit });
  if (applied) return undefined;
  const why = failureReason === undefined ? '' : ` (${inert(failureReason)})`;
  return { refused: `The editor did not make the change${why}: the files may have changed meanwhile. Try again.` };
}

/** Undefined where the change makes or deletes files and the editor cannot. */
export function workspaceEdit(session: Session, convert: Converter, change: WorkspaceChange): WorkspaceEdit | undefined {
  const { deletions = [] } = change;
  if (!session.client.documentChanges) {
    if (change.creations.length > 0 || deletions.length > 0) return undefined;
    const changes: NonNullable<WorkspaceEdit['changes']> = Object.create(null);
    for (const [file, edits] of change.edits) changes[convert.uri(file)] = convert.edits(file, edits);
    return { changes };
  }
  if (change.creations.length > 0 && !session.client.createsFiles) return undefined;
  if (deletions.length > 0 && !session.client.deletesFiles) return undefined;
  const documentChanges: (TextDocumentEdit | CreateFile | DeleteFile)[] = [];
  for (const { file, text } of change.creations) {
    const uri = convert.uri(file);
    const start = { line: 0, character: 0 };
    documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: false } });
    documentChanges.push({ textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] });
  }
  for (const [file, edits] of change.edits) {
    const version = session.documents.get(file)?.version ?? null;
    const isSketched = session.client.snippetEdits && edits.some(({ sketch }) => sketch !== undefined);
    const written = isSketched ? convert.snippets(file, edits) : convert.edits(file, edits);
    documentChanges.push({ textDocument: { uri: convert.uri(file), version }, edits: written });
  }
  for (const file of deletions) documentChanges.push({ kind: 'delete', uri: convert.uri(file) });
  return { documentChanges };
}
