/** What the server tells an editor that it can do. */
import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';

export const CAPABILITIES: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
  diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: true },
  definitionProvider: true,
  referencesProvider: true,
  hoverProvider: true,
  documentLinkProvider: { resolveProvider: false },
  documentSymbolProvider: { label: 'Plumbline' },
  workspaceSymbolProvider: { resolveProvider: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
