/** `textDocument/implementation`: what changes an object or a field on its way to what is deployed. */
import { ImplementationRequest } from 'vscode-languageserver';
import { budgetOf } from '../../engine/budget.ts';
import { implementations } from '../../ide/implementation.ts';
import { handler } from '../handler.ts';
import { definitionLinks } from './definition.ts';

/** Milliseconds after which the answer is what is known; asking again knows more. */
const PATIENCE = 200;

export const implementation = handler(ImplementationRequest.type, ({ db, session, convert, pace }, params) => {
  const at = convert.cursor(params);
  const found = at && implementations(db, at.file, at.offset, budgetOf(pace.now, PATIENCE));
  return at === undefined || found === undefined ? null : definitionLinks(session, convert, at.file, found);
});
