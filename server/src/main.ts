/** The language server as a process: the connection, the world and what is done when nothing else catches an error. */
import { setImmediate } from 'node:timers/promises';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { FilePath } from './base/paths.ts';
import { Database } from './engine/database.ts';
import type { Runtime, World } from './lsp/ports.ts';
import { serve } from './lsp/server.ts';
import { fileList, fileText, pathKind } from './model/workspace/inputs.ts';

const runtime: Runtime = {
  version: '0.1.0',
  now: () => performance.now(),
  pause: () => setImmediate(),
  memory: () => {
    const { heapUsed, rss } = process.memoryUsage();
    return { heap: heapUsed, rss };
  },
};

/** Knows the documents that the editor holds open, and no disk. */
function openDocumentsOnly(): World {
  const db = new Database();
  const open = new Set<FilePath>();
  const list = () => db.set(fileList, '', [...open].sort());
  return {
    db,
    runtime,
    async open() {},
    async filesChanged() {
      return false;
    },
    edited(path, text) {
      db.set(fileText, path, text, 0);
      db.set(pathKind, path, 'file', 0);
      if (!open.has(path)) {
        open.add(path);
        list();
      }
    },
    async closed(path) {
      open.delete(path);
      db.set(fileText, path, undefined);
      db.set(pathKind, path, undefined);
      list();
    },
    settings() {},
  };
}

const connection = createConnection(ProposedFeatures.all);
const session = serve(connection, openDocumentsOnly());
process.on('unhandledRejection', (error) => session.failures.report('working in the background', error));
process.on('uncaughtException', (error) => {
  // The editor is gone: nobody is left to serve.
  if ('code' in error && error.code === 'EPIPE') process.exit(1);
  session.failures.report('working in the background', error);
});
connection.listen();
