/** Desired against live: which fields differ, where they are declared, who changed them, and what is no drift. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type JsonObject, withAt } from '../../../server/src/model/drift/json.ts';
import { argoApplication, DriftTest, fluxApplication, managed, stored } from './kit.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: web
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: web
          image: web:1.0
          resources:
            limits: {cpu: 1000m}
`;
const FILES = { 'app/kustomization.yaml': 'resources: [web.yaml]\n', 'app/web.yaml': DEPLOYMENT };
const CONTAINER = 'k:{"name":"web"}';
const OURS = managed('kustomize-controller', 'Apply', {
  'f:metadata': { 'f:labels': { 'f:kustomize.toolkit.fluxcd.io/name': {}, 'f:kustomize.toolkit.fluxcd.io/namespace': {} } },
  'f:spec': {
    'f:replicas': {},
    'f:template': {
      'f:spec': { 'f:containers': { [CONTAINER]: { '.': {}, 'f:name': {}, 'f:image': {}, 'f:resources': { 'f:limits': {} } } } },
    },
  },
});
const SCALED = managed('kubectl-scale', 'Update', { 'f:spec': { 'f:replicas': {} } }, 'scale');

function setReplicas(object: JsonObject, count: number): JsonObject {
  return withAt(object, ['spec', 'replicas'], count);
}

function containers(object: JsonObject, change: (items: JsonObject[]) => JsonObject[]): JsonObject {
  const copy = structuredClone(object) as unknown as { spec: { template: { spec: { containers: JsonObject[] } } } };
  copy.spec.template.spec.containers = change(copy.spec.template.spec.containers);
  return copy as unknown as JsonObject;
}

describe('with a dry run', () => {
  test('a field stands on the line that declares it, with who changed it', () => {
    const drift = new DriftTest(FILES, fluxApplication({}));
    drift.observe((applied) => ({
      live: stored(setReplicas(applied, 5), OURS, SCALED),
      result: stored(withAt(applied, ['spec', 'strategy'], { type: 'RollingUpdate' }), OURS),
    }));
    assert.deepEqual(drift.fields, [
      'app/web.yaml:7 spec.replicas 3 live 5 kubectl-scale',
      // The server would add it: the live object lacks what a default gives.
      'app/web.yaml:7 spec.strategy.type "RollingUpdate" live undefined -',
    ]);
    assert.equal(drift.drift[0]?.by, 'dry-run');
    assert.equal(drift.drift[0]?.fields[1]?.declared, false);
  });

  test('list items are told by their keys, not by position', () => {
    const drift = new DriftTest(FILES, fluxApplication({}));
    const sidecar = { name: 'sidecar', image: 'proxy' };
    drift.observe((applied) => {
      const result = containers(applied, (items) => [...items, sidecar]);
      const live = containers(applied, ([web]) => [sidecar, { ...web, image: 'web:1.1' }]);
      return { live: stored(live, OURS), result: stored(result, OURS) };
    });
    assert.deepEqual(drift.fields, [
      'app/web.yaml:12 spec.template.spec.containers[name=web].image "web:1.0" live "web:1.1" kustomize-controller',
    ]);
  });

  test('what only servers write is no drift', () => {
    const drift = new DriftTest(FILES, fluxApplication({}));
    drift.observe((applied) => ({
      live: { ...stored(applied, OURS), status: { replicas: 1 } },
      result: { ...stored(withAt(applied, ['metadata', 'annotations'], { 'deployment.kubernetes.io/revision': '4' }), OURS) },
    }));
    assert.deepEqual(drift.fields, []);
    assert.equal(drift.drift[0]?.state, 'in-sync');
  });

  test('after an edit the declared fields are compared until the server was asked again', () => {
    const drift = new DriftTest(FILES, fluxApplication({}));
    drift.observe((applied) => ({ live: stored(setReplicas(applied, 5), OURS, SCALED), result: stored(applied, OURS) }));
    drift.write('app/web.yaml', DEPLOYMENT.replace('replicas: 3', 'replicas: 5'));
    assert.deepEqual(drift.fields, []);
    drift.write('app/web.yaml', `# a comment\n${DEPLOYMENT.replace('replicas: 3', 'replicas: 4')}`);
    assert.deepEqual(drift.fields, ['app/web.yaml:8 spec.replicas 4 live 5 kubectl-scale']);
  });
});

describe('without the right to write', () => {
  const cases: readonly (readonly [string, (applied: JsonObject) => JsonObject, readonly string[]])[] = [
    ['equal', (applied) => applied, []],
    ['defaults that Git does not declare', (applied) => withAt(applied, ['spec', 'strategy'], { type: 'RollingUpdate' }), []],
    ['a changed field', (applied) => setReplicas(applied, 5), ['app/web.yaml:7 spec.replicas 3 live 5 kubectl-scale']],
    [
      'a quantity in another spelling',
      (applied) => containers(applied, ([web]) => [{ ...web, resources: { limits: { cpu: '1' } } }]),
      [],
    ],
    [
      'another quantity',
      (applied) => containers(applied, ([web]) => [{ ...web, resources: { limits: { cpu: '2' } } }]),
      ['app/web.yaml:14 spec.template.spec.containers[name=web].resources.limits.cpu "1000m" live "2" kustomize-controller'],
    ],
    [
      'a container that is gone',
      (applied) => containers(applied, () => [{ name: 'other' }]),
      [
        'app/web.yaml:11 spec.template.spec.containers[name=web] {"image":"web:1.0","name":"web","resources":{"limits":{"cpu":"1000m"}}} live undefined kustomize-controller',
      ],
    ],
  ];
  for (const [name, change, expected] of cases)
    test(name, () => {
      const drift = new DriftTest(FILES, fluxApplication({}));
      drift.observe((applied) => ({
        live: stored(change(applied), OURS, SCALED),
        refusal: { kind: 'forbidden', message: 'no' },
      }));
      assert.deepEqual(drift.fields, expected);
      assert.equal(drift.drift[0]?.by, 'managedFields');
    });

  test('what the controller owns and Git no longer declares', () => {
    const drift = new DriftTest(FILES, fluxApplication({}));
    const more = managed('kustomize-controller', 'Apply', { 'f:spec': { 'f:paused': {} } });
    drift.observe((applied) => ({ live: stored(withAt(applied, ['spec', 'paused'], true), OURS, more) }));
    assert.deepEqual(drift.fields, ['app/web.yaml:7 spec.paused undefined live true kustomize-controller']);
  });
});

describe('objects', () => {
  test('missing, extra, and those of other applications', () => {
    const live = (name: string, owner: string): JsonObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: 'web',
        labels: { 'kustomize.toolkit.fluxcd.io/name': owner, 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
      },
    });
    const application = fluxApplication({});
    const ids = ['web_old__x__ConfigMap', 'web_moved__ConfigMap', 'web_gone__ConfigMap', 'web_web_apps_Deployment'];
    const status = { inventory: { entries: ids.map((id) => ({ id, v: 'v1' })) } };
    const drift = new DriftTest(FILES, { ...application, object: { ...application.object, status } });
    drift.observe(() => ({ live: undefined }), {
      '/ConfigMap/web/old:x': { live: live('old:x', 'web') },
      '/ConfigMap/web/moved': { live: live('moved', 'other') },
      '/ConfigMap/web/gone': { live: undefined },
    });
    assert.deepEqual(
      drift.drift.map(({ key, state }) => `${key} ${state}`),
      ['apps/Deployment/web/web missing', '/ConfigMap/web/old:x extra'],
    );
  });

  test('nothing is extra where a part is not rendered here', () => {
    const application = argoApplication({
      source: undefined as never,
      sources: [{ repoURL: 'https://charts.example.org', chart: 'x' }],
    });
    const status = { resources: [{ version: 'v1', kind: 'ConfigMap', namespace: 'web', name: 'x' }] };
    const drift = new DriftTest(FILES, { ...application, object: { ...application.object, status } });
    drift.observe(() => undefined, { '/ConfigMap/web/x': { live: { metadata: { name: 'x' } } } });
    assert.deepEqual(drift.drift, []);
  });

  for (const [annotation, expected] of [
    ['kustomize.toolkit.fluxcd.io/reconcile: disabled', 'in-sync'],
    ['kustomize.toolkit.fluxcd.io/ssa: Ignore', 'in-sync'],
    ['kustomize.toolkit.fluxcd.io/ssa: IfNotPresent', 'in-sync'],
    ['kustomize.toolkit.fluxcd.io/prune: disabled', 'differs'],
  ] as const)
    test(`Flux: ${annotation}`, () => {
      const text = DEPLOYMENT.replace('  namespace: web\n', `  namespace: web\n  annotations: {${annotation}}\n`);
      const drift = new DriftTest({ ...FILES, 'app/web.yaml': text }, fluxApplication({}));
      drift.observe((applied) => ({ live: stored(setReplicas(applied, 5), OURS) }));
      assert.equal(drift.drift[0]?.state, expected);
    });
});

describe('what the next sync takes away', () => {
  const EDITED = managed('kubectl-edit', 'Update', { 'f:metadata': { 'f:labels': { 'f:by-hand': {} } } });
  const live = (applied: JsonObject): JsonObject => withAt(applied, ['metadata', 'labels', 'by-hand'], 'yes');

  test('Flux undoes what kubectl added, unless it is told to merge', () => {
    const drift = new DriftTest(FILES, fluxApplication({}));
    drift.observe((applied) => ({ live: stored(live(applied), OURS, EDITED), result: stored(live(applied), OURS, EDITED) }));
    assert.deepEqual(drift.fields, ['app/web.yaml:4 metadata.labels.by-hand undefined live "yes" kubectl-edit']);
    const text = DEPLOYMENT.replace('  name: web\n', '  name: web\n  annotations: {kustomize.toolkit.fluxcd.io/ssa: Merge}\n');
    const merged = new DriftTest({ ...FILES, 'app/web.yaml': text }, fluxApplication({}));
    merged.observe((applied) => ({ live: stored(live(applied), OURS, EDITED), result: stored(live(applied), OURS, EDITED) }));
    assert.deepEqual(merged.fields, []);
  });

  test('Argo CD removes what it applied last and Git no longer has; what others added stays', () => {
    const drift = new DriftTest(FILES, argoApplication({}));
    drift.observe((applied) => {
      const before = JSON.stringify(withAt(applied, ['spec', 'paused'], true));
      const there = withAt(
        live(applied),
        ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'],
        before,
      );
      const object = stored(withAt(there, ['spec', 'paused'], true), EDITED);
      return { live: object, result: object };
    });
    assert.deepEqual(drift.fields, ['app/web.yaml:7 spec.paused undefined live true -']);
  });
});

describe('what Argo CD is told to ignore', () => {
  const rules: readonly (readonly [string, JsonObject, boolean])[] = [
    ['a pointer', { jsonPointers: ['/spec/replicas'] }, true],
    ['a pointer to another field', { jsonPointers: ['/spec/paused'] }, false],
    ['another name', { name: 'other', jsonPointers: ['/spec/replicas'] }, false],
    ['a jq path', { jqPathExpressions: ['.spec.replicas'] }, true],
    ['a manager', { managedFieldsManagers: ['kubectl-scale'] }, true],
    ['another manager', { managedFieldsManagers: ['other'] }, false],
  ];
  for (const [name, rule, isIgnored] of rules)
    test(name, () => {
      const drift = new DriftTest(FILES, argoApplication({ ignoreDifferences: [{ group: 'apps', kind: '*', ...rule }] }));
      drift.observe((applied) => ({ live: stored(setReplicas(applied, 5), SCALED), result: stored(applied) }));
      assert.equal(drift.fields.length, isIgnored ? 0 : 1);
    });

  test('items by a field, and expressions that are not evaluated', () => {
    const image = '.spec.template.spec.containers[] | select(.name == "web") | .image';
    const of = (expression: string): DriftTest => {
      const spec = { ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jqPathExpressions: [expression] }] };
      const drift = new DriftTest(FILES, argoApplication(spec));
      drift.observe((applied) => ({
        live: stored(containers(applied, ([web]) => [{ ...web, image: 'x' }])),
        result: stored(applied),
      }));
      return drift;
    };
    assert.deepEqual(of(image).drift[0]?.state, 'in-sync');
    assert.deepEqual(of('.spec.template.spec.containers[].image').drift[0]?.state, 'in-sync');
    assert.deepEqual(of('.spec.template.spec.containers[] | select(.name == "x") | .image').drift[0]?.state, 'differs');
    const { state, note } = of('.spec | walk(if type == "object" then . else . end)').drift[0] ?? {};
    assert.equal(state, 'unjudged');
    assert.match(note ?? '', /not evaluated here/);
  });
});

describe('Secrets', () => {
  test('values are compared sealed and never held', () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: a\nstringData:\n  same: hunter2\n  other: hunter3\n';
    const drift = new DriftTest({ 'app/kustomization.yaml': 'resources: [s.yaml]\n', 'app/s.yaml': secret }, fluxApplication({}));
    drift.observe((applied) => {
      const live = withAt(applied, ['data', 'other'], btoa('changed'));
      return { live: stored(live), refusal: { kind: 'forbidden', message: '' } };
    });
    assert.deepEqual(drift.fields, ['app/s.yaml:8 data.other *** live *** -']);
    assert.doesNotMatch(JSON.stringify(drift.drift), /hunter|aHVudGVy|changed|Y2hhbmdlZA/);
  });
});
