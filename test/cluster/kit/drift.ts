/** A repository in memory whose application is in a real cluster: what Plumbline says of its drift, and what kubectl says. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { type Ask, DriftObserver, type DriftRequest } from '../../../server/src/host/cluster/drift.ts';
import { desiredObjects } from '../../../server/src/model/drift/desired.ts';
import { driftOf } from '../../../server/src/model/drift/drift.ts';
import type { Json, JsonObject } from '../../../server/src/model/drift/json.ts';
import type { FieldDrift, ObjectDrift } from '../../../server/src/model/drift/result.ts';
import { TestWorkspace } from '../../kit/workspace.ts';
import { fluxApplication, placeOf, URL } from '../../model/drift/kit.ts';
import type { Cluster, User } from './cluster.ts';

const run = promisify(execFile);

/** Everything that left for the cluster. */
export type Sent = { readonly method: string; readonly path: string };

export class DriftInCluster {
  readonly workspace: TestWorkspace;
  readonly sent: Sent[] = [];
  readonly #cluster: Cluster;
  readonly #user: User;
  key = '';

  /** `url`: where the controller has the files from. */
  constructor(cluster: Cluster, files: Readonly<Record<string, string>>, user: User = 'admin', url: string = URL) {
    this.#cluster = cluster;
    this.#user = user;
    this.workspace = new TestWorkspace(files, [url]);
  }

  readonly ask: Ask = async ({ method, path, body, contentType }: DriftRequest) => {
    this.sent.push({ method, path });
    const answer = await this.#cluster.api(this.#user).request(method, path, body, contentType);
    return { status: answer.status, body: answer.body as Json };
  };

  /** Looks at the cluster for an application of this object, or of one of its own whose source needs not be there. */
  async look(object?: JsonObject): Promise<readonly ObjectDrift[]> {
    const { db } = this.workspace;
    const own = fluxApplication({});
    const ask: Ask = async (asked) =>
      object === undefined && asked.path.includes('/gitrepositories/')
        ? { status: 200, body: own.source ?? null }
        : this.ask(asked);
    const observer = new DriftObserver('test', ask);
    this.key = await observer.take(db, object ?? own.object);
    await observer.look(db, this.key, Date.now());
    return driftOf(db, this.key).objects;
  }

  /** The objects as the controller would send them. */
  async desired(): Promise<readonly JsonObject[]> {
    if (this.key === '') await this.look();
    return desiredObjects(this.workspace.db, this.key).objects.map(({ json }) => json);
  }

  /** Applies what is desired as the controller does. */
  async reconcile(): Promise<void> {
    for (const object of await this.desired()) await this.#cluster.api().apply(object, 'kustomize-controller');
  }

  /** `app/web.yaml:7 spec.replicas: 3, live 5, by manager`. */
  line({ spot, field, desired, live, change }: FieldDrift): string {
    return `${placeOf(this.workspace, spot)} ${field}: ${JSON.stringify(desired)}, live ${JSON.stringify(live)}, by ${change?.name}`;
  }

  /** The fields that `kubectl diff --server-side` shows, without list items, in order. */
  async kubectlFields(): Promise<readonly string[]> {
    const directory = mkdtempSync(join(this.#cluster.directory, 'diff-'));
    const script = join(directory, 'keep.sh');
    writeFileSync(script, `#!/bin/sh\ncp -r "$1" ${directory}/live\ncp -r "$2" ${directory}/merged\nexit 1\n`);
    chmodSync(script, 0o755);
    mkdirSync(join(directory, 'in'));
    for (const [i, object] of (await this.desired()).entries())
      writeFileSync(join(directory, 'in', `${i}.json`), JSON.stringify(object));
    const words = [
      'diff',
      '--server-side',
      '--force-conflicts',
      '--field-manager=kustomize-controller',
      '-f',
      join(directory, 'in'),
    ];
    const env = { ...process.env, KUBECONFIG: this.#cluster.kubeconfig(), KUBECTL_EXTERNAL_DIFF: script, HOME: directory };
    // It exits with 1 where there are differences, and with more where it fails.
    const failure = await run('kubectl', words, { env }).then(
      () => undefined,
      (error: { readonly code?: number; readonly stderr?: string }) => error,
    );
    if (failure === undefined) return [];
    if (failure.code !== 1) throw new Error(`kubectl diff: ${failure.stderr}`);
    const read = (side: string): Map<string, string> => {
      const found = new Map<string, string>();
      for (const name of readdirSync(join(directory, side))) {
        const object = parse(readFileSync(join(directory, side, name), 'utf8')) as Json;
        flatten(object, name, '', found);
      }
      return found;
    };
    const [live, merged] = [read('live'), read('merged')];
    const fields = new Set<string>();
    for (const path of [...live.keys(), ...merged.keys()])
      if (live.get(path) !== merged.get(path)) fields.add(path.slice(path.indexOf(' ') + 1).replace(/\[[^\]]*\]/g, ''));
    return [...fields].filter((field) => !/^(?:metadata\.(?:generation|resourceVersion)|status)/.test(field)).sort();
  }
}

/** The same form for what Plumbline found: every leaf that differs, without list items. */
export function leafFields(drift: readonly ObjectDrift[]): readonly string[] {
  const found = new Set<string>();
  for (const { fields } of drift) {
    for (const { path, desired, live } of fields) {
      const base = path.flatMap((step) => ('key' in step ? [step.key] : [])).join('.');
      const leaves = new Map<string, string>();
      flatten((desired ?? live) as Json, '', base, leaves);
      for (const leaf of leaves.keys()) found.add(leaf.trim().replace(/\[[^\]]*\]/g, ''));
    }
  }
  return [...found].sort();
}

/** Leaves by their paths; what holds nothing is not there. */
function flatten(value: Json, file: string, path: string, found: Map<string, string>): void {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const name = (item as JsonObject | null)?.name;
      flatten(item as Json, file, `${path}[${typeof name === 'string' ? name : i}]`, found);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, below] of Object.entries(value)) flatten(below as Json, file, path === '' ? key : `${path}.${key}`, found);
  } else if (value !== null) found.set(`${file} ${path}`, JSON.stringify(value));
}
