/** `textDocument/completion`: what can stand at the cursor. */
import {
  CompletionItemKind,
  CompletionItemTag,
  CompletionRequest,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver';
import { completion as completionAt, plainSketch, type Sketch } from '../../ide/completion.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import { snippetOf } from '../snippet.ts';

const KINDS = {
  file: CompletionItemKind.File,
  directory: CompletionItemKind.Folder,
  name: CompletionItemKind.Reference,
  field: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  whole: CompletionItemKind.Struct,
} as const;

const DEPRECATED: [typeof CompletionItemTag.Deprecated] = [CompletionItemTag.Deprecated];

/** What editors that take our commands do next where more can be offered. */
const NEXT = { title: 'Suggest', command: 'editor.action.triggerSuggest' };

export const completion = handler(CompletionRequest.type, ({ db, session, convert }, params) => {
  const at = convert.cursor(params);
  if (at === undefined) return null;
  const { items, incomplete } = completionAt(db, at.file, at.offset);
  const { snippets, insertsAsIs } = session.client;
  return {
    isIncomplete: incomplete,
    items: items.map(({ label, detail, kind, edit, filter, order, sketch = [], also, isDeprecated, leads }) => ({
      label: visible(label),
      detail: visible(detail),
      kind: KINDS[kind],
      filterText: filter,
      sortText: order,
      textEdit: {
        range: convert.range(at.file, edit.span),
        newText: insertsAsIs && sketch.length > 0 ? insertion([edit.text, ...sketch], snippets) : edit.text,
      },
      ...(also !== undefined && {
        additionalTextEdits: also.map((one) => ({ range: convert.range(at.file, one.span), newText: one.text })),
      }),
      ...(isDeprecated === true && { tags: DEPRECATED }),
      ...(leads === true && session.hasCommands && { command: NEXT }),
      ...(insertsAsIs && sketch.length > 0 && { insertTextMode: InsertTextMode.asIs }),
      ...(insertsAsIs && sketch.length > 0 && snippets && { insertTextFormat: InsertTextFormat.Snippet }),
    })),
  };
});

function insertion(sketch: Sketch, isSnippet: boolean): string {
  return isSnippet ? snippetOf(sketch) : plainSketch(sketch);
}
