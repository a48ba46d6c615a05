/** `textDocument/completion`: what can stand at the cursor. */
import { CompletionItemKind, CompletionRequest, InsertTextMode } from 'vscode-languageserver';
import { completion as completionAt } from '../../ide/completion.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';

const KINDS = {
  file: CompletionItemKind.File,
  directory: CompletionItemKind.Folder,
  name: CompletionItemKind.Reference,
  field: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
} as const;

export const completion = handler(CompletionRequest.type, ({ db, session, convert }, params) => {
  const at = convert.cursor(params);
  if (at === undefined) return null;
  const { items, incomplete } = completionAt(db, at.file, at.offset);
  return {
    isIncomplete: incomplete,
    items: items.map(({ label, detail, kind, edit, filter, order, below = '' }) => ({
      label: visible(label),
      detail: visible(detail),
      kind: KINDS[kind],
      filterText: filter,
      sortText: order,
      textEdit: {
        range: convert.range(at.file, edit.span),
        newText: session.client.insertsAsIs ? edit.text + below : edit.text,
      },
      ...(session.client.insertsAsIs && below !== '' && { insertTextMode: InsertTextMode.asIs }),
    })),
  };
});
