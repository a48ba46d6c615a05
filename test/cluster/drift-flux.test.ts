/** Drift of what the real kustomize-controller deploys: it appears on its line with its author, and goes with a reconciliation. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { URL } from '../model/drift/kit.ts';
import { Cluster, clusterMissing } from './kit/cluster.ts';
import { DriftInCluster } from './kit/drift.ts';
import { Flux } from './kit/flux.ts';

const skip = (await clusterMissing()) ?? false;
let cluster: Cluster;
let flux: Flux;

const FILES: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [web.yaml, settings.yaml, secret.yaml]\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.0
          ports: [{containerPort: 80}]
`,
  'base/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  domain: \${domain}
  level: \${level:=info}
`,
  'base/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: token\nstringData:\n  token: hunter2\n',
  'clusters/web.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: web
  namespace: flux-system
spec:
  path: ./apps/web
  sourceRef: {kind: GitRepository, name: gitops}
  images: [{name: web, newTag: "2.0"}]
  commonMetadata:
    labels:
      team: a
`,
  'apps/web/kustomization.yaml': `resources: [../../base]
namespace: default
replicas:
  - name: web
    count: 3
`,
};
const SPEC = {
  path: './apps/web',
  sourceRef: { kind: 'GitRepository', name: 'gitops' },
  images: [{ name: 'web', newTag: '2.0' }],
  commonMetadata: { labels: { team: 'a' } },
  postBuild: { substitute: { domain: 'example.org' }, substituteFrom: [{ kind: 'ConfigMap', name: 'vars', optional: true }] },
};
const WEB = '/apis/apps/v1/namespaces/default/deployments/web';

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  flux = await Flux.start(cluster);
  await flux.deploy('web', SPEC, await flux.publish('gitops', URL, FILES));
});
after(async () => {
  await flux?.stop();
  await cluster?.stop();
});

const application = async (): Promise<never> =>
  (await cluster.api().get('/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/web')) as never;

async function lines(drift: DriftInCluster): Promise<readonly string[]> {
  const found = await drift.look(await application());
  return found.flatMap((object) =>
    object.state === 'differs'
      ? object.fields.map((field) => drift.line(field))
      : object.state === 'in-sync'
        ? []
        : [`${object.key} ${object.state} ${object.note}`],
  );
}

test('what was just deployed has no drift: rendered, substituted and labelled as the controller does it', { skip }, async () => {
  assert.deepEqual(await lines(new DriftInCluster(cluster, FILES)), []);
});

test('a change by hand stands on its line with its author, until a reconciliation', { skip }, async () => {
  const drift = new DriftInCluster(cluster, FILES);
  await cluster.api().patch(`${WEB}/scale`, { spec: { replicas: 5 } }, 'kubectl-scale');
  await cluster.api().patch(WEB, { metadata: { labels: { team: 'b' } } }, 'somebody');
  await cluster.api().patch('/api/v1/namespaces/default/configmaps/settings', { data: { domain: 'other.org' } }, 'kubectl-edit');
  assert.deepEqual((await lines(drift)).toSorted(), [
    'apps/web/kustomization.yaml:5 spec.replicas: 3, live 5, by kubectl-scale',
    'base/settings.yaml:6 data.domain: "example.org", live "other.org", by kubectl-edit',
    'clusters/web.yaml:12 metadata.labels.team: "a", live "b", by somebody',
  ]);
  await flux.reconcile('web');
  assert.deepEqual(await lines(drift), []);
});

test('what kubectl adds is drift for Flux, which takes it away; what others add is none, and stays', { skip }, async () => {
  const drift = new DriftInCluster(cluster, FILES);
  await cluster.api().patch(WEB, { metadata: { annotations: { 'by-hand': 'yes' } } }, 'kubectl-annotate');
  await cluster.api().patch(WEB, { metadata: { annotations: { 'by-operator': 'yes' } } }, 'operator');
  await cluster.api().patch(WEB, { spec: { minReadySeconds: 7 } }, 'kubectl-patch');
  assert.deepEqual((await lines(drift)).map((line) => line.replace(/^\S+ /, '')).toSorted(), [
    'metadata.annotations.by-hand: undefined, live "yes", by kubectl-annotate',
    'spec.minReadySeconds: undefined, live 7, by kubectl-patch',
  ]);
  await flux.reconcile('web');
  assert.deepEqual(await lines(drift), []);
  const { annotations } = (await cluster.api().get(WEB)).metadata;
  assert.equal(annotations['by-hand'], undefined);
  assert.equal(annotations['by-operator'], 'yes');
});

test('an object that is gone is missing; one that Git no longer has is extra', { skip }, async () => {
  const drift = new DriftInCluster(cluster, FILES);
  await cluster.api().remove('/api/v1/namespaces/default/configmaps/settings');
  assert.deepEqual(await lines(drift), ['/ConfigMap/default/settings missing undefined']);
  await flux.reconcile('web');
  drift.workspace.write('base/kustomization.yaml', 'resources: [web.yaml, settings.yaml]\n');
  assert.deepEqual(await lines(drift), ['/Secret/default/token extra undefined']);
});

test('who may only read gets drift by managed fields, and is told so', { skip }, async () => {
  await cluster.api().patch(`${WEB}/scale`, { spec: { replicas: 5 } }, 'kubectl-scale');
  const drift = new DriftInCluster(cluster, FILES, 'viewer');
  const found = await drift.look(await application());
  assert.deepEqual(
    found.map(({ key, state, by }) => `${key} ${state} ${by}`),
    [
      'apps/Deployment/default/web differs managedFields',
      '/ConfigMap/default/settings in-sync managedFields',
      // The viewer may not read Secrets.
      '/Secret/default/token unjudged dry-run',
    ],
  );
  assert.match(found[0]?.note ?? '', /may not apply it/);
  assert.match(found[2]?.note ?? '', /cannot get resource "secrets"/);
  assert.deepEqual(
    found.flatMap(({ fields }) => fields.map((field) => drift.line(field))),
    ['apps/web/kustomization.yaml:5 spec.replicas: 3, live 5, by kubectl-scale'],
  );
  await flux.reconcile('web');
});

test('nothing but reads and dry runs is sent, and nothing changes by looking', { skip }, async () => {
  await cluster.api().patch(`${WEB}/scale`, { spec: { replicas: 5 } }, 'kubectl-scale');
  const before = await cluster.api().get(WEB);
  const drift = new DriftInCluster(cluster, {
    ...FILES,
    'base/web.yaml': `${FILES['base/web.yaml']}          command: [changed]\n`,
  });
  await drift.look(await application());
  const writes = drift.sent.filter(({ method }) => method !== 'GET');
  assert.ok(writes.length > 0);
  for (const { method, path } of writes) {
    assert.equal(method, 'PATCH');
    assert.equal(new globalThis.URL(path, 'https://x').searchParams.get('dryRun'), 'All');
  }
  assert.deepEqual(await cluster.api().get(WEB), before);
  await flux.reconcile('web');
});

test('what the API server refuses is told in its words, and the fields are compared all the same', { skip }, async () => {
  const text = (FILES['base/web.yaml'] ?? '').replaceAll('app: web', 'app: other');
  const drift = new DriftInCluster(cluster, { ...FILES, 'base/web.yaml': text });
  const [web] = await drift.look(await application());
  assert.equal(web?.by, 'managedFields');
  assert.match(web?.note ?? '', /field is immutable/);
  assert.deepEqual(
    web?.fields.map(({ field }) => field),
    ['spec.selector.matchLabels.app', 'spec.template.metadata.labels.app'],
  );
});
