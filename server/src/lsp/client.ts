/** What the connected editor can do, read once from its capabilities. */
import type { ClientCapabilities } from 'vscode-languageserver';

export interface Client {
  /** Asks for diagnostics itself; others are sent them. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  readonly relatedDocuments: boolean;
  readonly workDoneProgress: boolean;
  readonly watchesFiles: boolean;
  readonly relativePatterns: boolean;
  readonly configuration: boolean;
  readonly dynamicConfiguration: boolean;
  readonly workspaceFolders: boolean;
  readonly definitionLinks: boolean;
  readonly hierarchicalSymbols: boolean;
  readonly markdown: boolean;
  readonly snippets: boolean;
  /** Takes completions of several lines with the indentation that they have. */
  readonly insertsAsIs: boolean;
  readonly createsFiles: boolean;
  readonly deletesFiles: boolean;
  readonly appliesEdits: boolean;
  readonly documentChanges: boolean;
  /** Takes edits with places to fill in. */
  readonly snippetEdits: boolean;
  readonly resolvesSymbolRange: boolean;
  readonly literalCodeActions: boolean;
  readonly documentLinkTooltips: boolean;
  readonly refreshesLenses: boolean;
}

export function clientOf(capabilities: ClientCapabilities): Client {
  const { workspace, textDocument, window } = capabilities;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    relatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    workDoneProgress: window?.workDoneProgress === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    configuration: workspace?.configuration === true,
    dynamicConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    insertsAsIs: textDocument?.completion?.completionItem?.insertTextModeSupport?.valueSet.includes(1) ?? false,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') ?? false,
    deletesFiles: workspace?.workspaceEdit?.resourceOperations?.includes('delete') ?? false,
    appliesEdits: workspace?.applyEdit === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    resolvesSymbolRange: workspace?.symbol?.resolveSupport?.properties.includes('location.range') ?? false,
    literalCodeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    documentLinkTooltips: textDocument?.documentLink?.tooltipSupport === true,
  };
}
