/** `textDocument/hover`: what a name or path means. */
import { HoverRequest } from 'vscode-languageserver';
import { hover as hoverAt } from '../../ide/hover.ts';
import { handler } from '../handler.ts';
import { markup } from '../markdown.ts';

export const hover = handler(HoverRequest.type, ({ db, session, convert }, params) => {
  const at = convert.cursor(params);
  const found = at && hoverAt(db, at.file, at.offset);
  if (at === undefined || found === undefined) return null;
  return { contents: markup(convert, found.parts, session.client.markdown), range: convert.range(at.file, found.span) };
});
