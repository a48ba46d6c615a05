/** `textDocument/inlayHint`: what overlays make of a line, behind it; where there is no time, the rest comes with a refresh. */
import { InlayHintRequest } from 'vscode-languageserver';
import { budgetOf } from '../../engine/budget.ts';
import { hints } from '../../ide/hints.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';

/** Milliseconds after which the hints are those that there are. */
const PATIENCE = 30;

export const inlayHint = handler(InlayHintRequest.type, ({ db, session, convert, pace }, params) => {
  const file = convert.path(params.textDocument);
  if (file === undefined) return null;
  const budget = budgetOf(pace.now, PATIENCE);
  const found = hints(db, file, convert.span(file, params.range), budget);
  if (budget.isSpent()) session.hints.wake();
  return found.map(({ offset, text, tooltip }) => ({
    position: convert.range(file, { start: offset, end: offset }).start,
    label: visible(text),
    tooltip: visible(tooltip),
    paddingLeft: true,
  }));
});
