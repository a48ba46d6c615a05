/** A change of the workspace in the form that this editor takes. */
import type { CreateFile, DeleteFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { WorkspaceChange } from '../ide/edits.ts';
import type { Converter } from './convert.ts';
import type { Session } from './session.ts';

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
