/** From patches and entries of kustomizations to what they change, and back from objects to what changes them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNBOUNDED } from '../../server/src/engine/budget.ts';
import { definition } from '../../server/src/ide/definition.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { implementations } from '../../server/src/ide/implementation.ts';
import { foundRange, marked } from '../kit/marks.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: proxy
          image: proxy:1
        - name: web
          image: registry.example.com/web:1
          envFrom:
            - configMapRef:
                name: settings
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: ClusterIP\n';
const FILES = {
  'base/kustomization.yaml':
    'resources: [web.yaml, service.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: [a=1]\n',
  'base/web.yaml': WEB,
  'base/service.yaml': SERVICE,
};
const BASE = 'resources: [../base]\n';

type Files = Record<string, string>;

/** The ranges that an answer leads to. */
function led(find: 'definition' | 'implementations', files: Files): readonly string[] {
  const { workspace, cursor } = marked({ ...FILES, ...files });
  const found =
    find === 'definition'
      ? definition(workspace.db, cursor.file, cursor.offset)
      : implementations(workspace.db, cursor.file, cursor.offset, UNBOUNDED);
  return (found?.targets ?? []).map(({ file, name }) => foundRange(workspace, file, name)).sort();
}

const defined = (text: string, more: Files = {}): readonly string[] =>
  led('definition', { 'prod/kustomization.yaml': BASE + text, ...more });

test('the path of an operation leads to the field that it changes, or to what the field is put into', () => {
  const operation = (path: string): string =>
    `patches:\n  - target: {kind: Deployment}\n    patch: |-\n      - op: add\n        path: ${path}\n        value: 2\n`;
  assert.deepEqual(defined(operation('/spec/repl‸icas')), ['base/web.yaml:6: 1']);
  assert.deepEqual(defined(operation('/spec/template/spec/containers/1/im‸age')), [
    'base/web.yaml:13: registry.example.com/web:1',
  ]);
  assert.deepEqual(
    defined(operation('/spec/paus‸ed')).map((range) => range.split('\n')[0]),
    ['base/web.yaml:6: replicas: 1'],
  );
  const file = { 'prod/p.yaml': '- op: replace\n  path: /spec/re‸plicas\n  value: 2\n' };
  const named = 'patchesJson6902:\n  - path: p.yaml\n    target: {group: apps, version: v1, kind: Deployment, name: web}\n';
  assert.deepEqual(defined(named, file), ['base/web.yaml:6: 1']);
  assert.deepEqual(defined('patches:\n  - path: p.yaml\n    target: {kind: Deployment}\n', file), ['base/web.yaml:6: 1']);
});

test('a field of a merge patch leads to the one that it overrides, its name to the object', () => {
  const patch = (image: string, name = 'web'): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          ${image}\n`;
  const inline = (text: string): string => `patches:\n  - patch: |\n${text.replaceAll(/^(?=.)/gm, '      ')}`;
  assert.deepEqual(defined(inline(patch('ima‸ge: web:2'))), ['base/web.yaml:13: registry.example.com/web:1']);
  assert.deepEqual(defined('patches: [{path: p.yaml}]\n', { 'prod/p.yaml': patch('image: we‸b:2') }), [
    'base/web.yaml:13: registry.example.com/web:1',
  ]);
  assert.deepEqual(defined(inline(patch('image: web:2', 'we‸b'))), ['base/web.yaml:4: web']);
  const older = inline(patch('image: we‸b:2')).replace('patches:\n  - patch:', 'patchesStrategicMerge:\n  -');
  assert.deepEqual(defined(older), ['base/web.yaml:13: registry.example.com/web:1']);
  assert.deepEqual(defined('patchesStrategicMerge: [p.yaml]\n', { 'prod/p.yaml': patch('image: we‸b:2') }), [
    'base/web.yaml:13: registry.example.com/web:1',
  ]);
  const prefixed = { 'mid/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\n' };
  assert.deepEqual(
    led('definition', {
      ...prefixed,
      'prod/kustomization.yaml': `resources: [../mid]\n${inline(patch('image: web:2', 'x-we‸b'))}`,
    }),
    ['mid/kustomization.yaml:2: x-'],
  );
});

test('a target leads to all that it chooses, with the number of them in its hover', () => {
  const text = 'patches:\n  - target:\n      name: w‸e.*\n    patch: "[{op: add, path: /metadata/labels, value: {a: b}}]"\n';
  assert.deepEqual(defined(text), ['base/service.yaml:4: web', 'base/web.yaml:4: web']);
  const { workspace, cursor } = marked({ ...FILES, 'prod/kustomization.yaml': BASE + text });
  const shown = hover(workspace.db, cursor.file, cursor.offset)?.parts.map((part) => part.text);
  assert.deepEqual(shown, ['2 objects: Deployment web, Service web']);
});

test('replacements, images and replicas lead to the fields that they read and write', () => {
  const replacement = (source: string, path: string): string =>
    `replacements:\n  - source: {kind: Service, fieldPath: ${source}}\n    targets:\n      - select: {kind: Deployment}\n        fieldPaths:\n          - ${path}\n`;
  assert.deepEqual(defined(replacement('spec.ty‸pe', 'spec.replicas')), ['base/service.yaml:6: ClusterIP']);
  assert.deepEqual(defined(replacement('spec.type', 'spec.template.spec.containers.[name=w‸eb].image')), [
    'base/web.yaml:13: registry.example.com/web:1',
  ]);
  assert.deepEqual(defined('images:\n  - name: registry.example.com/w‸eb\n    newTag: "2"\n'), [
    'base/web.yaml:13: registry.example.com/web:1',
  ]);
  assert.deepEqual(defined('replicas:\n  - name: we‸b\n    count: 2\n'), ['base/web.yaml:6: 1']);
});

test('the use of a generated ConfigMap leads to its generator', () => {
  assert.deepEqual(led('definition', { 'base/web.yaml': WEB.replace('name: settings', 'name: sett‸ings') }), [
    'base/kustomization.yaml:3: settings',
  ]);
});

test('an object leads to everything that changes it, a field to what sets it in overlays', () => {
  const files = {
    'prod/kustomization.yaml': `${BASE}patches:\n  - path: p.yaml\nimages:\n  - name: proxy\n    newTag: "2"\nnamePrefix: prod-\n`,
    'prod/p.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3\n',
    'stage/kustomization.yaml': `${BASE}replicas: [{name: web, count: 5}]\n`,
  };
  assert.deepEqual(led('implementations', { ...files, 'base/web.yaml': WEB.replace('name: web', 'name: we‸b') }), [
    'base/kustomization.yaml:3: name: settings\n    literals: [a=1]',
    'prod/kustomization.yaml:6: "2"',
    'prod/kustomization.yaml:7: prod-',
    'prod/p.yaml:5: 3',
    'stage/kustomization.yaml:2: 5',
  ]);
  assert.deepEqual(led('implementations', { ...files, 'base/web.yaml': WEB.replace('replicas', 'repli‸cas') }), [
    'prod/p.yaml:5: 3',
    'stage/kustomization.yaml:2: 5',
  ]);
});
