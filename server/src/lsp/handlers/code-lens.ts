/** `textDocument/codeLens`: who builds a file, and what a kustomization builds; their commands are the extension's. */
import { type CodeLens, CodeLensRequest, type Command } from 'vscode-languageserver';
import { type Lens, lenses } from '../../ide/lenses.ts';
import type { Converter } from '../convert.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import { SHOW_RENDERED, SHOW_USES } from '../protocol.ts';

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const codeLens = handler(CodeLensRequest.type, ({ db, session, convert }, { textDocument }) => {
  const file = convert.path(textDocument);
  if (file === undefined || !session.hasCommands) return null;
  return lenses(db, file).map((lens): CodeLens => ({ range: TOP, command: commandOf(convert, textDocument.uri, lens) }));
});

function commandOf(convert: Converter, uri: string, lens: Lens): Command {
  const title = visible(lens.title);
  if (lens.is === 'rendered') return { title, command: SHOW_RENDERED, arguments: [convert.uri(lens.directory)] };
  const locations = lens.kustomizations.map((file) => ({ uri: convert.uri(file), range: TOP }));
  return { title, command: SHOW_USES, arguments: [uri, locations] };
}
