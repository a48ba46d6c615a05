/** What Plumbline writes about drift into files, judged by the real controllers: taken values are in sync, ignored ones do not count. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { after as changed } from '../../server/src/ide/conversion/what-if.ts';
import { type IgnoreForm, ignorings } from '../../server/src/ide/drift/ignore.ts';
import { takings } from '../../server/src/ide/drift/take.ts';
import { fileText } from '../../server/src/model/workspace/inputs.ts';
import { PACE } from '../kit/workspace.ts';
import type { Manifest } from './kit/api.ts';
import { application, applicationPath, refresh, startArgoCd, sync } from './kit/argocd.ts';
import { Cluster, clusterMissing } from './kit/cluster.ts';
import { DriftInCluster } from './kit/drift.ts';
import { eventually } from './kit/eventually.ts';
import { Flux } from './kit/flux.ts';
import { GitServer } from './kit/git.ts';
import type { Program } from './kit/program.ts';
import { provided } from './kit/provided.ts';

const skip = (await clusterMissing()) ?? provided('redis-server', 'git') ?? false;
const PATIENCE = { deadline: 240_000, every: 200 };
let cluster: Cluster;
let git: GitServer;
let stack: Program;
let flux: Flux;

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  minReadySeconds: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.0
        - name: proxy
          image: proxy:1.0
`;
const FILES: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [web.yaml]\nimages:\n  - name: web\n    newTag: "1.1"\n',
  'base/web.yaml': WEB,
  'overlays/production/kustomization.yaml':
    'resources: [../../base]\nconfigMapGenerator:\n  - name: settings\n    literals: [LEVEL=info]\n    options: {disableNameSuffixHash: true}\n',
  'overlays/staging/kustomization.yaml': 'resources: [../../base]\nnamespace: staging\n',
};
const MANIFEST = 'argo/production.yaml';
const DESTINATION = { destination: { server: 'https://kubernetes.default.svc', namespace: 'production' } };
const DEPLOYMENT = '/apis/apps/v1/namespaces/production/deployments/web';

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  git = await GitServer.start(cluster.directory);
  git.commit('gitops', FILES);
  [stack, flux] = await Promise.all([startArgoCd(cluster, git.port), Flux.start(cluster)]);
  for (const name of ['production', 'flux'])
    await cluster.api().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await cluster.api().apply(manifest());
});
after(async () => {
  await stack?.stop();
  await flux?.stop();
  await git?.stop();
  await cluster?.stop();
});

const manifest = (): Manifest => application('production', git.url('gitops'), 'overlays/production', undefined, DESTINATION);
const deployed = (): Promise<Manifest> => cluster.api().get(applicationPath('production'));
const withManifest = (): Record<string, string> => ({ ...FILES, [MANIFEST]: `${JSON.stringify(manifest(), null, 2)}\n` });

/** Waits for Argo CD's own verdict. */
async function verdict(wanted: 'Synced' | 'OutOfSync'): Promise<void> {
  await eventually(
    `Argo CD says ${wanted}`,
    async () => {
      const { status } = await deployed();
      if (status?.sync?.status === wanted) return true;
      throw new Error(JSON.stringify([status?.sync?.status, status?.resources, status?.conditions]));
    },
    PATIENCE,
  );
}

/** Everything as in Git, by a sync. */
async function restored(): Promise<void> {
  await cluster
    .api()
    .request(
      'PATCH',
      applicationPath('production'),
      { spec: { ignoreDifferences: null, syncPolicy: null } },
      'application/merge-patch+json',
    );
  await sync(cluster, 'production', stack);
  await verdict('Synced');
}

const byHand = (body: object, manager: string, path = DEPLOYMENT): Promise<unknown> =>
  cluster.api().request('PATCH', `${path}?fieldManager=${manager}`, body, 'application/strategic-merge-patch+json');
const image = (name: string, of: string): object => ({ spec: { template: { spec: { containers: [{ name, image: of }] } } } });

const TAKEN: readonly (readonly [
  field: string,
  change: object,
  path: string | undefined,
  form: string,
  live: (object: Manifest) => unknown,
])[] = [
  ['spec.replicas', { spec: { replicas: 5 } }, undefined, 'overlay', (o) => o.spec.replicas],
  ['spec.minReadySeconds', { spec: { minReadySeconds: 9 } }, undefined, 'declared', (o) => o.spec.minReadySeconds],
  [
    'spec.template.spec.containers[name=web].image',
    image('web', 'web:1.2'),
    undefined,
    'declared',
    (o) => o.spec.template.spec.containers[0].image,
  ],
  [
    'spec.template.spec.containers[name=proxy].image',
    image('proxy', 'proxy:2'),
    undefined,
    'overlay',
    (o) => o.spec.template.spec.containers[1].image,
  ],
  [
    'data.LEVEL',
    { data: { LEVEL: 'debug' } },
    '/api/v1/namespaces/production/configmaps/settings',
    'declared',
    (o) => o.data.LEVEL,
  ],
];

test('what is taken into Git is what Argo CD finds in the cluster', { skip }, async () => {
  await restored();
  let files = withManifest();
  for (const [, change, path] of TAKEN) await byHand(change, 'kubectl-edit', path);
  await verdict('OutOfSync');
  for (const [field, , , form] of TAKEN) {
    const drift = new DriftInCluster(cluster, files, 'admin', git.url('gitops'));
    const found = await drift.look(await deployed());
    const object = found.find(({ fields }) => fields.some((one) => one.field === field))?.key ?? '';
    const result = await takings(drift.workspace.db, { application: drift.key, object, field }, PACE);
    assert.ok('ways' in result, `${field}: ${'refused' in result ? result.refused : ''}`);
    const way = result.ways.find((one) => one.form === form);
    assert.ok(way, `${field}: ${JSON.stringify(result.ways)}`);
    const other = changed(drift.workspace.db, way.change);
    files = Object.fromEntries(Object.keys(files).map((name) => [name, fileText(other, drift.workspace.path(name)) ?? '']));
  }
  const values = async (): Promise<readonly unknown[]> =>
    Promise.all(TAKEN.map(async ([, , path, , live]) => live(await cluster.api().get(path ?? DEPLOYMENT))));
  const before = await values();
  git.commit('gitops', files);
  await refresh(cluster, 'production');
  await verdict('Synced');
  const drift = new DriftInCluster(cluster, files, 'admin', git.url('gitops'));
  assert.deepEqual(
    (await drift.look(await deployed())).filter(({ state }) => state !== 'in-sync'),
    [],
  );
  await sync(cluster, 'production', stack);
  assert.deepEqual(await values(), before);
  git.commit('gitops', FILES);
  await refresh(cluster, 'production');
  await restored();
});

const IGNORED: readonly (readonly [
  field: string,
  change: object,
  manager: string,
  form: IgnoreForm,
  live: (object: Manifest) => unknown,
])[] = [
  ['spec.replicas', { spec: { replicas: 7 } }, 'kubectl-scale', 'field', (o) => o.spec.replicas],
  ['spec.replicas', { spec: { replicas: 7 } }, 'kubectl-scale', 'field-respected', (o) => o.spec.replicas],
  [
    'spec.template.spec.containers[name=proxy].image',
    image('proxy', 'proxy:9'),
    'injector',
    'field',
    (o) => o.spec.template.spec.containers[1].image,
  ],
  [
    'spec.template.spec.containers[name=proxy].image',
    image('proxy', 'proxy:9'),
    'injector',
    'field-respected',
    (o) => o.spec.template.spec.containers[1].image,
  ],
  ['spec.minReadySeconds', { spec: { minReadySeconds: 8 } }, 'operator', 'manager', (o) => o.spec.minReadySeconds],
  ['spec.minReadySeconds', { spec: { minReadySeconds: 8 } }, 'operator', 'manager-respected', (o) => o.spec.minReadySeconds],
];
for (const [field, change, manager, form, live] of IGNORED)
  test(`Argo CD does not count what it is told to ignore: ${field}, ${form}`, { skip }, async () => {
    await restored();
    const declared = live(await cluster.api().get(DEPLOYMENT));
    await byHand(change, manager);
    await verdict('OutOfSync');
    const byNow = live(await cluster.api().get(DEPLOYMENT));
    const drift = new DriftInCluster(cluster, withManifest(), 'admin', git.url('gitops'));
    const object = (await drift.look(await deployed())).find(({ fields }) => fields.length > 0)?.key ?? '';
    const result = ignorings(drift.workspace.db, { application: drift.key, object, field });
    assert.ok('ways' in result, 'refused' in result ? result.refused : '');
    const way = result.ways.find((one) => one.form === form);
    assert.ok(way);
    const text = fileText(changed(drift.workspace.db, way.change), drift.workspace.path(MANIFEST)) ?? '';
    await cluster.api().apply(parse(text));
    await verdict('Synced');
    drift.workspace.write(MANIFEST, text);
    assert.deepEqual(
      (await drift.look(await deployed())).filter(({ state }) => state !== 'in-sync'),
      [],
    );
    await sync(cluster, 'production', stack);
    assert.deepEqual(live(await cluster.api().get(DEPLOYMENT)), way.isRespected ? byNow : declared);
  });

test('Flux leaves alone what it is told to ignore, and takes over what is taken into Git', { skip }, async () => {
  const url = 'https://git.example.org/platform/gitops.git';
  const spec = { path: './overlays/production', sourceRef: { kind: 'GitRepository', name: 'gitops' }, targetNamespace: 'flux' };
  const declared = `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: web, namespace: flux-system}\nspec:\n  interval: 1h\n  prune: true\n  path: ./overlays/production\n  sourceRef: {kind: GitRepository, name: gitops}\n  targetNamespace: flux\n`;
  const files = { ...FILES, 'clusters/web.yaml': declared };
  await flux.deploy('web', spec, await flux.publish('gitops', url, files));
  const web = '/apis/apps/v1/namespaces/flux/deployments/web';
  const own = (): Promise<Manifest> =>
    cluster.api().get('/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/web');
  await byHand({ spec: { replicas: 6 } }, 'kubectl-scale', web);
  await byHand(image('proxy', 'proxy:8'), 'operator', web);
  const drift = new DriftInCluster(cluster, files);
  let text = declared;
  for (const field of ['spec.replicas', 'spec.template.spec.containers[name=proxy].image']) {
    const object = (await drift.look(await own())).find(({ fields }) => fields.length > 0)?.key ?? '';
    const result = ignorings(drift.workspace.db, { application: drift.key, object, field });
    assert.ok('ways' in result, 'refused' in result ? result.refused : '');
    const [way] = result.ways;
    assert.ok(way);
    text = fileText(changed(drift.workspace.db, way.change), drift.workspace.path('clusters/web.yaml')) ?? '';
    drift.workspace.write('clusters/web.yaml', text);
  }
  await cluster.api().apply(parse(text));
  assert.deepEqual(
    (await drift.look(await own())).filter(({ state }) => state !== 'in-sync'),
    [],
  );
  await flux.reconcile('web');
  const kept = await cluster.api().get(web);
  assert.equal(kept.spec.replicas, 6);
  assert.equal(kept.spec.template.spec.containers[1].image, 'proxy:8');
  await cluster
    .api()
    .request(
      'PATCH',
      '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/web',
      { spec: { ignore: null } },
      'application/merge-patch+json',
    );
  await flux.reconcile('web');
  assert.equal((await cluster.api().get(web)).spec.replicas, 1);
});
