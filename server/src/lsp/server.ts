/** Wires one editor's connection to the analysis: lifecycle, documents, watched files, settings, requests. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
  InitializedNotification,
  type InitializeParams,
  type FileEvent as LspFileEvent,
  type ProtocolNotificationType,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import { CAPABILITIES } from './capabilities.ts';
import { HANDLERS } from './handlers/all.ts';
import type { FileEvent, World } from './ports.ts';
import { CHANGED, TRUSTED } from './protocol.ts';
import { Publisher } from './push.ts';
import { Session } from './session.ts';
import { toPath } from './uris.ts';
import { register, SECTION } from './watch.ts';

const KINDS = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
} as const;

/** Serves one editor; the caller has made the connection and listens after this returns. */
export function serve(connection: Connection, world: World): Session {
  const session = new Session(connection, world);
  const publisher = new Publisher(session);
  session.onChange(() => {
    if (!session.client.pullsDiagnostics) publisher.wake();
    session.hints.wake();
    if (session.hasCommands && session.phase === 'running') void connection.sendNotification(CHANGED);
  });
  connection.onInitialize((params) => {
    session.begin(params.capabilities, foldersOf(params), params.initializationOptions);
    return { capabilities: CAPABILITIES, serverInfo: { name: 'Plumbline', version: world.runtime.version } };
  });
  connection.onShutdown(() => session.end());
  notified(session, InitializedNotification.type, async () => {
    // With this capability the library has taken the notification's place.
    if (session.client.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        changeFolders(session, event).catch((error) => session.failures.report('changing folders', error));
      });
    await Promise.all([session.openFolders(), readSettings(session), register(session)]);
  });
  onDocuments(session);
  onWorld(session);
  for (const handler of HANDLERS) handler.register(connection, session);
  return session;
}

function onDocuments(session: Session): void {
  notified(session, DidOpenTextDocumentNotification.type, ({ textDocument }) => {
    session.documents.open(textDocument);
    session.changed();
    void session.prepare(textDocument.uri);
  });
  notified(session, DidChangeTextDocumentNotification.type, ({ textDocument, contentChanges }) => {
    if (session.documents.change(textDocument.uri, textDocument.version, contentChanges)) session.changed();
  });
  notified(session, DidCloseTextDocumentNotification.type, async ({ textDocument }) => {
    if ((await session.documents.close(textDocument.uri)) !== undefined) session.changed();
  });
}

function onWorld(session: Session): void {
  const { world } = session;
  notified(session, DidChangeWatchedFilesNotification.type, async ({ changes }) => {
    await session.ready;
    const events = changes.flatMap(eventOf);
    session.filesGone(events.filter(({ kind }) => kind === 'deleted').length);
    session.changes.stale();
    if (await world.filesChanged(events)) session.worldChanged();
    session.charts.refresh();
    session.schemas.refresh();
  });
  connectionTrust(session);
  notified(session, DidChangeConfigurationNotification.type, async ({ settings }) => {
    await readSettings(session, settings);
  });
  notified(session, DidChangeWorkspaceFoldersNotification.type, ({ event }) => changeFolders(session, event));
}

/** Trust is given once and for the session; what waited for it is asked for again. */
function connectionTrust(session: Session): void {
  session.connection.onNotification(TRUSTED, () => {
    if (session.phase !== 'running' || session.isTrusted) return;
    session.isTrusted = true;
    session.changed();
    session.charts.refresh();
    session.schemas.refresh();
  });
}

async function changeFolders(session: Session, { added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
  session.changes.stale();
  await session.changeFolders(added, removed);
  session.worldChanged();
}

/** Notifications before "initialize" and after "shutdown" are dropped, as the protocol wants; failures are told once. */
function notified<P, RO>(
  session: Session,
  type: ProtocolNotificationType<P, RO>,
  handle: (params: P) => void | Promise<void>,
): void {
  session.connection.onNotification(type.method, async (params: P) => {
    if (session.phase !== 'running') return;
    try {
      await handle(params);
    } catch (error) {
      session.failures.report(`handling ${type.method}`, error);
    }
  });
}

/** Asks the editor where it can be asked, else takes what it sent. */
async function readSettings(session: Session, sent?: unknown): Promise<void> {
  const received = session.client.configuration
    ? await session.connection.workspace.getConfiguration(SECTION)
    : typeof sent === 'object' && sent !== null && Object.hasOwn(sent, SECTION)
      ? Reflect.get(sent, SECTION)
      : undefined;
  if (received === undefined) return;
  const { revision } = session.db;
  session.world.settings(received);
  if (session.db.revision !== revision) session.worldChanged();
  session.charts.refresh();
  session.schemas.refresh();
}

function eventOf({ uri, type }: LspFileEvent): FileEvent[] {
  const path = toPath(uri);
  return path === undefined ? [] : [{ path, kind: KINDS[type] ?? 'changed' }];
}

function foldersOf(params: InitializeParams): { uri: string; name: string }[] {
  if (params.workspaceFolders) return params.workspaceFolders;
  return params.rootUri ? [{ uri: params.rootUri, name: '' }] : [];
}
