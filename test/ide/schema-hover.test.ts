/** Hovers on the fields of manifests: type, what Kubernetes says, words, releases; beside it what overlays make of the value. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { descriptions } from '../../server/src/host/descriptions.ts';
import { Descriptions, hover } from '../../server/src/ide/hover.ts';
import { marked } from '../kit/marks.ts';

const TEXT = descriptions();
const KNOWN = new Descriptions(TEXT);

function shown(files: Record<string, string>): readonly string[] {
  const { workspace, cursor } = marked(files);
  const found = hover(workspace.db, cursor.file, cursor.offset, undefined, KNOWN);
  return (found?.parts ?? []).map((part) => (part.is === 'title' ? `${part.text} (${part.detail})` : part.text));
}

const HEAD = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';

test('a field says its type, what it is for, and what it takes', () => {
  const [title, about] = shown({ 'a.yaml': `${HEAD}spec:\n  repl‸icas: 1\n` });
  assert.equal(title, 'spec.replicas (whole number)');
  assert.match(about ?? '', /^Number of desired pods\./);
  const pod = `${HEAD}spec:\n  template:\n    spec:\n      containers:\n        - name: web\n          `;
  const policy = shown({ 'a.yaml': `${pod}image‸PullPolicy: Always\n` });
  assert.equal(policy[0], 'spec.template.spec.containers[0].imagePullPolicy (text)');
  assert.equal(policy.at(-1), 'Takes Always, IfNotPresent or Never.');
  assert.ok((policy[1] ?? '').length <= 282);
  assert.match(shown({ 'a.yaml': `${pod}‸image: web\n` })[0] ?? '', / · required\)$/);
  assert.match(shown({ 'a.yaml': `${pod}restartPolicy‸Rules: []\n` }).join('\n'), /Since Kubernetes 1\.34\.$/);
});

test('a kind says what it is and until when its version is served', () => {
  const [title, about] = shown({ 'a.yaml': HEAD.replace('Deployment', 'Depl‸oyment') });
  assert.equal(title, 'Deployment (apps/v1 · in a namespace)');
  assert.match(about ?? '', /^Deployment enables declarative updates/);
  const old = shown({ 'a.yaml': 'apiVersion: policy/v1beta1‸\nkind: PodDisruptionBudget\nmetadata: { name: a }\n' });
  assert.equal(old.at(-1), 'Deprecated since Kubernetes 1.21, removed in 1.25. policy/v1 takes its place.');
});

test('one hover says what the field is and what it comes to in each overlay', () => {
  const files = {
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': `${HEAD}spec:\n  repl‸icas: 1\n`,
    'prod/kustomization.yaml': 'resources: [../base]\nreplicas: [{ name: web, count: 3 }]\n',
    'test/kustomization.yaml': 'resources: [../base]\n',
  };
  const lines = shown(files);
  assert.equal(lines[0], 'spec.replicas (whole number)');
  assert.match(lines.at(-1) ?? '', /^Here 1 · prod 3 /);
});

test('custom kinds say what their definition says, patches what their target is', () => {
  const crd =
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: wells.acme.example }\nspec:\n  group: acme.example\n  names: { kind: Well, plural: wells }\n  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          type: object\n          description: A hole with water in it.\n          properties:\n            spec:\n              type: object\n              properties:\n                pumps:\n                  type: array\n                  items:\n                    type: object\n                    properties:\n                      depth: { type: integer, minimum: 1, description: How far down. }\n';
  const well = 'apiVersion: acme.example/v1\nkind: Well\nmetadata: { name: a }\nspec:\n  pumps:\n    - depth: 3\n';
  assert.deepEqual(shown({ 'crd.yaml': crd, 'w.yaml': well.replace('depth', 'de‸pth') }), [
    'spec.pumps[0].depth (whole number)',
    'How far down.',
    'At least 1.',
  ]);
  assert.deepEqual(shown({ 'crd.yaml': crd, 'w.yaml': well.replace('Well', 'W‸ell') }), [
    'Well (acme.example/v1)',
    'A hole with water in it.',
  ]);
  const patched = {
    'kustomization.yaml':
      'resources: [web.yaml]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      spec:\n        pau‸sed: true\n',
    'web.yaml': `${HEAD}spec:\n  replicas: 1\n`,
  };
  assert.equal(shown(patched)[0], 'spec.paused (true or false)');
});

test('custom kinds say what their definition demands beyond types', () => {
  const crd =
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: wells.acme.example }\nspec:\n  group: acme.example\n  names: { kind: Well, plural: wells }\n  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              type: object\n              x-kubernetes-validations:\n                - { rule: self.least <= self.most, message: least is above most }\n                - rule: self.least > 0\n              properties:\n                least: { type: integer }\n                most: { type: integer }\n                owner: { type: string, pattern: "^[a-z]+$", minLength: 1, maxLength: 20 }\n                pumps: { type: array, maxItems: 3, items: { type: string } }\n';
  const well = 'apiVersion: acme.example/v1\nkind: Well\nmetadata: { name: a }\nspec:\n  least: 3\n  owner: a\n  pumps: []\n';
  const of = (key: string): readonly string[] => shown({ 'crd.yaml': crd, 'w.yaml': well.replace(`${key}:`, `${key}‸:`) });
  assert.deepEqual(of('spec').slice(1), ['Rule: least is above most', 'Rule: self.least > 0']);
  assert.deepEqual(of('owner').slice(1), ['Matches ^[a-z]+$', 'From 1 to 20 characters.']);
  assert.deepEqual(of('pumps').slice(1), ['At most 3 items.']);
  const route =
    'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a }\nspec:\n  ru‸les:\n    - backendRefs: [{ name: a, port: 80 }]\n';
  assert.ok(shown({ 'r.yaml': route }).some((line) => line.startsWith('Rule: ')));
});

test('what is not known says nothing, and no value of a Secret is told', () => {
  assert.deepEqual(shown({ 'a.yaml': `${HEAD}spec:\n  nons‸ense: 1\n` }), []);
  assert.deepEqual(shown({ 'a.yaml': 'services:\n  we‸b: {}\n' }), []);
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData:\n  to‸ken: hunter2\n';
  assert.doesNotMatch(shown({ 'a.yaml': secret }).join('\n'), /hunter2/);
});

test('the client has something to say of nearly every built-in field', () => {
  assert.ok(TEXT.split('\n').length > 3000);
  assert.equal(KNOWN.ofField('rbac/v1.Subject', 'kind')?.startsWith('Kind of object being referenced'), true);
  assert.equal(KNOWN.ofField('core/v1.Container', 'nonsense'), undefined);
  assert.equal(KNOWN.ofType('core/v1.__proto__'), undefined);
});
