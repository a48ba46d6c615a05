/** Completion inside strategic merge patches, inline and in files, from the objects that they are for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { completion, plainSketch } from '../../server/src/ide/completion.ts';
import { marked } from '../kit/marks.ts';

const FILES = {
  'base/kustomization.yaml': 'resources: [web.yaml, secret.yaml]\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: web
          image: web:1
          env:
            - {name: A, value: "1"}
        - name: proxy
          image: proxy:1
          args: [a]
`,
  'base/secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: hunter2\n',
};
const HEAD = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';
const ENTRY = 'resources: [base]\npatches:\n  - path: p.yaml\n';

function offered(files: Record<string, string>) {
  const { workspace, cursor } = marked({ ...FILES, ...files });
  const items = completion(workspace.db, cursor.file, cursor.offset).items.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const text = workspace.text(cursor.file.slice(workspace.path('').length + 1)) ?? '';
  return {
    items,
    labels: items.map(({ label }) => label),
    after: (label: string) =>
      items
        .filter((item) => item.label === label)
        .map(({ edit, sketch = [] }) => applyEdits(text, [{ ...edit, text: edit.text + plainSketch(sketch) }])),
  };
}

const inFile = (text: string) => offered({ 'kustomization.yaml': ENTRY, 'p.yaml': text });
const inline = (text: string) =>
  offered({ 'kustomization.yaml': `resources: [base]\npatches:\n  - patch: |-\n${text.replaceAll(/^(?=.)/gm, '      ')}` });

test('the fields of the object are offered in its order, with what they are now', () => {
  for (const where of [inFile, inline]) {
    assert.deepEqual(where(`${HEAD}‸\n`).labels, ['spec', '$patch']);
    const { items, after } = where(`${HEAD}spec:\n  ‸\n`);
    const listed = items.map(({ label, detail }) => [label, detail]);
    assert.deepEqual(listed.slice(0, 4), [
      ['replicas', 'now 2'],
      ['template', 'Deployment web'],
      // What it has not, but its kind may have.
      ['selector', 'LabelSelector'],
      ['strategy', 'DeploymentStrategy'],
    ]);
    assert.deepEqual(listed.at(-1), ['$patch', 'delete takes it away, replace puts the patch in its place']);
    assert.match(after('replicas')[0] ?? '', /^ +replicas: $/m);
  }
  assert.deepEqual(inFile(`${HEAD}spec:\n  ‸\n`).after('template'), [`${HEAD}spec:\n  template:\n    \n`]);
  assert.deepEqual(inFile(`${HEAD}spec:\n  template:\n    spec:\n      cont‸\n`).after('containers'), [
    `${HEAD}spec:\n  template:\n    spec:\n      containers:\n        - \n`,
  ]);
});

test('items of lists are told by their names, and have the fields of the item of that name', () => {
  const containers = `${HEAD}spec:\n  template:\n    spec:\n      containers:\n`;
  for (const where of [inFile, inline]) {
    assert.deepEqual(where(`${containers}        - name: ‸\n`).labels, ['web', 'proxy']);
    const ofProxy = where(`${containers}        - name: proxy\n          ‸\n`).labels;
    assert.deepEqual([...ofProxy.slice(0, 3), ofProxy.at(-1)], ['image', 'args', 'imagePullPolicy', '$patch']);
    assert.deepEqual(where(`${containers}        - name: web\n          image: ‸\n`).labels.slice(0, 1), ['web:1']);
    const ofAny = where(`${containers}        - ‸\n`).labels.filter((label) => label !== 'name, image');
    assert.deepEqual([...ofAny.slice(0, 5), ofAny.at(-1)], ['name', 'image', 'env', 'args', 'imagePullPolicy', '$patch']);
    assert.deepEqual(where(`${containers}        - name: web\n          $patch: ‸\n`).labels, ['delete', 'replace']);
  }
});

test('an empty patch starts from what there is to patch', () => {
  assert.deepEqual(inFile('‸').labels, ['apiVersion', 'kind', 'metadata', 'spec', 'stringData', '$patch']);
  assert.deepEqual(inFile('kind: ‸\n').labels, ['Deployment', 'Secret']);
  assert.deepEqual(inFile('kind: Deployment\nmetadata:\n  name: ‸\n').labels, ['web']);
});

test('a target says which objects are meant, whatever the patch is called', () => {
  const target = 'resources: [base]\npatches:\n  - path: p.yaml\n    target: {kind: Deployment}\n';
  const text = 'apiVersion: x\nkind: Y\nmetadata: {name: any}\nspec:\n  ‸\n';
  assert.deepEqual(offered({ 'kustomization.yaml': target, 'p.yaml': text }).labels.slice(0, 2), ['replicas', 'template']);
});

test('no value of a Secret is offered', () => {
  const head = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  ';
  const fields = inFile(`${head}‸\n`);
  assert.deepEqual(fields.labels, ['password', '$patch']);
  assert.ok(!JSON.stringify(fields.items).includes('hunter2'));
  assert.deepEqual(inFile(`${head}password: ‸\n`).items, []);
});

test('what a file is not a patch of is not offered in it', () => {
  const { items } = offered({ 'kustomization.yaml': 'resources: [base]\n', 'p.yaml': `${HEAD}spec:\n  ‸\n` });
  assert.deepEqual(
    items.filter(({ label, detail }) => label === '$patch' || detail.startsWith('now')),
    [],
  );
});
