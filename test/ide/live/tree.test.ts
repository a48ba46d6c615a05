/** The Applications view from objects as controllers write them: states in words, groups, folds, places in Git. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planAction } from '../../../server/src/ide/live/act.ts';
import { liveLenses } from '../../../server/src/ide/live/lenses.ts';
import { type LiveNode, liveTree } from '../../../server/src/ide/live/tree.ts';
import { type ClusterFacts, DISCONNECTED } from '../../../server/src/model/live/cluster.ts';
import type { Json } from '../../../server/src/model/live/json.ts';
import { TestWorkspace } from '../../kit/workspace.ts';

const NO_FILES = new TestWorkspace().db;
const HASH = '0123456789abcdef0123456789abcdef01234567';

function cluster(...objects: readonly Json[]): ClusterFacts {
  const served = ['Application', 'Kustomization', 'HelmRelease', 'GitRepository'];
  return { ...DISCONNECTED, phase: 'connected', context: 'prod-eu', complete: true, served, objects };
}

function application(name: string, status: { readonly [key: string]: Json }, more: { readonly [key: string]: Json } = {}): Json {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', resourceVersion: '7' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: `apps/production/${name}`, targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    },
    status,
    ...more,
  };
}

const SYNCED = { sync: { status: 'Synced', revision: HASH }, health: { status: 'Healthy' } };
const OUT = {
  sync: { status: 'OutOfSync', revision: HASH },
  health: { status: 'Healthy' },
  resources: [
    { group: 'apps', kind: 'Deployment', name: 'web', namespace: 'shop', status: 'OutOfSync' },
    { kind: 'Service', name: 'web', namespace: 'shop', status: 'Synced', health: { status: 'Healthy' } },
    { kind: 'ConfigMap', name: 'old', namespace: 'shop', status: 'OutOfSync', requiresPruning: true },
  ],
};

function kustomization(
  name: string,
  spec: { readonly [key: string]: Json },
  ready: { readonly [key: string]: Json } | undefined,
): Json {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system', generation: 1, resourceVersion: '9' },
    spec: { path: `./clusters/staging/${name}`, sourceRef: { kind: 'GitRepository', name: 'repo' }, ...spec },
    status: {
      observedGeneration: 1,
      lastAppliedRevision: `main@sha1:${HASH}`,
      conditions: ready === undefined ? [] : [{ type: 'Ready', ...ready }],
      inventory: {
        entries: [
          { id: 'shop_web_apps_Deployment', v: 'v1' },
          { id: '_system__admin_rbac.authorization.k8s.io_ClusterRole', v: 'v1' },
        ],
      },
    },
  };
}

function drawn(nodes: readonly LiveNode[], depth = 0): string[] {
  return nodes.flatMap(({ icon, label, description, children }) => [
    `${'  '.repeat(depth)}${icon} ${label}${description === '' ? '' : ` | ${description}`}`,
    ...drawn(children, depth + 1),
  ]);
}

test('what needs a person comes first, in words; objects stand below', () => {
  const failed = application('api', {
    ...OUT,
    resources: [],
    operationState: { phase: 'Failed', message: 'Deployment/api: spec.selector is immutable', startedAt: '2026-01-01T00:00:00Z' },
  });
  const syncing = application('ingress', {
    ...OUT,
    operationState: { phase: 'Running', syncResult: { resources: [{ status: 'Synced' }] } },
  });
  assert.deepEqual(
    drawn(liveTree(NO_FILES, cluster(application('web', OUT), failed, syncing, application('db', SYNCED)), 'environment')),
    [
      'group production | 1 of 4 failed, 1 out of sync, 1 in progress',
      '  failed api | sync failed · Deployment/api: spec.selector is immutable',
      '  outOfSync web | out of sync · 0123456',
      '    outOfSync Deployment web | out of sync',
      '    synced Service web',
      '    outOfSync ConfigMap old | out of sync · in the cluster, not in Git',
      '  progressing ingress | syncing 1/3 · 0123456',
      '    outOfSync Deployment web | out of sync',
      '    synced Service web',
      '    outOfSync ConfigMap old | out of sync · in the cluster, not in Git',
      '  synced db | synced · 0123456',
    ],
  );
});

test('Flux says ready, failed and suspended, with its source and inventory', () => {
  const source = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'repo', namespace: 'flux-system' },
    spec: { url: 'https://git.example.com/a.git', ref: { branch: 'main' } },
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: 'stored' }],
      artifact: { revision: `main@sha1:${HASH}` },
    },
  };
  const failed = kustomization('apps', {}, { status: 'False', reason: 'BuildFailed', message: 'no such file' });
  const paused = kustomization('infra', { suspend: true }, { status: 'True' });
  assert.deepEqual(drawn(liveTree(NO_FILES, cluster(source, failed, paused), 'engine')), [
    'group Flux | 1 of 2 failed, 1 suspended',
    '  failed apps | failed: build failed · no such file',
    '    synced GitRepository repo | ready · main@0123456',
    '    object Deployment web',
    '    object ClusterRole system:admin',
    '  suspended infra | suspended · main@0123456',
    '    synced GitRepository repo | ready · main@0123456',
    '    object Deployment web',
    '    object ClusterRole system:admin',
    'group sources | in sync',
    '  synced repo | ready · main@0123456',
  ]);
});

test('many in sync are one line', () => {
  const many = Array.from({ length: 10 }, (_, index) => application(`a${index}`, SYNCED));
  const [group] = liveTree(NO_FILES, cluster(application('web', OUT), ...many), 'environment');
  assert.deepEqual(
    group?.children.map(({ label }) => label),
    ['web', '10 more in sync'],
  );
  assert.equal(group?.children[1]?.children.length, 10);
});

const DECLARED = new TestWorkspace({
  'clusters/web.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: legacy
  namespace: argocd
`,
  '.plumbline.yaml': 'clusters:\n  - contexts: ["prod-*"]\n    protected: true\n  - contexts: [audit]\n    readOnly: true\n',
}).db;

test('what Git declares leads to its place, and what the cluster has not is said', () => {
  const [production, absent] = liveTree(DECLARED, cluster(application('web', OUT)), 'environment');
  assert.match(production?.children[0]?.declared?.file ?? '', /clusters\/web\.yaml$/);
  assert.deepEqual(
    absent?.children.map(({ label }) => label),
    ['legacy'],
  );
  const file = production?.children[0]?.declared?.file ?? '';
  assert.deepEqual(
    liveLenses(DECLARED, file, cluster(application('web', OUT))).map(({ title }) => title),
    ['◐ out of sync 0123456', 'Drift', 'Sync', 'Refresh'],
  );
});

const OPTIONS = { prune: true, revision: undefined, requestedAt: '2026-01-01T00:00:00Z' };

test('a question names the object, the context, what changes and what is deleted', () => {
  const plan = planAction(NO_FILES, cluster(application('web', OUT)), 'Application/argocd/web', 'sync', OPTIONS);
  assert.ok(!('refused' in plan));
  assert.equal(plan.question, 'Sync Application argocd/web in the context "prod-eu"?');
  assert.deepEqual(plan.detail, [
    'Argo CD applies https://git.example.com/a.git apps/production/web @ main to shop.',
    'Out of sync: Deployment web, ConfigMap old.',
    'Objects that are no longer in Git are deleted.',
  ]);
  assert.equal(plan.typed, undefined);
});

test('a protected context wants the name typed, a read-only one refuses, whatever the case', () => {
  const facts = cluster(application('web', OUT));
  const plan = planAction(DECLARED, facts, 'Application/argocd/web', 'sync', OPTIONS);
  assert.equal('typed' in plan && plan.typed, 'web');
  for (const action of ['sync', 'refresh'] as const) {
    const refused = planAction(DECLARED, { ...facts, context: 'audit' }, 'Application/argocd/web', action, OPTIONS);
    assert.match('refused' in refused ? refused.refused : '', /read-only/);
  }
});

test('what makes no sense now is refused', () => {
  const running = cluster(application('web', { ...OUT, operationState: { phase: 'Running' } }));
  assert.ok('refused' in planAction(NO_FILES, running, 'Application/argocd/web', 'sync', OPTIONS));
  assert.ok('refused' in planAction(NO_FILES, running, 'Application/argocd/other', 'refresh', OPTIONS));
  assert.ok('refused' in planAction(NO_FILES, DISCONNECTED, 'Application/argocd/web', 'refresh', OPTIONS));
  const option = { ...OPTIONS, revision: '--upload-pack=x' };
  assert.ok('refused' in planAction(NO_FILES, cluster(application('web', OUT)), 'Application/argocd/web', 'sync', option));
});

test('objects of any shape are survived', () => {
  const odd: readonly Json[] = [
    null,
    7,
    [],
    { kind: 'Application' },
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: '__proto__' }, status: 'yes', spec: [] },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'x' },
      status: { resources: [null, { kind: 3 }], conditions: { a: 1 } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'y' },
      status: { inventory: { entries: [{ id: '___' }, {}] } },
    },
  ];
  const lines = drawn(liveTree(NO_FILES, cluster(...odd), 'namespace'));
  assert.deepEqual(lines, [
    'group default | 3 of 3 unknown',
    '  unknown __proto__ | unknown',
    '  unknown x | unknown',
    '  unknown y | not reconciled yet',
  ]);
});

test('of two of the same name the one that deploys the same directory is meant', () => {
  const declare = (environment: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\nspec:\n  source: {repoURL: https://git.example.com/a.git, path: apps/${environment}/web, targetRevision: main}\n`;
  const { db } = new TestWorkspace(
    {
      'clusters/production.yaml': declare('production'),
      'clusters/staging.yaml': declare('staging'),
      'apps/production/web/kustomization.yaml': '',
      'apps/staging/web/kustomization.yaml': '',
    },
    ['https://git.example.com/a.git'],
  );
  const [group, ...others] = liveTree(db, cluster(application('web', SYNCED)), 'environment');
  assert.match(group?.children[0]?.declared?.file ?? '', /clusters\/production\.yaml$/);
  assert.deepEqual(others, []);
  const elsewhere = application('web', SYNCED, { spec: { source: { path: 'other' } } });
  assert.equal(liveTree(db, cluster(elsewhere), 'environment')[0]?.children[0]?.declared, undefined);
});

test('ApplicationSets stand with the Applications that they made', () => {
  const set = (name: string, ...conditions: readonly Json[]): Json => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: 'argocd' },
    status: { conditions },
  });
  const owned = application('web-production', SYNCED) as { readonly metadata: object };
  const made = {
    ...owned,
    metadata: {
      ...owned.metadata,
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', name: 'web' }],
    },
  } as Json;
  const message = 'the git generator found no directory';
  const facts = cluster(
    made,
    set('web', { type: 'ErrorOccurred', status: 'False' }, { type: 'ResourcesUpToDate', status: 'True' }),
    set('api', { type: 'ErrorOccurred', status: 'True', reason: 'ApplicationGenerationFromParamsError', message }),
  );
  assert.deepEqual(drawn(liveTree(NO_FILES, facts, 'engine')), [
    'group Argo CD | in sync',
    '  synced web-production | synced · 0123456',
    'group application sets | 1 of 2 failed',
    `  failed api | failed · ${message}`,
    '  synced web | up to date',
    '    synced web-production | synced',
  ]);
  const [group] = liveTree(NO_FILES, facts, 'engine');
  assert.ok(group?.children[0]?.tooltip.includes('Made by ApplicationSet argocd/web'));
});

test('an Application that its project does not permit says so', () => {
  const message =
    "application destination server 'https://x' and namespace 'shop' do not match any of the allowed destinations in project 'a'";
  const refused = application('web', { sync: { status: 'Unknown' }, conditions: [{ type: 'InvalidSpecError', message }] });
  assert.deepEqual(drawn(liveTree(NO_FILES, cluster(refused), 'engine')), [
    'group Argo CD | 1 of 1 failed',
    `  failed web | not valid · ${message.slice(0, 99)}…`,
  ]);
});
