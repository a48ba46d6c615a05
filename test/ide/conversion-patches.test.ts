/** Strategic merge patches written as JSON 6902 operations and back: the texts, and the sentences where it cannot be done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convertPatch } from '../../server/src/ide/conversion/convert-patch.ts';
import type { PatchForm } from '../../server/src/ide/conversion/patch-entry.ts';
import { changedFiles } from '../kit/changes.ts';
import { PACE, TestWorkspace } from '../kit/workspace.ts';

const BASE = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    example.com/team: shop
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: web
          image: web:1
          args: [--quiet]
          env:
            - name: A
              value: "1"
            - name: B
              value: "2"
        - name: proxy
          image: proxy:1
`,
};

async function converted(patch: string | Record<string, string>, to: PatchForm): Promise<unknown> {
  const files =
    typeof patch === 'string'
      ? { ...BASE, 'kustomization.yaml': `resources:\n  - base\npatches:\n${patch}` }
      : { ...BASE, ...patch };
  const workspace = new TestWorkspace(files);
  const change = await convertPatch(workspace.db, workspace.path('kustomization.yaml'), 0, to, PACE);
  if ('refused' in change) return change.refused;
  const changed = changedFiles(workspace, change);
  if (typeof patch !== 'string') return changed;
  assert.deepEqual(Object.keys(changed), ['kustomization.yaml']);
  return changed['kustomization.yaml']?.slice('resources:\n  - base\npatches:\n'.length);
}

const TARGET = `    target:
      group: apps
      version: v1
      kind: Deployment
      name: web
`;

const head = (indent: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n`.replaceAll(/^(?=.)/gm, indent);

test('fields, new ones and deleted ones become operations', async () => {
  const merge =
    `  - patch: |-\n${head('      ')}  annotations:\n          example.com/team: null\n      spec:\n        replicas: 3\n        paused: true\n`.replace(
      '  annotations',
      '        annotations',
    );
  assert.equal(
    await converted(merge, 'json'),
    `  - patch: |-
      - op: remove
        path: /metadata/annotations/example.com~1team
      - op: replace
        path: /spec/replicas
        value: 3
      - op: add
        path: /spec/paused
        value: true
${TARGET}`,
  );
});

const CONTAINER = `${head('      ')}      spec:
        template:
          spec:
            containers:
              - name: web
                # The release of this environment.
                image: web:2
                env:
                  - name: B
                    value: "3"
                  - name: A
                    $patch: delete
`;

test('an item of a list that is merged by key is reached by its index, behind a test that it is the one meant', async () => {
  assert.equal(
    await converted(`  - patch: |\n${CONTAINER}`, 'json'),
    `  - patch: |-
      - op: test
        path: /spec/template/spec/containers/0/name
        value: web
      # The release of this environment.
      - op: replace
        path: /spec/template/spec/containers/0/image
        value: web:2
      - op: test
        path: /spec/template/spec/containers/0/env/0/name
        value: A
      - op: remove
        path: /spec/template/spec/containers/0/env/0
      - op: test
        path: /spec/template/spec/containers/0/env/0/name
        value: B
      - op: replace
        path: /spec/template/spec/containers/0/env/0/value
        value: "3"
${TARGET}`,
  );
});

test('a merge puts the items of the patch first, and so do its operations', async () => {
  const merge = `  - patch: |-\n${head('      ')}      spec: {template: {spec: {containers: [{name: proxy, image: "proxy:2"}, {name: logs, image: logs}]}}}\n`;
  const written = await converted(merge, 'json');
  assert.match(
    String(written),
    /op: move\n +from: \/spec\/template\/spec\/containers\/1\n +path: \/spec\/template\/spec\/containers\/0\n/,
  );
  assert.match(String(written), /op: add\n +path: \/spec\/template\/spec\/containers\/1\n +value:\n +name: logs\n/);
});

test('a file is rewritten in its own format, and its entry gets the target', async () => {
  const files = (patch: string, name = 'p.yaml') => ({
    'kustomization.yaml': `resources: [base]\npatches:\n  # Why.\n  - path: ${name} # what\n`,
    [name]: patch,
  });
  const entry = (name: string): string => `resources: [base]\npatches:\n  # Why.\n  - path: ${name} # what\n${TARGET}`;
  const merge = `# Sizes of this environment.\n---\n${head('')}spec:\n  replicas: 3 # three\n# The end.\n`;
  assert.deepEqual(await converted(files(merge), 'json'), {
    'kustomization.yaml': entry('p.yaml'),
    'p.yaml': '# Sizes of this environment.\n# three\n- op: replace\n  path: /spec/replicas\n  value: 3\n# The end.\n',
  });
  assert.deepEqual(await converted(files(merge.replaceAll('\n', '\r\n')), 'json'), {
    'kustomization.yaml': entry('p.yaml'),
    'p.yaml':
      '# Sizes of this environment.\r\n# three\r\n- op: replace\r\n  path: /spec/replicas\r\n  value: 3\r\n# The end.\r\n',
  });
  const json = '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": 3}}';
  assert.deepEqual(await converted(files(json, 'p.json'), 'json'), {
    'kustomization.yaml': entry('p.json'),
    'p.json': '[\n  {\n    "op": "replace",\n    "path": "/spec/replicas",\n    "value": 3\n  }\n]\n',
  });
});

test('operations become a merge patch that names its object, and the target goes', async () => {
  const json = `  - target:
      kind: Deployment
      name: web
    patch: |-
      # Three of them.
      - op: replace
        path: /spec/replicas
        value: 3
      - op: remove
        path: /metadata/annotations/example.com~1team
      - op: replace
        path: /spec/template/spec/containers/1/image
        value: proxy:2
      - op: add
        path: /spec/template/spec/containers/0/env/-
        value: {name: C, value: "3"}
      - op: replace
        path: /spec/template/spec/containers/0/args
        value: [--loud]
`;
  assert.equal(
    await converted(json, 'merge'),
    `  - patch: |-
${head('      ')}        annotations:
          example.com/team: null
      spec:
        # Three of them.
        replicas: 3
        template:
          spec:
            containers:
              - name: web
                args:
                  - --loud
                env:
                  - name: A
                  - name: B
                  - name: C
                    value: "3"
              - name: proxy
                image: proxy:2
`,
  );
});

test('a target that chooses by more than a name stays', async () => {
  const json = '  - target: {kind: Deployment}\n    patch: "[{op: add, path: /spec/paused, value: true}]"\n';
  assert.equal(
    await converted(json, 'merge'),
    `  - target: {kind: Deployment}\n    patch: |-\n${head('      ').replace('name: web', 'name: not-important')}      spec:\n        paused: true\n`,
  );
});

test('a mapping that an operation replaces is replaced', async () => {
  const json =
    '  - target: {kind: Deployment, name: web}\n    patch: "[{op: add, path: /metadata/annotations, value: {a: b}}]"\n';
  assert.match(String(await converted(json, 'merge')), /annotations:\n +\$patch: replace\n +a: b\n/);
});

test('what cannot be said in the other form is refused in a sentence', async () => {
  const inline = (body: string): string => `  - patch: |-\n${body.replaceAll(/^(?=.)/gm, '      ')}`;
  const operation = (body: string, target = '{kind: Deployment, name: web}'): string =>
    `  - target: ${target}\n    patch: "[${body}]"\n`;
  assert.equal(
    await converted(inline(`${head('')}$patch: delete\n`), 'json'),
    'The patch deletes Deployment "web", which a JSON 6902 patch cannot.',
  );
  assert.equal(
    await converted(inline(`${head('')}---\n${head('')}`), 'json'),
    'The patch is for 2 objects, and a JSON 6902 patch has one target: split it first.',
  );
  assert.match(String(await converted(inline(head('').replace('web', 'other')), 'json')), /^No build that holds it works now/);
  assert.equal(await converted(inline(head('')), 'json'), 'The patch changes nothing in Deployment "web".');
  assert.equal(
    await converted(
      operation('{op: test, path: /spec/replicas, value: 1}, {op: replace, path: /spec/replicas, value: 2}'),
      'merge',
    ),
    'A merge patch cannot test /spec/replicas.',
  );
  assert.equal(
    await converted(operation('{op: replace, path: /metadata/name, value: other}'), 'merge'),
    'A merge patch cannot change /metadata/name, by which it finds its object.',
  );
  assert.equal(
    await converted(operation('{op: add, path: /spec/selector, value: null}'), 'merge'),
    'The build of . would not stay the same: Deployment web would be another.',
  );
  const shared = {
    'kustomization.yaml': 'resources: [base]\npatches: \n  - path: p.yaml\n  - path: p.yaml\n',
    'p.yaml': `${head('')}spec: {replicas: 2}\n`,
  };
  assert.equal(await converted(shared, 'json'), 'p.yaml is used 2 times: what else uses it would need another entry, too.');
  const broken = {
    'kustomization.yaml': `resources: [base, missing.yaml]\npatches:\n${inline(`${head('')}spec: {replicas: 2}\n`)}`,
  };
  assert.match(String(await converted(broken, 'json')), /^No build that holds it works now/);
});

test('a name with dots is no pattern in a target', async () => {
  const files = {
    'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a.b, namespace: ns}\ndata: {x: "1"}\n',
    'kustomization.yaml':
      'resources: [a.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: a.b, namespace: ns}\n    data: {x: "2"}\n',
  };
  assert.deepEqual(await converted({ ...files }, 'json'), {
    'kustomization.yaml':
      'resources: [a.yaml]\npatches:\n- patch: |-\n    - op: replace\n      path: /data/x\n      value: "2"\n  target:\n    version: v1\n    kind: ConfigMap\n    name: a\\.b\n    namespace: ns\n',
  });
});
