/** `textDocument/documentLink`: paths to click on. */
import { DocumentLinkRequest } from 'vscode-languageserver';
import { documentLinks } from '../../ide/links.ts';
import { handler } from '../handler.ts';

export const documentLink = handler(DocumentLinkRequest.type, ({ db, session, convert }, params) => {
  const file = convert.path(params.textDocument);
  if (file === undefined) return null;
  return documentLinks(db, file).map(({ span, target, tooltip }) => ({
    range: convert.range(file, span),
    target: convert.uri(target),
    ...(session.client.documentLinkTooltips && { tooltip }),
  }));
});
