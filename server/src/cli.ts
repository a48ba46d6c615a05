/** The command line as a process: the world it runs in, and its exit status. */
import packageFile from '../package.json' with { type: 'json' };
import { run } from './cli/run.ts';
import type { Stream, World } from './cli/world.ts';
import type { Database } from './engine/database.ts';
import { Comparison } from './host/comparison.ts';
import { kindAt, loadForBuild, loadRepositories } from './host/folders.ts';
import { changedSince } from './host/git.ts';
import { collectEarly } from './host/heap.ts';
import { fromNative } from './host/native.ts';
import { STEADY } from './host/pace.ts';
import { ToolRunner } from './host/process.ts';
import { fetchRemotes } from './host/remotes/fetch-all.ts';
import { Catalogues } from './host/schemas/catalogues.ts';
import { writeInside } from './host/writing.ts';
import { namedLocations } from './model/kubernetes/schema/sources.ts';
import { repositories } from './model/workspace/inputs.ts';

function stream(target: NodeJS.WriteStream): Stream {
  // A reader that has seen enough closes the pipe; that is no error, and nobody is left to tell one.
  target.on('error', (error) => {
    if ('code' in error && error.code === 'EPIPE') return;
    throw error;
  });
  return {
    isTTY: target.isTTY === true,
    columns: target.columns,
    write: (text) => void (target.writable && target.write(text)),
  };
}

function cataloguesOf(db: Database, locations: readonly string[]): Catalogues {
  const catalogues = new Catalogues(db);
  catalogues.own = locations;
  return catalogues;
}

const world: World = {
  out: stream(process.stdout),
  err: stream(process.stderr),
  env: process.env,
  cwd: fromNative('.'),
  version: packageFile.version,
  pace: STEADY,
  resolve: (argument) => fromNative(argument),
  kindOf: kindAt,
  load: loadRepositories,
  loadForBuild: (directory, progress) => loadForBuild(directory, fromNative('.'), progress),
  changedSince,
  compare: (after, roots, ref) => new Comparison(after).look(roots, ref),
  drift: async (db, wanted, progress) => {
    const { driftInCluster } = await import('./host/cluster/drift-run.ts');
    return driftInCluster(db, wanted, progress);
  },
  fetchRemotes,
  loadSchemas: async (db, { locations }) => {
    if (locations.length > 0 || namedLocations(db, '').length > 0) await cataloguesOf(db, locations).load();
  },
  fetchSchemas: async function* (db, { locations, again }) {
    const catalogues = cataloguesOf(db, locations);
    // Who runs the command wants what the repository names, too.
    catalogues.agree();
    yield* catalogues.fetch({ again });
  },
  renderCharts: async (db, directories, { program }) => {
    const { Charts } = await import('./host/charts.ts');
    const roots = repositories(db, '').map(({ root }) => root);
    const charts = new Charts(db, new ToolRunner(), () => roots);
    charts.setting = program;
    await charts.render(directories, new AbortController().signal);
  },
  write: writeInside,
  serve: async () => {
    await import('./main.ts');
  },
};

collectEarly();
void run(process.argv.slice(2), world).then((status) => {
  // Output to a pipe may still be on its way: the process ends by itself when all is written.
  process.exitCode = status;
});
