/** `textDocument/completion`: what can stand at the cursor. */
import { CompletionItemKind, CompletionRequest } from 'vscode-languageserver';
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

export const completion = handler(CompletionRequest.type, ({ db, convert }, params) => {
  const at = convert.cursor(params);
  if (at === undefined) return null;
  const { items, incomplete } = completionAt(db, at.file, at.offset);
  return {
    isIncomplete: incomplete,
    items: items.map(({ label, detail, kind, edit, filter, order }) => ({
      label: visible(label),
      detail: visible(detail),
      kind: KINDS[kind],
      filterText: filter,
      sortText: order,
      textEdit: { range: convert.range(at.file, edit.span), newText: edit.text },
    })),
  };
});
