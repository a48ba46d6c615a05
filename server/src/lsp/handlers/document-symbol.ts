/** `textDocument/documentSymbol`: the outline of a file. */
import { DocumentSymbolRequest, type DocumentSymbol as LspSymbol, type SymbolInformation } from 'vscode-languageserver';
import type { FilePath } from '../../base/paths.ts';
import { type DocumentSymbol, documentSymbols } from '../../ide/symbols.ts';
import type { Converter } from '../convert.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import { SYMBOL_KINDS } from '../symbol-kinds.ts';

export const documentSymbol = handler(DocumentSymbolRequest.type, ({ db, session, convert }, params) => {
  const file = convert.path(params.textDocument);
  if (file === undefined) return null;
  const found = documentSymbols(db, file);
  return session.client.hierarchicalSymbols ? found.map((one) => nested(convert, file, one)) : flat(convert, file, found);
});

function nested(convert: Converter, file: FilePath, one: DocumentSymbol): LspSymbol {
  return {
    // Editors refuse empty names.
    name: visible(one.label) || '?',
    detail: visible(one.detail),
    kind: SYMBOL_KINDS[one.symbol],
    range: convert.range(file, one.whole),
    selectionRange: convert.range(file, one.name),
    children: one.children.map((child) => nested(convert, file, child)),
  };
}

function flat(convert: Converter, file: FilePath, symbols: readonly DocumentSymbol[]): SymbolInformation[] {
  return symbols.flatMap((one) => [
    { name: visible(one.label) || '?', kind: SYMBOL_KINDS[one.symbol], location: convert.location(file, one.whole) },
    ...flat(convert, file, one.children),
  ]);
}
