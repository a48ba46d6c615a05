/** How the analysis' symbols are drawn by editors. */
import { SymbolKind as LspKind } from 'vscode-languageserver';
import type { DocumentSymbol } from '../ide/symbols.ts';

export const SYMBOL_KINDS: Readonly<Record<DocumentSymbol['symbol'], LspKind>> = {
  object: LspKind.Object,
  file: LspKind.File,
  module: LspKind.Module,
  owner: LspKind.Key,
  section: LspKind.Namespace,
  field: LspKind.Field,
  variable: LspKind.Variable,
};
