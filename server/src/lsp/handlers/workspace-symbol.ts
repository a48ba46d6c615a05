/** `workspace/symbol` and `workspaceSymbol/resolve`: names in the whole workspace, located when the editor wants it. */
import { type WorkspaceSymbol, WorkspaceSymbolRequest, WorkspaceSymbolResolveRequest } from 'vscode-languageserver';
import { symbolSpan, workspaceSymbols } from '../../ide/symbols.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import { SYMBOL_KINDS } from '../symbol-kinds.ts';
import { toPath } from '../uris.ts';

export const workspaceSymbol = handler(WorkspaceSymbolRequest.type, ({ db, session, convert }, params): WorkspaceSymbol[] =>
  workspaceSymbols(db, params.query).map(({ label, container, symbol, file, index }) => ({
    name: visible(label) || '?',
    containerName: container,
    kind: SYMBOL_KINDS[symbol],
    location: session.client.resolvesSymbolRange
      ? { uri: convert.uri(file) }
      : convert.location(file, symbolSpan(db, file, index)),
    ...(session.client.resolvesSymbolRange && { data: index }),
  })),
);

export const workspaceSymbolResolve = handler(WorkspaceSymbolResolveRequest.type, ({ db, convert }, symbol) => {
  const file = toPath(symbol.location.uri);
  if (file === undefined || typeof symbol.data !== 'number') return symbol;
  return { ...symbol, location: convert.location(file, symbolSpan(db, file, symbol.data)) };
});
