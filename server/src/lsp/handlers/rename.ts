/** `textDocument/rename` and `textDocument/prepareRename`: a name with all that points at it. */
import { LSPErrorCodes, PrepareRenameRequest, RenameRequest, ResponseError } from 'vscode-languageserver';
import { prepareRename as prepare, rename as renameAt } from '../../ide/rename.ts';
import { handler } from '../handler.ts';
import { workspaceEdit } from '../workspace-edit.ts';

export const prepareRename = handler(PrepareRenameRequest.type, ({ db, convert }, params) => {
  const at = convert.cursor(params);
  if (at === undefined) return null;
  const found = prepare(db, at.file, at.offset);
  if ('refused' in found) throw refusal(found.refused);
  return { range: convert.range(at.file, found.span), placeholder: found.text };
});

export const rename = handler(RenameRequest.type, async ({ db, session, convert, pace }, params) => {
  const at = convert.cursor(params);
  if (at === undefined) return null;
  const change = await renameAt(db, at.file, at.offset, params.newName, pace);
  if ('refused' in change) throw refusal(change.refused);
  return workspaceEdit(session, convert, change) ?? null;
});

function refusal(sentence: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, sentence);
}
