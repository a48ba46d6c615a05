/** Inlay hints: what overlays make of images, replicas and namespaces. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNBOUNDED } from '../../server/src/engine/budget.ts';
import { hints } from '../../server/src/ide/hints.ts';
import { hintSettings } from '../../server/src/model/workspace/inputs.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const FILES = {
  'base/kustomization.yaml': 'resources: [web.yaml]\nimages:\n  - name: proxy\n    newTag: "2"\nnamespace: base\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: default
spec:
  replicas: 1 # one
  template:
    spec:
      containers:
        - name: web
          image: web:1
        - {name: proxy, image: proxy}
`,
  'overlays/production/kustomization.yaml':
    'resources: [../../base]\nnamespace: production\nreplicas:\n  - name: web\n    count: 3\nimages:\n  - name: web\n    newName: registry.example.com/web\n    newTag: "7"\n',
  'overlays/staging/kustomization.yaml': 'resources: [../../base]\nnamespace: staging\n',
};

/** `line: hint` of a file. */
function shown(file: string, overlay = ''): readonly string[] {
  const workspace = new TestWorkspace(FILES);
  workspace.db.set(hintSettings, '', { effectiveValues: true, overlay });
  return at(workspace, file);
}

function at(workspace: TestWorkspace, file: string): readonly string[] {
  const text = workspace.text(file) ?? '';
  return hints(workspace.db, workspace.path(file), { start: 0, end: text.length }, UNBOUNDED).map(
    ({ offset, text: hint }) => `${text.slice(0, offset).split('\n').at(-1)} ← ${hint}`,
  );
}

test('a base shows what the nearest overlays make of it, where that is something else', () => {
  assert.deepEqual(shown('base/web.yaml'), [
    '  namespace: default ← production production · staging staging',
    '  replicas: 1 # one ← production 3 · staging 1',
    '          image: web:1 ← production registry.example.com/web:7 · staging :1',
    '        - {name: proxy, image: proxy} ← production, staging :2',
  ]);
});

test('one overlay alone can be chosen by a part of its path', () => {
  assert.deepEqual(shown('base/web.yaml', 'staging'), [
    '  namespace: default ← staging staging',
    '        - {name: proxy, image: proxy} ← staging :2',
  ]);
  assert.deepEqual(shown('base/web.yaml', 'overlays/staging/'), shown('base/web.yaml', 'staging'));
  assert.deepEqual(shown('base/web.yaml', 'elsewhere'), []);
});

test('an entry of a kustomization shows the whole image, and what later overlays make of it', () => {
  assert.deepEqual(shown('overlays/production/kustomization.yaml'), ['    newTag: "7" ← registry.example.com/web:7']);
  assert.deepEqual(shown('base/kustomization.yaml'), [
    '    newTag: "2" ← production, staging proxy:2',
    'namespace: base ← production production · staging staging',
  ]);
});

test('hints are off unless they are wanted, and follow what is typed elsewhere', () => {
  const workspace = new TestWorkspace(FILES);
  assert.deepEqual(at(workspace, 'base/web.yaml'), []);
  workspace.db.set(hintSettings, '', { effectiveValues: true, overlay: 'staging' });
  workspace.write('overlays/staging/kustomization.yaml', 'resources: [../../base]\nreplicas: [{name: web, count: 9}]\n');
  assert.deepEqual(at(workspace, 'base/web.yaml')[1], '  replicas: 1 # one ← staging 9');
});

test('what there is no time for is left out, and comes when it is asked for again', () => {
  const workspace = new TestWorkspace(FILES);
  workspace.db.set(hintSettings, '', { effectiveValues: true, overlay: '' });
  const span = { start: 0, end: 500 };
  const few = hints(workspace.db, workspace.path('base/web.yaml'), span, { isSpent: () => true });
  assert.ok(few.length < hints(workspace.db, workspace.path('base/web.yaml'), span, UNBOUNDED).length);
});
