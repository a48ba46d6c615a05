/** Hovers over fields of resources, patches and kustomizations: effective values and what is overridden. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../server/src/ide/hover.ts';
import { marked } from '../kit/marks.ts';

function shown(files: Record<string, string>): readonly string[] {
  const { workspace, cursor } = marked(files);
  return (hover(workspace.db, cursor.file, cursor.offset)?.parts ?? []).map(({ text }) => text);
}

const deployment = (replicas: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  ${replicas}\n  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1\n`;
const patch = (replicas: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  ${replicas}\n`;

const TREE = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': deployment('replicas: 1'),
  'overlays/staging/kustomization.yaml': 'resources: [../../base]\npatches:\n  - path: replicas.yaml\n',
  'overlays/staging/replicas.yaml': patch('replicas: 2'),
  'overlays/production/kustomization.yaml': 'resources: [../../base]\nreplicas:\n  - name: web\n    count: 3\n',
  'overlays/test/kustomization.yaml': 'resources: [../../base]\nimages:\n  - name: web\n    newTag: "2"\n',
};

test('a field of a base says what it comes to in each overlay, and what set it', () => {
  const expected = [
    'spec.replicas — here 1 · production 3 (overlays/production/kustomization.yaml:4, replicas) · ' +
      'staging 2 (overlays/staging/replicas.yaml:5, patch) · the same in test',
  ];
  assert.deepEqual(shown({ ...TREE, 'base/web.yaml': deployment('replicas: ‸1') }), expected);
  // Under a key stands what the field is, and the title says which one.
  const onKey = shown({ ...TREE, 'base/web.yaml': deployment('repl‸icas: 1') });
  assert.deepEqual(onKey.slice(-1), [expected.join('').replace('spec.replicas — here', 'Here')]);
  assert.deepEqual(shown({ ...TREE, 'base/web.yaml': deployment('replicas: 1').replace('web:1', 'we‸b:1') }), [
    'spec.template.spec.containers[name=web].image — here web:1 · test web:2 (overlays/test/kustomization.yaml:4, images) · ' +
      'the same in production, staging',
  ]);
});

test('a field that an overlay takes away is told as removed, and of a mapping what overlays change in it', () => {
  const files = { ...TREE, 'overlays/staging/replicas.yaml': patch('replicas: null') };
  assert.match(shown({ ...files, 'base/web.yaml': deployment('replicas: ‸1') }).join(), /staging removed/);
  assert.deepEqual(shown({ ...TREE, 'base/web.yaml': deployment('replicas: 1').replace('template:', 'templ‸ate:') }), [
    'spec.template',
    'Changed · test sets spec.containers[name=web].image to web:2 (overlays/test/kustomization.yaml:4, images)',
  ]);
});

test('an overlay whose build fails is told, and names tell overlays apart whichever are listed', () => {
  const files = {
    'apps/base/web/kustomization.yaml': 'resources: [web.yaml]\n',
    'apps/base/web/web.yaml': deployment('replicas: ‸1'),
    'apps/staging/web/kustomization.yaml': 'resources: [../../base/web, missing.yaml]\n',
    'apps/production/web/kustomization.yaml': 'resources: [../../base/web]\nreplicas: [{name: web, count: 3}]\n',
  };
  assert.deepEqual(shown(files), [
    'spec.replicas — here 1 · production 3 (apps/production/web/kustomization.yaml:2, replicas) · staging does not build',
  ]);
});

test('a field of a patch says what it overrides and where that stands', () => {
  const expected = ['spec.replicas of Deployment web — here 2 · overrides 1 (base/web.yaml:6, resource)'];
  assert.deepEqual(shown({ ...TREE, 'overlays/staging/replicas.yaml': patch('replicas: ‸2') }), expected);
  assert.deepEqual(shown({ ...TREE, 'overlays/staging/replicas.yaml': patch('re‸plicas: 2') }).slice(-1), expected);
  assert.deepEqual(shown({ ...TREE, 'overlays/staging/replicas.yaml': patch('paused: tr‸ue') }), [
    'spec.paused of Deployment web — here true · nothing before',
  ]);
});

test('an inline patch, a JSON 6902 operation and a field of the kustomization say it, too', () => {
  const head = 'resources: [../../base]\n';
  const at = (text: string) => shown({ ...TREE, 'overlays/staging/kustomization.yaml': head + text });
  const expected = (value: string) => [
    `spec.replicas of Deployment web — here ${value} · overrides 1 (base/web.yaml:6, resource)`,
  ];
  const body = patch('replicas: ‸4').replaceAll(/^/gm, '      ');
  assert.deepEqual(at(`patches:\n  - patch: |\n${body}`), expected('4'));
  assert.deepEqual(
    at('patches:\n  - target: {kind: Deployment}\n    patch: |\n      - {op: replace, path: /spec/replicas, value: 5‸}\n'),
    expected('5'),
  );
  assert.deepEqual(at('replicas:\n  - name: web\n    cou‸nt: 6\n'), expected('6'));
});

test('what an earlier layer set is what is overridden', () => {
  const files = {
    ...TREE,
    'clusters/eu/kustomization.yaml': 'resources: [../../overlays/staging]\npatches: [{path: more.yaml}]\n',
    'clusters/eu/more.yaml': patch('replicas: 9‸'),
  };
  assert.deepEqual(shown(files), [
    'spec.replicas of Deployment web — here 9 · overrides 2 (overlays/staging/replicas.yaml:5, patch)',
  ]);
});

test('many overlays are cut to a few', () => {
  const files: Record<string, string> = { ...TREE, 'base/web.yaml': deployment('replicas: 1‸') };
  for (let i = 0; i < 30; i++)
    files[`overlays/o${i}/kustomization.yaml`] = `resources: [../../base]\nreplicas: [{name: web, count: ${i + 10}}]\n`;
  const [text = ''] = shown(files);
  assert.equal(text.split(', replicas)').length - 1, 8);
  assert.match(text, / · and 25 more$/);
});

test('no hover shows the value of a Secret, also where a build carried it elsewhere', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: hunter2\n';
  const files: Record<string, string> = {
    'base/kustomization.yaml': 'resources: [s.yaml]\n',
    'base/s.yaml': secret,
    'over/kustomization.yaml': 'resources: [../base]\npatches: [{path: p.yaml}]\n',
    'over/p.yaml': secret.replace('hunter2', 'hunter3'),
  };
  for (const file of ['base/s.yaml', 'over/p.yaml']) {
    const text = files[file] ?? '';
    for (let offset = 0; offset < text.length; offset++) {
      const all = shown({ ...files, [file]: `${text.slice(0, offset)}‸${text.slice(offset)}` }).join();
      assert.ok(!/hunter/.test(all), all);
    }
  }
  assert.match(shown({ ...files, 'base/s.yaml': secret.replace('hunter2', 'hun‸ter2') }).join(), /here •+ · over •+ \(/);
});

const POD = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: app
          image: app:1
          env:
            - name: LEVEL
              value: info
            - name: OLD
              value: "1"
            - name: KEPT
              value: "2"
          volumeMounts:
            - name: data
              mountPath: /a
              subPath: a
            - name: data
              mountPath: /b
              subPath: b
        - name: side
          image: side:1
`;
const POD_PATCH = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: side
          $patch: delete
        - name: app
          tty: true
          env:
            - name: OLD
              $patch: delete
            - name: LEVEL
              value: debug
            - name: NEW
              value: "3"
          volumeMounts:
            - mountPath: /b
              subPath: c
`;
const PODS = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': POD,
  'production/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
  'production/patch.yaml': POD_PATCH,
  'staging/kustomization.yaml': 'resources: [../base]\nnamePrefix: s-\nnamespace: stage\n',
};

/** With the cursor in the middle of a text of a file, at its place with this number. */
function over(files: Record<string, string>, file: string, text: string, nth = 0): readonly string[] {
  const whole = files[file] ?? '';
  let at = whole.indexOf(text);
  for (let i = 0; i < nth; i++) at = whole.indexOf(text, at + 1);
  assert.ok(at >= 0, text);
  const cursor = at + Math.ceil(text.length / 2);
  return shown({ ...files, [file]: `${whole.slice(0, cursor)}‸${whole.slice(cursor)}` });
}

test('items of lists are known by their merge keys, wherever a patch has put them', () => {
  const containers = 'spec.template.spec.containers';
  assert.deepEqual(over(PODS, 'base/web.yaml', 'info'), [
    `${containers}[name=app].env[name=LEVEL].value — here info · production debug (production/patch.yaml:17, patch) · the same in staging`,
  ]);
  assert.deepEqual(over(PODS, 'base/web.yaml', '"1"'), [
    `${containers}[name=app].env[name=OLD].value — here 1 · production removed · the same in staging`,
  ]);
  assert.deepEqual(over(PODS, 'base/web.yaml', '"2"'), [
    `${containers}[name=app].env[name=KEPT].value — here 2 · the same in production, staging`,
  ]);
  assert.deepEqual(over(PODS, 'base/web.yaml', 'side:1'), [
    `${containers}[name=side].image — here side:1 · production removed · the same in staging`,
  ]);
  // One volume that is mounted twice is two items.
  assert.deepEqual(over(PODS, 'base/web.yaml', ' b\n'), [
    `${containers}[name=app].volumeMounts[mountPath=/b].subPath — here b · production c (production/patch.yaml:22, patch) · the same in staging`,
  ]);
  assert.deepEqual(over(PODS, 'base/web.yaml', ' a\n'), [
    `${containers}[name=app].volumeMounts[mountPath=/a].subPath — here a · the same in production, staging`,
  ]);
});

test('a list, or what an item is called, tells what overlays add, change and remove', () => {
  const containers = 'spec.template.spec.containers';
  assert.deepEqual(over(PODS, 'base/web.yaml', 'env').slice(-1), [
    'Changed · production sets [name=LEVEL].value to debug (production/patch.yaml:17, patch), adds [name=NEW] (production/patch.yaml:18, patch), ' +
      'removes [name=OLD]',
  ]);
  assert.deepEqual(over(PODS, 'base/web.yaml', 'side\n'), ['side', `${containers}[name=side] — changed · production removes it`]);
  const item = over(PODS, 'base/web.yaml', 'app\n').at(-1) ?? '';
  assert.match(
    item,
    /^spec\.template\.spec\.containers\[name=app\] — changed · production sets env\[name=LEVEL\]\.value .* and 2 more$/,
  );
});

test('what prefixes and namespaces make of a name is told', () => {
  assert.deepEqual(over(PODS, 'base/web.yaml', 'web\n').slice(-1), [
    'metadata.name — here web · staging s-web (staging/kustomization.yaml:2, namePrefix) · the same in production',
  ]);
  assert.deepEqual(over(PODS, 'base/web.yaml', 'metadata').slice(-1), [
    'Changed · staging sets name to s-web (staging/kustomization.yaml:2, namePrefix), adds namespace stage (staging/kustomization.yaml:3, namespace)',
  ]);
});

test('a patch tells what it adds and removes by merge key', () => {
  const containers = 'spec.template.spec.containers';
  const at = (text: string, nth = 0) => over(PODS, 'production/patch.yaml', text, nth).at(-1);
  assert.equal(
    at('debug'),
    `${containers}[name=app].env[name=LEVEL].value of Deployment web — here debug · overrides info (base/web.yaml:13, resource)`,
  );
  assert.equal(at('"3"'), `${containers}[name=app].env[name=NEW].value of Deployment web — here 3 · nothing before`);
  assert.equal(
    at('delete', 1),
    `${containers}[name=app].env[name=OLD] of Deployment web — removed here · was 2 fields (base/web.yaml:14, resource)`,
  );
  assert.equal(
    at(' c\n'),
    `${containers}[name=app].volumeMounts[mountPath=/b].subPath of Deployment web — here c · overrides b (base/web.yaml:24, resource)`,
  );
});

test('patches in the older fields tell what those of `patches` do', () => {
  const env = 'spec.template.spec.containers[name=app].env';
  const files: Record<string, string> = {
    ...PODS,
    'production/kustomization.yaml':
      'resources: [../base]\npatchesStrategicMerge: [patch.yaml]\npatchesJson6902:\n  - path: ops.yaml\n    target: {version: v1, kind: Deployment, name: web, group: apps}\n',
    'production/ops.yaml': `- {op: replace, path: /spec/template/spec/containers/0/env/0/value, value: "9"}\n`,
    'eu/kustomization.yaml':
      'resources: [../production]\npatchesStrategicMerge:\n  - |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec: {template: {spec: {containers: [{name: app, env: [{name: LEVEL, value: eu}]}]}}}\n',
    'us/kustomization.yaml': 'resources: [../production]\n',
  };
  const overridden = 'overrides info (base/web.yaml:13, resource)';
  assert.equal(
    over(files, 'production/patch.yaml', 'debug').at(-1),
    `${env}[name=LEVEL].value of Deployment web — here debug · ${overridden} · eu eu (eu/kustomization.yaml:7, patch) · us 9 (production/ops.yaml:1, patch)`,
  );
  assert.equal(
    over(files, 'production/ops.yaml', '"9"').at(-1),
    `${env}[name=LEVEL].value of Deployment web — here 9 · overrides debug (production/patch.yaml:17, patch) · eu eu (eu/kustomization.yaml:7, patch) · the same in us`,
  );
  assert.equal(
    over(files, 'eu/kustomization.yaml', 'eu}').at(-1),
    `${env}[name=LEVEL].value of Deployment web — here eu · overrides 9 (production/ops.yaml:1, patch)`,
  );
});

test('a patch whose word is not the last tells whose is', () => {
  const patches = 'resources: [../base]\npatches: [{path: patch.yaml}, {path: later.yaml}]\n';
  const later = POD_PATCH.replace('debug', 'trace')
    .replaceAll(/^.*\$patch: delete\n/gm, '')
    .replace('        - name: side\n', '');
  const files: Record<string, string> = {
    ...PODS,
    'production/kustomization.yaml': patches,
    'production/later.yaml': later.replace('            - name: OLD\n', ''),
    'eu/kustomization.yaml':
      'resources: [../production]\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: remove, path: /spec/template/spec/containers/0/env/0}\n',
    'us/kustomization.yaml': 'resources: [../production]\n',
  };
  assert.equal(
    over(files, 'production/patch.yaml', 'debug').at(-1),
    'spec.template.spec.containers[name=app].env[name=LEVEL].value of Deployment web — here debug · overrides info (base/web.yaml:13, resource) · ' +
      'eu removed · us trace (production/later.yaml:13, patch)',
  );
});

test('a component tells for each of its builds what it overrides', () => {
  const files: Record<string, string> = {
    ...TREE,
    'scaled/kustomization.yaml': 'kind: Component\npatches: [{path: p.yaml}]\n',
    'scaled/p.yaml': patch('replicas: 8'),
  };
  for (const name of ['staging', 'production', 'test'])
    files[`overlays/${name}/kustomization.yaml`] += 'components: [../../scaled]\n';
  assert.deepEqual(over(files, 'scaled/p.yaml', '8'), [
    'spec.replicas of Deployment web — here 8 · overrides 1 (base/web.yaml:6, resource) · ' +
      'production 3 (overlays/production/kustomization.yaml:4, replicas) · staging 2 (overlays/staging/replicas.yaml:5, patch) · the same in test',
  ]);
});

test('operations are told one by one, each as those before it have left the object', () => {
  const operations = `- {op: remove, path: /spec/template/spec/containers/0/env/0}
- {op: replace, path: /spec/template/spec/containers/0/env/0/value, value: "9"}
- {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: LAST, value: last}}
`;
  const files: Record<string, string> = {
    ...PODS,
    'production/kustomization.yaml': 'resources: [../base]\npatches: [{path: ops.yaml, target: {kind: Deployment}}]\n',
    'production/ops.yaml': operations,
  };
  const env = 'spec.template.spec.containers[name=app].env';
  assert.deepEqual(over(files, 'production/ops.yaml', 'env/0'), [
    `${env}[name=LEVEL] of Deployment web — removed here · was 2 fields (base/web.yaml:12, resource)`,
  ]);
  assert.deepEqual(over(files, 'production/ops.yaml', '"9"'), [
    `${env}[name=OLD].value of Deployment web — here 9 · overrides 1 (base/web.yaml:15, resource)`,
  ]);
  assert.deepEqual(over(files, 'production/ops.yaml', 'last'), [
    `${env}[name=LAST].value of Deployment web — here last · nothing before`,
  ]);
});
