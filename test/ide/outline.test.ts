/** Outlines that read like a manifest, and selections that grow along its structure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selections } from '../../server/src/ide/selection.ts';
import { type DocumentSymbol, documentSymbols } from '../../server/src/ide/symbols.ts';
import { marked } from '../kit/marks.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: web:1
      containers:
        - name: web
          image: web:1
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: PASSWORD
              value: hunter2
          volumeMounts:
            - name: config
              mountPath: /etc/web
      volumes:
        - name: config
          configMap: { name: web-config }
`;

function lines(symbols: readonly DocumentSymbol[], depth = 0): readonly string[] {
  return symbols.flatMap(({ label, detail, children }) => [
    `${'  '.repeat(depth)}${label}${detail === '' ? '' : ` · ${detail}`}`,
    ...lines(children, depth + 1),
  ]);
}

test('a workload reads as its containers with their ports, variables and mounts, then its volumes', () => {
  const workspace = new TestWorkspace({ 'a.yaml': DEPLOYMENT });
  const found = documentSymbols(workspace.db, workspace.path('a.yaml'));
  assert.deepEqual(lines(found), [
    'Deployment web · apps/v1',
    '  initContainers',
    '    migrate · web:1',
    '  containers',
    '    web · web:1',
    '      ports',
    '        http · 8080',
    '      env',
    '        PASSWORD',
    '      volumeMounts',
    '        config · /etc/web',
    '  volumes',
    '    config · configMap web-config',
  ]);
  const check = (symbols: readonly DocumentSymbol[]): void => {
    for (const { name, whole, children } of symbols) {
      assert.ok(whole.start <= name.start && name.end <= whole.end);
      check(children);
    }
  };
  check(found);
});

test('Services, Ingresses and custom objects read by what their lists are told apart by; Lists item by item', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec:\n  ports:\n    - { name: http, port: 80, targetPort: web }\n';
  const ingress =
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: i }\nspec:\n  rules:\n    - host: a.example\n      http:\n        paths:\n          - path: /x\n';
  const flow =
    'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { name: w }\nspec:\n  templates:\n    - name: build\n';
  const workspace = new TestWorkspace({ 'a.yaml': [service, ingress, flow].join('---\n') });
  assert.deepEqual(lines(documentSymbols(workspace.db, workspace.path('a.yaml'))), [
    'Service s · v1',
    '  ports',
    '    http · 80 → web',
    'Ingress i · networking.k8s.io/v1',
    '  rules',
    '    a.example',
    '      paths',
    '        /x',
    'Workflow w · argoproj.io/v1alpha1',
    '  templates',
    '    build',
  ]);
});

test('a selection grows from the value to its entry, the item, the list, and the document', () => {
  const { workspace, cursor } = marked({ 'a.yaml': DEPLOYMENT.replace('8080', '80‸80') });
  const text = workspace.text('a.yaml') ?? '';
  const found = selections(workspace.db, cursor.file, cursor.offset).map(({ start, end }) => text.slice(start, end));
  assert.equal(found[0], '8080');
  assert.equal(found[1], 'containerPort: 8080');
  assert.match(found[2] ?? '', /^name: http\n +containerPort: 8080$/);
  assert.equal(found.at(-1), text);
  for (const [i, one] of found.entries()) if (i > 0) assert.ok(one.length > (found[i - 1]?.length ?? 0));
  assert.deepEqual(selections(workspace.db, workspace.path('missing.yaml'), 3), []);
});
