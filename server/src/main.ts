/** The language server as a process: the connection, the world, and what is done when nothing else catches an error. */

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import server from '../package.json' with { type: 'json' };
import { Database } from './engine/database.ts';
import { Charts } from './host/charts.ts';
import { DriftObserver } from './host/cluster/drift.ts';
import { Comparison, withoutChanges } from './host/comparison.ts';
import { toNative } from './host/native.ts';
import { STEADY } from './host/pace.ts';
import { ToolRunner } from './host/process.ts';
import { pushBranch } from './host/pull-request/branch.ts';
import { planPullRequest } from './host/pull-request/plan.ts';
import { historyOf, pushRevert, revertOf } from './host/pull-request/revert.ts';
import { cacheDirectory } from './host/remotes/cache.ts';
import { fetchRemotes } from './host/remotes/fetch-all.ts';
import { loadFetched } from './host/remotes/load.ts';
import { Catalogues } from './host/schemas/catalogues.ts';
import { ClusterKinds } from './host/schemas/cluster-kinds.ts';
import { Terraform } from './host/terraform.ts';
import { Workspace } from './host/workspace.ts';
import type { ClusterPort, World } from './lsp/ports.ts';
import { serve } from './lsp/server.ts';
import { allKustomizations, directoryOf } from './model/kustomize/recognise.ts';

function worldOf(db: Database): World {
  const workspace = new Workspace(db, STEADY);
  const tools = new ToolRunner();
  const terraform = new Terraform(db, tools, () => workspace.roots);
  const charts = new Charts(db, tools, () => workspace.roots);
  const catalogues = new Catalogues(db);
  const clusterKinds = new ClusterKinds(db);
  let allowedHosts: ReadonlySet<string> = new Set();
  const comparison = new Comparison(db);
  let opened: readonly string[] = [];
  let kubeconfig: string | undefined;
  return {
    db,
    runtime: {
      version: server.version,
      now: STEADY.now,
      timestamp: () => new Date().toISOString(),
      pause: STEADY.pause,
      later(milliseconds, work) {
        const timer = setTimeout(work, milliseconds);
        return () => clearTimeout(timer);
      },
      memory: () => {
        const { heapUsed, rss } = process.memoryUsage();
        return { heap: heapUsed, rss };
      },
    },
    open: (folders, progress) => {
      opened = folders.map(toNative);
      return workspace.open(folders, progress);
    },
    filesChanged: (events) => workspace.filesChanged(events),
    edited: (path, text) => workspace.edited(path, text),
    closed: (path) => workspace.closed(path),
    compare: (roots, open) => comparison.look(roots, undefined, open),
    settings: (received) => {
      workspace.settings(received);
      kubeconfig = textSetting(received, 'kubeconfig');
      terraform.settings(received);
      charts.settings(received);
      allowedHosts = new Set(textsSetting(sectionOf(received, 'kustomize'), 'allowedHosts'));
      catalogues.own = textsSetting(received, 'schemaLocations');
    },
    remotes: () => loadFetched(db, cacheDirectory()),
    fetchRemotes: (entries, signal) => fetchRemotes(db, workspace.roots, { again: true, allowed: allowedHosts, entries, signal }),
    charts: {
      get isWanted() {
        return charts.isWanted;
      },
      render: (signal) => charts.render(allKustomizations(db, '').map(directoryOf), signal),
    },
    catalogues,
    terraformValidate: (directory, signal) => terraform.validate(directory, signal),
    terraformFormat: (text, signal) => terraform.format(text, signal),
    looks: (context, cluster) => {
      const observer = new DriftObserver(context, (asked) => cluster.request(asked));
      return {
        take: (application, signal) => observer.take(db, application, signal),
        async look(application, signal) {
          const key = await observer.take(db, application, signal);
          await observer.look(db, key, Date.now(), signal);
          return key;
        },
      };
    },
    descriptions: async () => (await import('./host/descriptions.ts')).descriptions(),
    clusters: async () => {
      // In a bundle of its own: whoever asks for no cluster does not load it.
      const { Clusters } = await import('./host/cluster/clusters.ts');
      const clusters = new Clusters(process.env, () => ({ kubeconfig, workspace: opened }));
      // First of all who listens: the others find the database as the cluster is.
      clusters.onChange(() => clusterKinds.take(clusters.facts));
      return clusters satisfies ClusterPort;
    },
    pullRequests: {
      plan: planPullRequest,
      push: pushBranch,
      without: withoutChanges,
      history: historyOf,
      revert: revertOf,
      pushRevert,
    },
  };
}

function sectionOf(received: unknown, name: string): unknown {
  return typeof received === 'object' && received !== null ? Reflect.get(received, name) : undefined;
}

function textsSetting(received: unknown, name: string): readonly string[] {
  const texts = sectionOf(received, name);
  return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : [];
}

function textSetting(received: unknown, name: string): string | undefined {
  const value = sectionOf(received, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// The command line names the channel: `--stdio`, `--node-ipc`, `--pipe NAME`.
const connection = createConnection(ProposedFeatures.all);
const session = serve(connection, worldOf(new Database()));
process.on('unhandledRejection', (error) => session.failures.report('working in the background', error));
process.on('uncaughtException', (error) => {
  // The editor is gone: nobody is left to serve.
  if ('code' in error && error.code === 'EPIPE') process.exit(1);
  session.failures.report('working in the background', error);
});
connection.listen();
