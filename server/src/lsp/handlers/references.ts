/** `textDocument/references`: every place that points at a name. */
import { ReferencesRequest } from 'vscode-languageserver';
import { references as referencesTo } from '../../ide/references.ts';
import { handler } from '../handler.ts';

export const references = handler(ReferencesRequest.type, async ({ db, convert, pace }, params) => {
  const at = convert.cursor(params);
  if (at === undefined) return null;
  const found = await referencesTo(db, at.file, at.offset, params.context.includeDeclaration, pace);
  return found.map(({ file, span }) => convert.location(file, span));
});
