/** One look at a cluster for the command line: connect, find the applications that are deployed from here, compare, leave. */
import { homedir } from 'node:os';
import { nearest } from '../../base/near.ts';
import type { Database } from '../../engine/database.ts';
import { deployedAs } from '../../model/drift/deployed-as.ts';
import { desiredObjects } from '../../model/drift/desired.ts';
import { asObject, type JsonObject } from '../../model/drift/json.ts';
import { LIVE_KINDS } from '../../model/live/kinds.ts';
import { repositories } from '../../model/workspace/inputs.ts';
import { Connection, pageOf } from './connection.ts';
import { servedVersions } from './discovery.ts';
import { DriftObserver } from './drift.ts';
import { ClusterError } from './errors.ts';
import { readKubeconfig } from './kubeconfig.ts';
import { commandLine, pluginOf, runPlugin } from './plugin.ts';

export interface DriftWanted {
  readonly context: string | undefined;
  readonly application: string | undefined;
  readonly allowsCommand: boolean;
}

type Seen = { readonly context: string; readonly keys: readonly string[]; readonly now: number } | { readonly error: string };

export async function driftInCluster(
  db: Database,
  wanted: DriftWanted,
  progress: (done: number, total: number) => void,
): Promise<Seen> {
  let connection: Connection | undefined;
  try {
    const opened = await open(db, wanted);
    connection = opened.connection;
    return await compare(db, opened.connection, opened.context, wanted.application, progress);
  } catch (error) {
    if (error instanceof ClusterError) return { error: error.message };
    throw error;
  } finally {
    connection?.close();
  }
}

async function open(db: Database, wanted: DriftWanted): Promise<{ connection: Connection; context: string }> {
  const workspace = repositories(db, '').map(({ root }) => root);
  const { contexts, current, remarks } = readKubeconfig({ setting: undefined, env: process.env, home: homedir(), workspace });
  const name = wanted.context ?? current;
  const context = contexts.find((one) => one.name === name);
  if (context === undefined) {
    const near =
      name === undefined
        ? undefined
        : nearest(
            name,
            contexts.map((one) => one.name),
          );
    const more = near === undefined ? remarks.map((remark) => ` ${remark}`).join('') : ` Did you mean ${near}?`;
    const what = name === undefined ? 'No kubeconfig names a current context.' : `No kubeconfig has the context "${name}".`;
    throw new ClusterError('kubeconfig', what + more);
  }
  const plugin = pluginOf(context, workspace, process.env.PATH);
  if (plugin === undefined) return { connection: new Connection(context, undefined), context: context.name };
  if ('refused' in plugin) throw new ClusterError('credentials', plugin.refused);
  if (!wanted.allowsCommand)
    throw new ClusterError(
      'credentials',
      `The context "${context.name}" needs this command to be run for its credentials: ${commandLine(plugin)} (--allow-command allows it).`,
    );
  const signal = new AbortController().signal;
  const credential = await runPlugin(plugin, homedir(), signal).catch((error: unknown) => {
    throw new ClusterError('credentials', error instanceof Error ? error.message : 'The credentials could not be had.');
  });
  return { connection: new Connection(context, credential), context: context.name };
}

async function compare(
  db: Database,
  connection: Connection,
  context: string,
  application: string | undefined,
  progress: (done: number, total: number) => void,
): Promise<Seen> {
  const all = await applications(connection);
  const chosen = application === undefined ? all : all.filter((object) => namesOf(object).includes(application));
  if (application !== undefined && chosen.length === 0) {
    const near = nearest(application, all.flatMap(namesOf));
    const more = near === undefined ? '' : `; did you mean ${near}?`;
    return { error: `the context "${context}" has no Application or Kustomization ${application}${more}` };
  }
  const observer = new DriftObserver(context, (asked) => connection.request(asked));
  const keys: string[] = [];
  for (const [done, object] of chosen.entries()) {
    progress(done, chosen.length);
    const key = await observer.take(db, object);
    // Where it is asked for by name, it is told why nothing is compared.
    if (!desiredObjects(db, key).isHere && application === undefined) continue;
    await observer.look(db, key, Date.now());
    keys.push(key);
  }
  return { context, keys, now: Date.now() };
}

async function applications(connection: Connection): Promise<readonly JsonObject[]> {
  const versions = await servedVersions(connection, new AbortController().signal);
  const found: JsonObject[] = [];
  let isServed = false;
  for (const { group, kind, plural } of LIVE_KINDS) {
    const version = versions.get(`${group}/${plural}`);
    if (version === undefined || (kind !== 'Application' && kind !== 'Kustomization')) continue;
    isServed = true;
    for (let more: string | undefined = ''; more !== undefined; ) {
      const next: string = more === '' ? '' : `&continue=${encodeURIComponent(more)}`;
      const page = pageOf(
        await connection.expect({ method: 'GET', path: `/apis/${group}/${version}/${plural}?limit=250${next}` }),
      );
      // Items of a list do not say their kind.
      for (const item of page.items) found.push({ ...asObject(item as never), apiVersion: `${group}/${version}`, kind });
      more = page.more === undefined || page.more === '' ? undefined : page.more;
    }
  }
  if (!isServed)
    throw new ClusterError('protocol', `${connection.server} serves neither Argo CD's Applications nor Flux's Kustomizations.`);
  return found;
}

function namesOf(object: JsonObject): readonly string[] {
  const { namespace, name } = deployedAs(object);
  return [name, `${namespace}/${name}`];
}
