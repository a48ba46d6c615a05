/** What the server tells an editor that it can do. */
import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { CONVERT, FIX_ALL } from './protocol.ts';

export const CAPABILITIES: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
  diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: true },
  definitionProvider: true,
  implementationProvider: true,
  referencesProvider: true,
  hoverProvider: true,
  documentLinkProvider: { resolveProvider: false },
  inlayHintProvider: { resolveProvider: false },
  codeLensProvider: { resolveProvider: false },
  selectionRangeProvider: true,
  documentSymbolProvider: { label: 'Plumbline' },
  workspaceSymbolProvider: { resolveProvider: true },
  completionProvider: { triggerCharacters: ['/', ' ', '"', "'"], resolveProvider: false },
  codeActionProvider: {
    codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, CodeActionKind.RefactorExtract, FIX_ALL],
  },
  executeCommandProvider: { commands: [CONVERT] },
  renameProvider: { prepareProvider: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
