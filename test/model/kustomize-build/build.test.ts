/** Builds of small trees: what comes out, where each field was set, what is built again after an edit, and what is refused. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { build, kustomizeBuild } from '../../../server/src/model/kustomize/build/build.ts';
import { fieldsOf, located } from '../../../server/src/model/kustomize/build/origins.ts';
import { at, textOf } from '../../../server/src/model/kustomize/build/values.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: web
          image: nginx:1
          envFrom:
            - configMapRef: { name: settings }
`;

const SHOP = {
  'base/kustomization.yaml':
    'resources: [deployment.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: [MODE=quiet]\n',
  'base/deployment.yaml': DEPLOYMENT,
  'production/kustomization.yaml': `resources: [../base]
namePrefix: shop-
images:
  - name: nginx
    newTag: "2"
patches:
  - target: { kind: Deployment }
    patch: |-
      - op: replace
        path: /spec/replicas
        value: 3
  - path: patch.yaml
`,
  'production/patch.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { priorityClassName: high } } }\n',
};

/** The text that set a field of the object with this kind. */
function origin(workspace: TestWorkspace, directory: string, kind: string, pointer: string): string {
  const { objects } = kustomizeBuild(workspace.db, workspace.path(directory));
  const object = objects.find(({ id }) => id.kind === kind);
  assert.ok(object, `no ${kind} is built`);
  const field = [...fieldsOf(object.value)].find((one) => one.pointer === pointer);
  assert.ok(field, `${kind} has no ${pointer}`);
  const { file, span, via } = located(workspace.db, field.value);
  const text = workspace.text(file.slice('/repo/'.length)) ?? '';
  return `${file.slice('/repo/'.length)} ${via}: ${text.slice(span.start, span.end)}`;
}

suite('what comes out', () => {
  test('layers, generators, patches and references work together', () => {
    const workspace = new TestWorkspace(SHOP);
    const { objects, problems } = kustomizeBuild(workspace.db, workspace.path('production'));
    assert.deepEqual(problems, []);
    const [config, deployment] = objects.map(({ object }) => object);
    assert.deepEqual(config, {
      apiVersion: 'v1',
      data: { MODE: 'quiet' },
      kind: 'ConfigMap',
      metadata: { name: 'shop-settings-h2fd69bkcc' },
    });
    assert.deepEqual(deployment, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop-web' },
      spec: {
        replicas: 3,
        template: {
          spec: {
            containers: [{ envFrom: [{ configMapRef: { name: 'shop-settings-h2fd69bkcc' } }], image: 'nginx:2', name: 'web' }],
            priorityClassName: 'high',
          },
        },
      },
    });
  });

  test('what only helm or a network could give is left out and told', () => {
    const workspace = new TestWorkspace({
      'kustomization.yaml': 'resources: [https://example.com/a.yaml, cm.yaml]\nhelmCharts: [{ name: redis }]\n',
      'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    });
    const { objects, problems } = kustomizeBuild(workspace.db, workspace.path('.'));
    assert.deepEqual(
      objects.map(({ id }) => id.name),
      ['a'],
    );
    assert.deepEqual(
      problems.map(({ code, missing }) => [code, missing]),
      [
        ['remote', 'remote'],
        ['helm', 'helm'],
      ],
    );
  });

  test('keys are data, whatever they are called', () => {
    const workspace = new TestWorkspace({
      'kustomization.yaml': 'resources: [cm.yaml]\ncommonAnnotations: { __proto__: a, constructor: b }\n',
      'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { __proto__: x, toString: y }\n',
    });
    const [built] = kustomizeBuild(workspace.db, workspace.path('.')).objects;
    const json = JSON.stringify(built?.object);
    assert.match(json, /"data":\{"__proto__":"x","toString":"y"\}/);
    assert.match(json, /"annotations":\{"__proto__":"a","constructor":"b"\}/);
    assert.equal(Object.getPrototypeOf(built?.object), Object.prototype);
  });
});

suite('where fields were set', () => {
  const workspace = new TestWorkspace(SHOP);
  const cases: readonly (readonly [string, string, string])[] = [
    ['Deployment', '/kind', 'base/deployment.yaml resource: Deployment'],
    ['Deployment', '/metadata/name', 'production/kustomization.yaml namePrefix: shop-'],
    ['Deployment', '/spec/replicas', 'production/kustomization.yaml patch: 3'],
    ['Deployment', '/spec/template/spec/priorityClassName', 'production/patch.yaml patch: high'],
    ['Deployment', '/spec/template/spec/containers/0/image', 'production/kustomization.yaml images: "2"'],
    ['ConfigMap', '/data/MODE', 'base/kustomization.yaml generator: MODE=quiet'],
  ];
  for (const [kind, pointer, expected] of cases) {
    test(`${kind} ${pointer}`, () => assert.equal(origin(workspace, 'production', kind, pointer), expected));
  }

  test('a new text there changes that field', () => {
    const changed = new TestWorkspace(SHOP);
    changed.write('production/kustomization.yaml', SHOP['production/kustomization.yaml'].replace('value: 3', 'value: 7'));
    const object = kustomizeBuild(changed.db, changed.path('production')).objects.find(({ id }) => id.kind === 'Deployment');
    assert.equal(JSON.stringify(object?.object).includes('"replicas":7'), true);
  });
});

suite('what is built again', () => {
  const executed = (workspace: TestWorkspace, work: () => void): readonly string[] => {
    const found: string[] = [];
    workspace.db.observe(({ query }) => found.push(query));
    work();
    workspace.db.observe(undefined);
    return found;
  };

  test('a comment in a base builds nothing', () => {
    const workspace = new TestWorkspace(SHOP);
    kustomizeBuild(workspace.db, workspace.path('production'));
    workspace.write('base/deployment.yaml', `# a comment\n${DEPLOYMENT}`);
    const queries = executed(workspace, () => kustomizeBuild(workspace.db, workspace.path('production')));
    assert.deepEqual(queries, ['parsed']);
  });

  test('an edit in an overlay leaves its base as it is', () => {
    const workspace = new TestWorkspace(SHOP);
    kustomizeBuild(workspace.db, workspace.path('production'));
    workspace.write('production/patch.yaml', SHOP['production/patch.yaml'].replace('high', 'low'));
    const queries = executed(workspace, () => kustomizeBuild(workspace.db, workspace.path('production')));
    assert.equal(queries.filter((query) => query === 'kustomizeAccumulate').length, 1);
  });
});

suite('what is refused', () => {
  const codes = (files: Readonly<Record<string, string>>, directory = '.'): readonly string[] => {
    const workspace = new TestWorkspace(files);
    return kustomizeBuild(workspace.db, workspace.path(directory)).problems.map(({ code }) => code);
  };

  test('circles, also those that lead to a directory above', () => {
    assert.deepEqual(codes({ 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' }, 'a'), [
      'cycle',
    ]);
    assert.deepEqual(codes({ 'kustomization.yaml': 'resources: [a]', 'a/kustomization.yaml': 'resources: [..]' }), ['cycle']);
  });

  test('overlays that double at each of fourteen levels', () => {
    const files: Record<string, string> = { 'cm.yaml': '' };
    for (let level = 0; level < 15; level++) {
      for (const side of level === 0 ? ['a'] : ['a', 'b']) {
        const below = level === 14 ? 'cm.yaml' : `../l${level + 1}a, ../l${level + 1}b`;
        files[`l${level}${side}/kustomization.yaml`] = `namePrefix: ${side}\nresources: [${below}]\n`;
        files[`l${level}${side}/cm.yaml`] = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
      }
    }
    assert.deepEqual(codes(files, 'l0a'), ['budget']);
  });

  test('aliases that stand for billions of fields', () => {
    const lines = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: a }', 'x0: &x0 [1, 2, 3, 4, 5, 6, 7, 8, 9]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `x${i}: &x${i} [${Array(9)
          .fill(`*x${i - 1}`)
          .join(', ')}]`,
      );
    assert.deepEqual(codes({ 'kustomization.yaml': 'resources: [bomb.yaml]', 'bomb.yaml': lines.join('\n') }), ['budget']);
  });

  test('expressions that explode elsewhere are matched in linear time', () => {
    const name = 'a'.repeat(50_000);
    const files = {
      'kustomization.yaml': `resources: [cm.yaml]\npatches:\n- target: { name: "(a+)+b" }\n  patch: '[{"op": "remove", "path": "/data"}]'\n`,
      'cm.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: {}\n`,
    };
    assert.deepEqual(codes(files), []);
  });

  test('eight thousand objects are no trouble', () => {
    const objects = Array.from(
      { length: 8000 },
      (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${i} }\ndata: { a: "${i}" }\n`,
    );
    const workspace = new TestWorkspace({
      'kustomization.yaml': 'resources: [all.yaml]\nnamePrefix: x-\nnamespace: shop\ncommonLabels: { a: b }\n',
      'all.yaml': objects.join('---\n'),
    });
    const { objects: built, problems } = kustomizeBuild(workspace.db, workspace.path('.'));
    assert.deepEqual(problems, []);
    assert.equal(built.length, 8000);
    assert.deepEqual(built[0]?.object, {
      apiVersion: 'v1',
      data: { a: '0' },
      kind: 'ConfigMap',
      metadata: { labels: { a: 'b' }, name: 'x-c0', namespace: 'shop' },
    });
  });
});

test('annotations lose their folds', () => {
  const folded = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    why: >\n      one\n       two\n';
  const text = (kustomization: string): unknown => {
    const workspace = new TestWorkspace({ 'kustomization.yaml': kustomization, 'a.yaml': folded });
    const [object] = kustomizeBuild(workspace.db, workspace.path('.')).objects;
    return [...fieldsOf(object?.value ?? assert.fail('nothing is built'))].length > 0 && JSON.stringify(object?.object);
  };
  assert.match(String(text('resources: [a.yaml]\n')), /one\\n two/);
  assert.match(String(text('resources: [a.yaml]\nnamespace: shop\n')), /one\\n two/);
});

/** What one ConfigMap comes to, by the lines of its metadata. */
function metadataOf(lines: readonly string[], more: Record<string, string> = {}): unknown {
  const workspace = new TestWorkspace({
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${lines.map((line) => `  ${line}\n`).join('')}`,
    ...more,
  });
  const { objects, problems } = build(workspace.db, workspace.path('.'));
  const [problem] = problems;
  return problem === undefined ? (objects[0]?.object as Record<string, unknown>).metadata : problem.code;
}

test('annotations that stand twice are written as one, of which the first ones win; labels cannot be printed', () => {
  const [first, second] = ['annotations: {one: "1", x: a}', 'annotations: {two: "2", x: b, n: null}'];
  const both = { name: 'a', annotations: { one: '1', two: '2', x: 'a', n: 'null' } };
  assert.deepEqual(metadataOf([first, second]), both);
  assert.deepEqual(metadataOf([first, second, 'annotations:']), both);
  assert.deepEqual(metadataOf(['annotations: {x: a, x: b}']), { name: 'a', annotations: { x: 'b' } });
  assert.equal(metadataOf([first, first, first, first, second]), 'duplicate-key');
  assert.equal(metadataOf(['labels: {a: b}', 'labels: {c: d}']), 'duplicate-key');
});

test('a null that JSON 6902 operations have passed by is one that merges keep', () => {
  const operation = "patches:\n  - target: {kind: ConfigMap}\n    patch: '[{op: add, path: /metadata/labels, value: {a: b}}]'\n";
  const merge = '  - patch: |-\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: a, labels: {c: d}}\n';
  const kept = (patches: string): unknown =>
    metadataOf(['finalizers:'], { 'kustomization.yaml': `resources: [a.yaml]\n${patches}` });
  assert.deepEqual(kept(operation + merge), { name: 'a', labels: { a: 'b', c: 'd' }, finalizers: null });
  assert.deepEqual(kept(`patches:\n${merge}`), { name: 'a', labels: { c: 'd' } });
});

test('what doubles with each step, or is made too often, is stopped', () => {
  const stopped = (kustomization: string, more: Record<string, string> = {}): unknown =>
    metadataOf(['labels: {x: a-b}'], { 'kustomization.yaml': `resources: [a.yaml]\n${kustomization}`, ...more });
  const copies = Array.from({ length: 60 }, (_, i) => `{op: copy, from: /metadata, path: /metadata/k${i}}`).join(', ');
  assert.equal(stopped(`patches:\n  - {target: {kind: ConfigMap}, patch: '[${copies}]'}\n`), 'budget');
  const label = 'fieldPath: metadata.labels.x';
  const splice = `  - source: {kind: ConfigMap, name: a, ${label}}\n    targets: [{select: {kind: ConfigMap}, fieldPaths: [metadata.labels.x], options: {delimiter: '-', index: 1}}]\n`;
  assert.equal(stopped(`replacements:\n${splice.repeat(60)}`), 'budget');
  const maps = Array.from({ length: 400 }, (_, i) => `  - {name: m${i}, files: [big.txt]}\n`).join('');
  assert.equal(stopped(`configMapGenerator:\n${maps}`, { 'big.txt': 'x'.repeat(100_000) }), 'budget');
});

test('a namespace is written into admission policies, as the latest release does it', () => {
  const policy = 'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: a }\n';
  const workspace = new TestWorkspace({ 'kustomization.yaml': 'resources: [a.yaml]\nnamespace: shop\n', 'a.yaml': policy });
  const namespaces = (edition: '5.8' | 'next'): readonly unknown[] =>
    build(workspace.db, workspace.path('.'), { edition }).objects.map(({ value }) => textOf(at(value, 'metadata', 'namespace')));
  assert.deepEqual(namespaces('5.8'), ['shop']);
  assert.deepEqual(namespaces('next'), ['']);
});
