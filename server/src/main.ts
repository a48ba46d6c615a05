/** The language server as a process: the connection, the world and what is done when nothing else catches an error. */
import { setImmediate } from 'node:timers/promises';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { Database } from './engine/database.ts';
import { STEADY } from './host/pace.ts';
import { Workspace } from './host/workspace.ts';
import type { Runtime, World } from './lsp/ports.ts';
import { serve } from './lsp/server.ts';

const runtime: Runtime = {
  version: '0.1.0',
  now: () => performance.now(),
  pause: () => setImmediate(),
  memory: () => {
    const { heapUsed, rss } = process.memoryUsage();
    return { heap: heapUsed, rss };
  },
};

/** The opened folders on disk, with the editor's documents on top. */
function world(): World {
  const db = new Database();
  const workspace = new Workspace(db, STEADY);
  return {
    db,
    runtime,
    open: (folders, progress) => workspace.open(folders, progress),
    filesChanged: (events) => workspace.filesChanged(events),
    edited: (path, text) => workspace.edited(path, text),
    closed: (path) => workspace.closed(path),
    settings: (received) => workspace.settings(received),
  };
}

const connection = createConnection(ProposedFeatures.all);
const session = serve(connection, world());
process.on('unhandledRejection', (error) => session.failures.report('working in the background', error));
process.on('uncaughtException', (error) => {
  // The editor is gone: nobody is left to serve.
  if ('code' in error && error.code === 'EPIPE') process.exit(1);
  session.failures.report('working in the background', error);
});
connection.listen();
