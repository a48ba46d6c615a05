/** Completion in kustomization files: fields, their values, and what the objects of the layer have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { type Completion, completion } from '../../server/src/ide/completion.ts';
import { marked } from '../kit/marks.ts';

function offered(files: Record<string, string>): {
  readonly items: readonly Completion[];
  readonly after: (label: string) => string;
} {
  const { workspace, cursor } = marked(files);
  const items = completion(workspace.db, cursor.file, cursor.offset).items.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const text = workspace.text(cursor.file.slice(workspace.path('').length + 1)) ?? '';
  return {
    items,
    after: (label) => {
      const item = items.find((one) => one.label === label);
      assert.ok(item, `${label} is not among ${items.map((one) => one.label).join(', ')}`);
      return applyEdits(text, [item.edit]);
    },
  };
}

/** The labels offered in a kustomization file, in order. */
function labels(text: string, others: Record<string, string> = {}): readonly string[] {
  return offered({ ...others, 'kustomization.yaml': text }).items.map(({ label }) => label);
}

function after(text: string, label: string, others: Record<string, string> = {}): string {
  return offered({ ...others, 'kustomization.yaml': text }).after(label);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: { app.kubernetes.io/name: web }
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: nginx
          image: registry.example.com:5000/acme/nginx:1.27@sha256:0123
        - name: sidecar
          image: envoy
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: front\nspec:\n  ports: [{ port: 80 }]\n';
const BASE = {
  'base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml]\nnamePrefix: acme-\n',
  'base/deployment.yaml': DEPLOYMENT,
  'base/service.yaml': SERVICE,
};

test('at the top the fields that are not there yet are offered, deprecated ones never', () => {
  const top = labels('apiVersion: kustomize.config.k8s.io/v1beta1\nresources: []\n‸');
  assert.deepEqual(top.slice(0, 3), ['kind', 'metadata', 'openapi']);
  for (const present of ['apiVersion', 'resources', 'bases', 'vars', 'commonLabels', 'patchesStrategicMerge'])
    assert.ok(!top.includes(present), present);
  assert.equal(after('resources: []\nnam‸\nimages: []\n', 'namespace'), 'resources: []\nnamespace: \nimages: []\n');
  assert.equal(after('‸', 'resources'), 'resources:');
  assert.equal(after('resources: []\npat‸ch: []\n', 'patches'), 'resources: []\npatches: []\n');
});

test('inside entries their own fields are offered, and a dash where one is wanting', () => {
  assert.deepEqual(labels('patches:\n  - path: a.yaml\n    ‸\n'), ['patch', 'target', 'options']);
  assert.deepEqual(labels('patches:\n  - ‸\n'), ['path', 'patch', 'target', 'options']);
  assert.equal(after('patches:\n  ‸\n', 'target'), 'patches:\n  - target:\n');
  assert.deepEqual(labels('patches:\n  - target:\n      kind: Deployment\n      na‸\n'), [
    'group',
    'version',
    'name',
    'namespace',
    'annotationSelector',
    'labelSelector',
  ]);
  assert.equal(
    after('patches:\n  - target: { kind: Deployment, n‸ }\n', 'name'),
    'patches:\n  - target: { kind: Deployment, name:  }\n',
  );
  assert.deepEqual(labels('replacements:\n  - source:\n      kind: A\n    targets:\n      - ‸\n'), [
    'select',
    'reject',
    'fieldPaths',
    'options',
  ]);
  assert.ok(labels('configMapGenerator:\n  - name: a\n    ‸').includes('behavior'));
  assert.ok(labels('images:\n- name: a\n  ‸').includes('newTag'));
});

test('no fields are offered where free keys, lists or nothing known stand', () => {
  assert.deepEqual(labels('commonAnnotations:\n  ‸\n'), []);
  assert.deepEqual(labels('nonsense:\n  ‸\n'), []);
  assert.deepEqual(labels('namespace: x ‸\n'), []);
  assert.deepEqual(labels('patches:\n  - patch: |-\n      ‸\n'), []);
  assert.deepEqual(labels('# com‸ment\nresources: []\n'), []);
  assert.deepEqual(labels('resources: []\n---\n‸\n'), []);
  const { items } = offered({ 'values.yaml': '‸' });
  assert.deepEqual(items, []);
});

test('every field that is offered says what it does', () => {
  const places = [
    '‸',
    'labels:\n  - ‸',
    'patches:\n  - ‸',
    'images:\n  - ‸',
    'replicas:\n  - ‸',
    'replacements:\n  - ‸',
    'helmCharts:\n  - ‸',
  ];
  places.push(
    'configMapGenerator:\n  - ‸',
    'secretGenerator:\n  - ‸',
    'generatorOptions:\n  ‸',
    'sortOptions:\n  ‸',
    'helmGlobals:\n  ‸',
  );
  places.push(
    'patches:\n  - target:\n      ‸',
    'patches:\n  - options:\n      ‸',
    'replacements:\n  - source:\n      ‸',
    'metadata:\n  ‸',
  );
  places.push(
    'replacements:\n  - targets:\n      - ‸',
    'replacements:\n  - targets:\n      - options:\n          ‸',
    'labels:\n  - fields:\n      - ‸',
  );
  places.push(
    'replacements:\n  - targets:\n      - select:\n          ‸',
    'replacements:\n  - targets:\n      - reject:\n          - ‸',
  );
  for (const place of places) {
    const { items } = offered({ 'kustomization.yaml': place });
    assert.ok(items.length > 0, place);
    for (const { label, detail } of items) assert.notEqual(detail, '', `${label} in ${place}`);
  }
});

test('below a list without a dash the items are offered with one', () => {
  const files = { 'web.yaml': SERVICE, 'db.yaml': DEPLOYMENT };
  assert.equal(after('resources:\n  ‸', 'db.yaml', files), 'resources:\n  - db.yaml');
  assert.deepEqual(labels('resources:\n  - web.yaml\n  ‸\nimages: []\n', files), ['db.yaml']);
  assert.equal(after('resources:\n  - web.yaml\n  d‸\n', 'db.yaml', files), 'resources:\n  - web.yaml\n  - db.yaml\n');
  assert.equal(after('buildMetadata:\n  ‸\n', 'originAnnotations'), 'buildMetadata:\n  - originAnnotations\n');
});

test('kinds, versions, booleans and other fixed values are offered', () => {
  assert.deepEqual(labels('kind: ‸\n'), ['Component', 'Kustomization']);
  assert.equal(
    after('kind: Component\napiVersion: ‸\n', 'kustomize.config.k8s.io/v1alpha1'),
    'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n',
  );
  assert.deepEqual(labels('apiVersion: ‸\n'), ['kustomize.config.k8s.io/v1beta1']);
  assert.deepEqual(labels('configMapGenerator:\n  - behavior: ‸\n'), ['create', 'merge', 'replace']);
  assert.deepEqual(labels('sortOptions:\n  order: l‸\n'), ['fifo', 'legacy']);
  assert.equal(after('labels:\n  - includeSelectors: ‸\n', 'true'), 'labels:\n  - includeSelectors: true\n');
});

test('targets are completed from the objects of the layer, with the names that bases gave them', () => {
  const start = 'resources: [base]\nconfigMapGenerator: [{ name: settings }]\npatches:\n  - path: p.yaml\n    target:\n';
  assert.deepEqual(labels(`${start}      kind: ‸\n`, BASE), ['ConfigMap', 'Deployment', 'Service']);
  assert.deepEqual(labels(`${start}      kind: Deployment\n      name: ‸\n`, BASE), ['acme-web']);
  assert.deepEqual(labels(`${start}      kind: (Deployment|Service)\n      name: ac‸\n`, BASE), ['acme-front', 'acme-web']);
  assert.deepEqual(labels(`${start}      kind: Deployment\n      group: ‸\n`, BASE), ['apps']);
  assert.deepEqual(labels(`${start}      version: ‸\n`, BASE), ['v1']);
  assert.deepEqual(labels(`${start}      namespace: ‸\n`, BASE), ['shop']);
  const source = 'resources: [base]\nreplacements:\n  - source:\n      kind: ‸\n';
  assert.deepEqual(labels(source, BASE), ['Deployment', 'Service']);
});

test('a kustomization that cannot be built yet, and a component, still offer what their objects have', () => {
  const broken = 'resources: [base, missing.yaml]\nnonsense: 1\npatches:\n  - patch: "["\n  - target:\n      kind: ‸\n';
  assert.deepEqual(labels(broken, BASE), ['Deployment', 'Service']);
  const component = {
    ...BASE,
    'over/kustomization.yaml': 'resources: [../base]\ncomponents: [../part]\n',
    'part/kustomization.yaml': 'kind: Component\npatches:\n  - target:\n      kind: ‸\n',
  };
  assert.deepEqual(
    offered(component).items.map(({ label }) => label),
    ['Deployment', 'Service'],
  );
  const circle = { 'kustomization.yaml': 'resources: [../repo]\npatches:\n  - target:\n      kind: ‸\n' };
  assert.deepEqual(offered(circle).items, []);
});

test('images, replicas and fields of replacements come from the objects', () => {
  assert.deepEqual(labels('resources: [base]\nimages:\n  - name: ‸\n', BASE), ['envoy', 'registry.example.com:5000/acme/nginx']);
  assert.deepEqual(labels('resources: [base]\nreplicas:\n  - name: ‸\n', BASE), ['acme-web']);
  const source = 'resources: [base]\nreplacements:\n  - source:\n      kind: Service\n      fieldPath: ‸\n';
  assert.ok(labels(source, BASE).includes('spec.ports.0.port'));
  const target =
    'resources: [base]\nreplacements:\n  - targets:\n      - select: { kind: Deployment }\n        fieldPaths:\n          ‸\n';
  const paths = labels(target, BASE);
  assert.ok(paths.includes('spec.template.spec.containers.[name=nginx].image'), paths.join('\n'));
  assert.ok(paths.includes('metadata.labels.app\\.kubernetes\\.io/name'));
  assert.ok(!paths.includes('spec.ports'));
});

test('replacements are offered what patches and generators have made by then', () => {
  const start =
    'resources: [base]\nconfigMapGenerator:\n  - name: settings\n    literals: [image=nginx:2]\npatches:\n  - target: { kind: Deployment }\n    options: { allowNameChange: true }\n    patch: |-\n      - { op: replace, path: /metadata/name, value: shop }\n      - { op: add, path: /spec/paused, value: true }\nreplacements:\n';
  const source = `${start}  - source:\n      kind: ConfigMap\n      name: settings\n      fieldPath: ‸\n`;
  assert.ok(labels(source, BASE).includes('data.image'), labels(source, BASE).join('\n'));
  assert.deepEqual(labels(`${start}  - targets:\n      - select:\n          kind: Deployment\n          name: ‸\n`, BASE), [
    'shop',
  ]);
  const target = `${start}  - targets:\n      - select: { kind: Deployment, name: shop }\n        fieldPaths:\n          - ‸\n`;
  assert.ok(labels(target, BASE).includes('spec.paused'));
});

test('paths of JSON 6902 patches are those that the target has, inline and in files of their own', () => {
  const start = 'resources: [base]\npatches:\n  - target:\n      kind: Deployment\n    patch: |-\n';
  const paths = labels(`${start}      - op: replace\n        path: /spec/‸\n        value: 3\nimages: []\n`, BASE);
  for (const path of ['/spec/replicas', '/spec/template/spec/containers/1/image', '/spec/template/spec/containers/-'])
    assert.ok(paths.includes(path), paths.join('\n'));
  assert.ok(!paths.includes('/spec/ports'));
  assert.equal(
    after(`${start}      - op: remove\n        path: ‸`, '/spec/replicas', BASE),
    `${start}      - op: remove\n        path: /spec/replicas`.replace('‸', ''),
  );
  assert.equal(
    after(`${start}      - op: test\n        path: /‸\n`, '/metadata/labels/app.kubernetes.io~1name', BASE),
    `${start}      - op: test\n        path: "/metadata/labels/app.kubernetes.io~1name"\n`,
  );
  assert.deepEqual(labels(`${start}      - op: ‸\n`, BASE), ['add', 'copy', 'move', 'remove', 'replace', 'test']);
  assert.equal(after(`${start}      - op: add\n        pa‸\n`, 'path', BASE), `${start}      - op: add\n        path: \n`);
  const files = {
    ...BASE,
    'kustomization.yaml': 'resources: [base]\npatches:\n  - path: p.yaml\n    target: { kind: Service }\n',
  };
  const inFile = offered({ ...files, 'p.yaml': '- op: replace\n  path: ‸\n' });
  assert.equal(inFile.after('/spec/ports/0/port'), '- op: replace\n  path: /spec/ports/0/port\n');
  assert.deepEqual(offered({ ...BASE, 'p.yaml': '- op: replace\n  path: ‸\n' }).items, []);
});
