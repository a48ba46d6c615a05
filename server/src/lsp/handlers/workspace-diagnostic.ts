/** `workspace/diagnostic`: what changed in any file since the editor last asked; held open while nothing has. */
import {
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { FilePath } from '../../base/paths.ts';
import { Cancelled } from '../../engine/database.ts';
import { sweep } from '../../engine/sweep.ts';
import { workspaceFiles } from '../../ide/files.ts';
import { type Context, handler } from '../handler.ts';
import { reportOf } from '../reports.ts';
import { requestCancelled } from '../session.ts';
import { toPath } from '../uris.ts';

/** Reports sent in one partial result. */
const BATCH = 50;

export const workspaceDiagnostic = handler(WorkspaceDiagnosticRequest.type, async (context, params) => {
  const known = new Map<FilePath, string>();
  for (const { uri, value } of params.previousResultIds) {
    const path = toPath(uri);
    if (path !== undefined) known.set(path, value);
  }
  for (;;) {
    const changes = await changesSince(context, known, params);
    if (changes !== undefined) return { items: changes };
    if (await unchanged(context)) return { items: [] };
  }
});

/** What is left to send after partial results; undefined where nothing at all has changed. */
async function changesSince(
  { db, session, convert, pace, token }: Context,
  known: ReadonlyMap<FilePath, string>,
  params: WorkspaceDiagnosticParams,
): Promise<WorkspaceDocumentDiagnosticReport[] | undefined> {
  let batch: WorkspaceDocumentDiagnosticReport[] = [];
  let sent = false;
  try {
    await sweep(db, new Set([...workspaceFiles(db), ...known.keys()]), pace, (file) => {
      const { items, resultId } = reportOf(session, file);
      if (resultId === (known.get(file) ?? 'none')) return;
      const version = session.documents.get(file)?.version ?? null;
      batch.push({ kind: DocumentDiagnosticReportKind.Full, uri: convert.uri(file), version, resultId, items: [...items] });
      if (batch.length < BATCH || params.partialResultToken === undefined) return;
      void session.connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, params.partialResultToken, { items: batch });
      batch = [];
      sent = true;
    });
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    if (token.isCancellationRequested) throw requestCancelled();
    throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The workspace changed while it was checked.', {
      retriggerRequest: true,
    });
  }
  session.swept();
  return batch.length > 0 || sent ? batch : undefined;
}

/** Waits for a change; true where the session ended instead. */
function unchanged({ session, token }: Context): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const stop = session.onChange(() => {
      stop();
      cancelled.dispose();
      resolve(session.phase === 'ended');
    });
    const cancelled = token.onCancellationRequested(() => {
      stop();
      cancelled.dispose();
      reject(requestCancelled());
    });
  });
}
