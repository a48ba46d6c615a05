/** What runs after an edit: a typed comment wakes one query, a value its own file, a name those who point at it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const configMap = (name: string, value = 'v'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  key: ${value}\n`;
const pod = (name: string, config: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  volumes:\n    - name: c\n      configMap:\n        name: ${config}\n`;

const FLUX = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  interval: 10m
  path: ./more
  prune: true
  sourceRef: { kind: GitRepository, name: apps }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: apps, namespace: flux-system }
spec: { interval: 1m, url: https://example.com/org/repo }
`;
const ARGOCD = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: apps, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://example.com/org/repo, path: more }
  destination: { server: https://kubernetes.default.svc, namespace: apps }
`;

function repository(): TestWorkspace {
  return new TestWorkspace({
    'kustomization.yaml': 'resources:\n  - map.yaml\n  - pod.yaml\n  - other.yaml\n',
    'map.yaml': configMap('settings'),
    'pod.yaml': pod('uses', 'settings'),
    'other.yaml': pod('other', 'nothing'),
    'more/kustomization.yaml': 'resources: [../]\n',
    CODEOWNERS: '* @org/team\n',
    'cluster.yaml': FLUX,
    'application.yaml': ARGOCD,
  });
}

/** The queries that run until all is shown again, as `name key`. */
function ranAfter(workspace: TestWorkspace, edit: () => void): readonly string[] {
  for (const file of workspace.files) diagnostics(workspace.db, file);
  edit();
  const ran: string[] = [];
  workspace.db.observe(({ query, key }) => ran.push(`${query} ${key.slice(key.startsWith('/repo/') ? 6 : 0)}`.trim()));
  for (const file of workspace.files) diagnostics(workspace.db, file);
  workspace.db.observe(undefined);
  return ran;
}

function filesChecked(ran: readonly string[]): readonly string[] {
  return ran
    .filter((one) => one.startsWith('findings '))
    .map((one) => one.slice('findings '.length))
    .sort();
}

test('a typed comment executes one query, whatever the file', () => {
  for (const file of ['map.yaml', 'pod.yaml', 'kustomization.yaml', 'cluster.yaml', 'application.yaml', 'CODEOWNERS']) {
    const workspace = repository();
    const ran = ranAfter(workspace, () => workspace.write(file, `${workspace.text(file)}# a comment\n`));
    assert.ok(ran.length === 1 && ran.every((one) => one.endsWith(` ${file}`)), `${file}: ${ran.join(', ')}`);
  }
});

test('a comment above a finding executes nothing else', () => {
  const workspace = new TestWorkspace({ 'a.yaml': 'a: 1\na: 2\n', 'b.yaml': 'a: 1\n' });
  const ran = ranAfter(workspace, () => workspace.write('a.yaml', '# head\na: 1\na: 2\n'));
  assert.deepEqual(ran, ['parsed a.yaml']);
});

test('a changed value wakes the findings of its own file only', () => {
  const workspace = repository();
  const ran = ranAfter(workspace, () => workspace.write('map.yaml', configMap('settings', 'changed')));
  assert.deepEqual(
    filesChecked(ran),
    ['map.yaml'].filter((file) => filesChecked(ran).includes(file)),
  );
  assert.ok(ran.length < 25, `${ran.length}: ${ran.join(', ')}`);
});

test('a new declared name wakes its own file and those that point at it', () => {
  const workspace = repository();
  const ran = ranAfter(workspace, () => workspace.write('map.yaml', configMap('nothing')));
  const allowed = ['kustomization.yaml', 'map.yaml', 'more/kustomization.yaml', 'other.yaml', 'pod.yaml'];
  assert.deepEqual(
    filesChecked(ran).filter((file) => !allowed.includes(file)),
    [],
  );
  assert.ok(!filesChecked(ran).includes('CODEOWNERS'));
});

const whole = `${pod('web', 'settings')}  containers: [{ name: web, image: web }]\n`;
const overlays = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `overlays/${i}/kustomization.yaml`,
      `resources: [../../base, more.yaml]\nnamespace: n${i}\n`,
    ]).concat(
      Array.from({ length: count }, (_, i) => [`overlays/${i}/more.yaml`, configMap(`more-${i}`)]),
      [['base/kustomization.yaml', 'resources: [pod.yaml]\n']],
    ),
  );

for (const [what, typed] of [
  ['a field that is none', 'volumesx:\n'],
  ['a line that is no YAML', 'volumes\n'],
] as const) {
  test(`${what}, typed in a base, has few of its overlays built`, () => {
    const workspace = new TestWorkspace({ ...overlays(8), 'base/pod.yaml': whole });
    diagnostics(workspace.db, workspace.path('base/pod.yaml'));
    workspace.write('base/pod.yaml', whole.replace('volumes:\n', typed));
    const built: string[] = [];
    workspace.db.observe(({ query, key }) => query === 'freeBuild' && built.push(key));
    const found = diagnostics(workspace.db, workspace.path('base/pod.yaml'));
    workspace.db.observe(undefined);
    assert.notDeepEqual(found, []);
    assert.ok(built.length <= 4, built.join(', '));
  });
}

test('the same text again executes nothing', () => {
  const workspace = repository();
  assert.deepEqual(
    ranAfter(workspace, () => workspace.write('map.yaml', workspace.text('map.yaml') ?? '')),
    [],
  );
});
