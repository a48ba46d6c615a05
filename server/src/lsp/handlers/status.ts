/** `plumbline/status`: the figures behind `Plumbline: Show Server Status`. */
import { ProtocolRequestType } from 'vscode-languageserver';
import { sweep } from '../../engine/sweep.ts';
import { leftOutFiles, objectCount, workspaceFiles } from '../../ide/files.ts';
import { customKinds, warmKinds } from '../../ide/schemas.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import { STATUS, type StatusResult } from '../protocol.ts';
import type { Session } from '../session.ts';

/** Queries and left-out files that are listed by name. */
const LISTED = 20;
const LISTED_KINDS = 100;

const StatusRequest = new ProtocolRequestType<null, StatusResult, never, void, void>(STATUS);

export const status = handler(StatusRequest, async ({ db, session, convert, pace }) => {
  const files = workspaceFiles(db);
  let resources = 0;
  await sweep(db, files, pace, (file) => {
    resources += objectCount(db, file);
  });
  await warmKinds(db, pace);
  const kinds = customKinds(db);
  const held = db.sizes();
  const busiest = [...session.executed].sort((a, b) => b[1] - a[1]).slice(0, LISTED);
  const memory = session.world.runtime.memory();
  const leftOut = leftOutFiles(db);
  return {
    version: session.world.runtime.version,
    files: files.length,
    resources,
    folders: session.folders.map((folder) => convert.uri(folder)),
    openDocuments: session.documents.paths.length,
    memory: { heapBytes: memory.heap, rssBytes: memory.rss },
    queries: {
      executed: [...session.executed.values()].reduce((sum, count) => sum + count, 0),
      busiest: busiest.map(([name, executed]) => ({ name, executed, held: held.get(name) ?? 0 })),
    },
    failures: session.failures.sentences,
    leftOut: [...leftOut].slice(0, LISTED).map(([file, reason]) => ({ file: convert.uri(file), reason })),
    leftOutCount: leftOut.size,
    kinds: kinds.slice(0, LISTED_KINDS).map(({ key, objects, from, by }) => ({
      kind: key,
      objects,
      ...(from !== undefined && { source: from }),
      by,
    })),
    kindsCount: kinds.length,
    ...clusterState(session),
    catalogues: session.world.catalogues.locations.map(({ location, is, problem }) => ({
      location,
      is,
      ...(problem !== undefined && { problem }),
    })),
  };
});

function clusterState({ live }: Session): Pick<StatusResult, 'cluster'> {
  const { context, definitions, version } = live.facts;
  if (context === undefined || definitions === undefined) return {};
  const { kinds, isForbidden } = definitions;
  return { cluster: { context: visible(context), ...(version !== undefined && { version }), kinds: kinds.size, isForbidden } };
}
