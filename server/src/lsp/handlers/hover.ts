/** `textDocument/hover`: what a name or path means. */
import { HoverRequest } from 'vscode-languageserver';
import { budgetOf } from '../../engine/budget.ts';
import { hover as hoverAt } from '../../ide/hover.ts';
import { handler } from '../handler.ts';
import { markup } from '../markdown.ts';

/** Milliseconds after which a hover says what it has. */
const PATIENCE = 40;

export const hover = handler(HoverRequest.type, async ({ db, session, convert, pace }, params) => {
  const descriptions = await session.descriptions();
  const at = convert.cursor(params);
  const found = at && hoverAt(db, at.file, at.offset, budgetOf(pace.now, PATIENCE), descriptions);
  if (at === undefined || found === undefined) return null;
  return { contents: markup(convert, found.parts, session.client.markdown), range: convert.range(at.file, found.span) };
});
