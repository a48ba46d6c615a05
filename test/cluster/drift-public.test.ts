/** Public repositories, deployed by the real Argo CD: just synced, not one of their objects has drifted. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DriftObserver } from '../../server/src/host/cluster/drift.ts';
import { desiredObjects } from '../../server/src/model/drift/desired.ts';
import { apiVersionOf, type ObjectId } from '../../server/src/model/drift/objects.ts';
import { CORPORA_MISSING, corpusTexts } from '../kit/corpus.ts';
import type { Manifest } from './kit/api.ts';
import { application, applicationPath, startArgoCd, sync } from './kit/argocd.ts';
import { Cluster, clusterMissing } from './kit/cluster.ts';
import { DriftInCluster } from './kit/drift.ts';
import { eventually } from './kit/eventually.ts';
import { GitServer } from './kit/git.ts';
import type { Program } from './kit/program.ts';
import { provided } from './kit/provided.ts';

const skip = CORPORA_MISSING || ((await clusterMissing()) ?? provided('redis-server', 'git') ?? false);

/** Directories that build without the network and share no objects. */
const DEPLOYED: Readonly<Record<string, readonly string[]>> = {
  podinfo: ['kustomize'],
  'argo-cd': ['manifests/ha/namespace-install'],
  manifests: ['applications/training-operator/upstream/overlays/standalone', 'common/cert-manager/base'],
};

let cluster: Cluster;
let git: GitServer;
let stack: Program;
const repositories = new Map<string, Readonly<Record<string, string>>>();

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  git = await GitServer.start(cluster.directory);
  for (const name of Object.keys(DEPLOYED)) {
    const texts = corpusTexts(`${name}/**/*`).map(({ path, text }) => [path.slice(name.length + 1), text] as const);
    repositories.set(name, Object.fromEntries(texts));
    git.commit(name, Object.fromEntries(texts));
  }
  stack = await startArgoCd(cluster, git.port);
});
after(async () => {
  await stack?.stop();
  await git?.stop();
  await cluster?.stop();
});

for (const [repository, paths] of Object.entries(DEPLOYED))
  for (const path of paths)
    test(`${repository}: ${path}`, { skip }, async (t) => {
      const name = `${repository}-${path.replaceAll('/', '-')}`.slice(0, 60).replace(/-+$/, '');
      const spec = {
        destination: { server: 'https://kubernetes.default.svc', namespace: name },
        syncPolicy: { syncOptions: ['ServerSideApply=true'] },
      };
      const made = application(name, git.url(repository), path, {}, spec);
      const drift = new DriftInCluster(cluster, repositories.get(repository) ?? {}, 'admin', git.url(repository));
      await prepare(drift, made, name);
      await cluster.api().apply(made);
      await sync(cluster, name, stack);
      const object = await eventually(
        'the comparison',
        async () => {
          const found = await cluster.api().get(applicationPath(name));
          return found.status.sync.status === 'Synced' && found;
        },
        { deadline: 240_000, every: 300 },
      );
      const found = await drift.look(object);
      const count = object.status.resources.filter((one: Manifest) => !one.hook).length;
      t.diagnostic(`${found.length} objects, Argo CD has ${count}`);
      assert.deepEqual(
        found.flatMap(({ state, key, note, fields }) =>
          state === 'in-sync' ? [] : [`${key} ${state} ${note ?? ''} ${fields.map((field) => drift.line(field)).join('; ')}`],
        ),
        [],
      );
      assert.equal(found.length, count);
      assert.ok(count > 0);
      // What is no longer looked at need not be compared again and again.
      await cluster.api().remove(applicationPath(name));
    });

/** Makes the namespaces and the kinds that the objects are of and that nothing here defines. */
async function prepare(drift: DriftInCluster, made: Manifest, namespace: string): Promise<void> {
  const { db } = drift.workspace;
  const observer = new DriftObserver('test', async () => ({ status: 404, body: null }));
  const key = await observer.take(db, made);
  const { objects, unrendered } = desiredObjects(db, key);
  assert.deepEqual(unrendered, []);
  const namespaces = new Set([namespace, ...objects.map(({ id }) => id.namespace)].filter((one) => one !== ''));
  for (const one of namespaces) {
    const own = objects.some(({ id }) => id.kind === 'Namespace' && id.name === one);
    if (!own) await cluster.api().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: one } });
  }
  const defined = new Set(objects.filter(({ id }) => id.kind === 'CustomResourceDefinition').map(({ id }) => id.name));
  const lacking = new Map<string, ObjectId>();
  for (const { id } of objects) {
    if (id.group === '' || defined.has(`${pluralOf(id)}.${id.group}`)) continue;
    const { status, body } = await cluster.api().request('GET', `/apis/${apiVersionOf(id)}`);
    if (status === 200 && body.resources.some((one: Manifest) => one.kind === id.kind)) continue;
    lacking.set(`${id.group}/${id.kind}`, id);
  }
  for (const id of lacking.values()) await cluster.api().define(JSON.stringify(anything(id)));
}

function pluralOf({ kind }: ObjectId): string {
  const word = kind.toLowerCase();
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : /s$/.test(word) ? `${word}es` : `${word}s`;
}

/** A kind that takes whatever it is given. */
function anything(id: ObjectId): Manifest {
  const plural = pluralOf(id);
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${id.group}`,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
    },
    spec: {
      group: id.group,
      scope: 'Namespaced',
      names: { kind: id.kind, listKind: `${id.kind}List`, plural, singular: id.kind.toLowerCase() },
      versions: [{ name: id.version, served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}
