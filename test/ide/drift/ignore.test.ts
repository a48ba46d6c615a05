/** Ignoring a difference: the entries that come out in the manifests of controllers, and what is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after } from '../../../server/src/ide/conversion/what-if.ts';
import { driftWays } from '../../../server/src/ide/drift/edits.ts';
import { type IgnoreForm, ignorings } from '../../../server/src/ide/drift/ignore.ts';
import type { DeployedApplication } from '../../../server/src/model/drift/application.ts';
import { fileText } from '../../../server/src/model/workspace/inputs.ts';
import { PACE } from '../../kit/workspace.ts';
import { argoApplication, DriftTest, fluxApplication, managed, stored, URL } from '../../model/drift/kit.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web.eu, namespace: web, labels: {app.kubernetes.io/name: web}}
spec:
  replicas: 3
  template: {spec: {containers: [{name: web, image: web:1, ports: [{containerPort: 80}]}]}}
`;
const ARGO = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  source:
    repoURL: ${URL}
    path: app
  destination:
    namespace: web
`;
const FLUX = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: web, namespace: flux-system}
spec:
  path: ./app
  sourceRef: {kind: GitRepository, name: gitops}
`;
const SCALED = managed('kubectl-scale', 'Update', { 'f:spec': { 'f:replicas': {} } }, 'scale');
const REPLICAS = 'spec.replicas';
const IMAGE = 'spec.template.spec.containers[name=web].image';
const LABEL = 'metadata.labels["app.kubernetes.io/name"]';

function driftedIn(manifest: string, application: DeployedApplication, path = 'argo/web.yaml'): DriftTest {
  const found = new DriftTest({ 'app/web.yaml': WEB, [path]: manifest }, application);
  found.observe((applied) => {
    const object = structuredClone(applied) as typeof applied & { spec: never; metadata: never };
    const { spec, metadata } = object as never as {
      spec: { replicas: number; template: { spec: { containers: { image: string; ports: { hostPort?: number }[] }[] } } };
      metadata: { labels: Record<string, string> };
    };
    spec.replicas = 5;
    const [container] = spec.template.spec.containers;
    if (container !== undefined) container.image = 'web:2';
    metadata.labels['app.kubernetes.io/name'] = 'other';
    return { live: stored(object, SCALED), result: stored(applied) };
  });
  return found;
}

function ways(found: DriftTest, field: string): readonly string[] {
  const result = ignorings(found.db, { application: found.key, object: found.drift[0]?.key ?? '', field });
  return 'refused' in result ? [result.refused] : result.ways.map(({ form, place }) => `${form} ${place}`);
}

function written(found: DriftTest, field: string, form: IgnoreForm, file = 'argo/web.yaml'): string | undefined {
  const result = ignorings(found.db, { application: found.key, object: found.drift[0]?.key ?? '', field });
  assert.ok('ways' in result, 'refused' in result ? result.refused : '');
  const way = result.ways.find((one) => one.form === form);
  assert.ok(way, form);
  return fileText(after(found.db, way.change), found.path(file));
}

describe('Argo CD', () => {
  const rule = '  ignoreDifferences:\n    - group: apps\n      kind: Deployment\n      name: web.eu\n';

  test('is told the field by a pointer, with and without leaving it alone in syncs', () => {
    const found = driftedIn(ARGO, argoApplication({}));
    assert.deepEqual(ways(found, REPLICAS), [
      'field argo/web.yaml:11',
      'field-respected argo/web.yaml:11',
      'manager argo/web.yaml:11',
      'manager-respected argo/web.yaml:11',
    ]);
    assert.equal(written(found, REPLICAS, 'field'), `${ARGO}${rule}      jsonPointers:\n        - /spec/replicas\n`);
    assert.equal(
      written(found, REPLICAS, 'manager-respected'),
      `${ARGO}${rule}      managedFieldsManagers:\n        - kubectl-scale\n  syncPolicy:\n    syncOptions:\n      - RespectIgnoreDifferences=true\n`,
    );
  });

  test('is told an item by its name, and keys with slashes as they are escaped', () => {
    const found = driftedIn(ARGO, argoApplication({}));
    assert.equal(
      written(found, IMAGE, 'field'),
      `${ARGO}${rule}      jqPathExpressions:\n        - .spec.template.spec.containers[] | select(.name == "web") | .image\n`,
    );
    assert.equal(
      written(found, LABEL, 'field'),
      `${ARGO}${rule}      jsonPointers:\n        - /metadata/labels/app.kubernetes.io~1name\n`,
    );
  });

  test('keeps the rules and options that there are', () => {
    const options = '  syncPolicy:\n    syncOptions: [CreateNamespace=true]\n';
    const before = `${ARGO}${rule}      jsonPointers:\n        - /spec/paused # by hand\n${options}`;
    const found = driftedIn(before, argoApplication({}));
    assert.equal(
      written(found, REPLICAS, 'field-respected'),
      before
        .replace('# by hand\n', '# by hand\n        - /spec/replicas\n')
        .replace('[CreateNamespace=true]', '[CreateNamespace=true, RespectIgnoreDifferences=true]'),
    );
    const other = `${ARGO}${rule.replace('web.eu', 'other')}      jsonPointers: [/spec/paused]\n  syncPolicy:\n    syncOptions: [RespectIgnoreDifferences=true]\n`;
    assert.equal(
      written(driftedIn(other, argoApplication({})), REPLICAS, 'field'),
      other.replace(
        '[/spec/paused]\n',
        '[/spec/paused]\n    - group: apps\n      kind: Deployment\n      name: web.eu\n      jsonPointers:\n        - /spec/replicas\n',
      ),
    );
  });

  test('is told in JSON where its manifest is JSON', () => {
    const { object } = argoApplication({});
    const found = driftedIn(JSON.stringify(object), argoApplication({}), 'argo/web.json');
    const text = written(found, REPLICAS, 'field-respected', 'argo/web.json') ?? '';
    const { spec } = JSON.parse(text);
    assert.deepEqual(spec.ignoreDifferences, [
      { group: 'apps', kind: 'Deployment', name: 'web.eu', jsonPointers: ['/spec/replicas'] },
    ]);
    assert.deepEqual(spec.syncPolicy, { syncOptions: ['RespectIgnoreDifferences=true'] });
  });

  test('is not told what would help nobody, or what would count for more than one Application', () => {
    const nowhere = driftedIn('kind: ConfigMap\n', argoApplication({}));
    assert.deepEqual(ways(nowhere, REPLICAS), [
      'The Application web is declared nowhere in this workspace, or more than once: what it ignores is said in its manifest.',
    ]);
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  generators: [{list: {elements: [{name: web}, {name: other}]}}]
  template:
    metadata: {name: '{{name}}'}
    spec:
      source: {repoURL: ${URL}, path: app}
      destination: {namespace: web}
`;
    assert.deepEqual(ways(driftedIn(set, argoApplication({})), REPLICAS), [
      'The Application web is made by a set in argo/web.yaml: say there what all of its Applications ignore.',
    ]);
    assert.deepEqual(ways(driftedIn(ARGO, argoApplication({})), 'spec.other'), [
      'spec.other is as in Git by now: compare with the cluster again.',
    ]);
  });
});

describe('Flux', () => {
  test('is told by pointers into what is applied, for the object alone', () => {
    const found = driftedIn(FLUX, fluxApplication({}));
    const rule = `${FLUX}  ignore:\n    - target:\n        kind: Deployment\n        name: web\\.eu\n        namespace: web\n      paths:\n`;
    assert.deepEqual(ways(found, REPLICAS), ['field argo/web.yaml:6']);
    assert.equal(written(found, REPLICAS, 'field'), `${rule}        - /spec/replicas\n`);
    assert.equal(written(found, IMAGE, 'field'), `${rule}        - /spec/template/spec/containers/0/image\n`);
  });
});

test('the words say which fields there are, and what each way means', async () => {
  const found = driftedIn(ARGO, argoApplication({}));
  const name = { application: found.key, object: found.drift[0]?.key ?? '' };
  assert.deepEqual(await driftWays(found.db, 'ignore', { ...name, field: undefined }, PACE), {
    fields: [
      { field: LABEL, words: 'live other' },
      { field: REPLICAS, words: 'live 5' },
      { field: IMAGE, words: 'live web:2' },
    ],
  });
  const one = await driftWays(found.db, 'ignore', { ...name, field: REPLICAS }, PACE);
  assert.ok('ways' in one);
  assert.deepEqual(one.ways[2], {
    form: 'manager',
    title: 'All that kubectl-scale sets on Deployment web.eu',
    place: 'argo/web.yaml:11',
    detail: 'Does not count any more; a sync still writes what Git says.',
  });
  const take = await driftWays(found.db, 'take', { ...name, field: REPLICAS }, PACE);
  assert.deepEqual(take, {
    field: REPLICAS,
    question: 'Take 5 into Git: spec.replicas of Deployment web.eu',
    asks: false,
    ways: [{ form: 'declared', title: 'Where it is declared', place: 'app/web.yaml:5', detail: 'Nothing else changes.' }],
  });
});
