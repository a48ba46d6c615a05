/** `textDocument/codeAction`: fixes and suppressions for findings, all safe fixes of a file at once, and rewrites. */
import { type CodeAction, CodeActionKind, CodeActionRequest } from 'vscode-languageserver';
import { type Action, codeActions, fixAll, rewrites } from '../../ide/actions.ts';
import { handler } from '../handler.ts';
import { FIX_ALL } from '../protocol.ts';
import { workspaceEdit } from '../workspace-edit.ts';

const KINDS: Readonly<Record<Action['kind'], string>> = {
  fix: CodeActionKind.QuickFix,
  suppress: CodeActionKind.QuickFix,
  fixAll: FIX_ALL,
  rewrite: CodeActionKind.RefactorRewrite,
};

export const codeAction = handler(CodeActionRequest.type, ({ db, session, convert }, params) => {
  const file = convert.path(params.textDocument);
  if (file === undefined || !session.client.literalCodeActions) return null;
  const { only } = params.context;
  const found: Action[] = [];
  if (wants(only, CodeActionKind.QuickFix)) found.push(...codeActions(db, file, convert.span(file, params.range)));
  if (wants(only, CodeActionKind.RefactorRewrite)) found.push(...rewrites(db, file, convert.span(file, params.range)));
  const all = only !== undefined && wants(only, FIX_ALL) ? fixAll(db, file) : undefined;
  if (all !== undefined) found.push(all);
  return found.flatMap((action): CodeAction[] => {
    const edit = workspaceEdit(session, convert, action.change);
    if (edit === undefined) return [];
    return [
      {
        title: action.title,
        kind: KINDS[action.kind],
        edit,
        ...(action.diagnostic && { diagnostics: [convert.diagnostic(action.diagnostic)] }),
        ...(action.preferred && { isPreferred: true }),
      },
    ];
  });
});

/** A kind is wanted where nothing, it itself or one that holds it was asked for. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
}
