/** Drift as editors draw it: marks on lines, the two texts of an object, lines of the Applications view. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { comparedApplications, deployingFrom } from '../../../server/src/ide/drift/applications.ts';
import { driftMarks } from '../../../server/src/ide/drift/marks.ts';
import { driftText } from '../../../server/src/ide/drift/texts.ts';
import { liveWords } from '../../../server/src/ide/drift/words.ts';
import { liveLenses } from '../../../server/src/ide/live/lenses.ts';
import { type LiveNode, liveTree } from '../../../server/src/ide/live/tree.ts';
import {
  type DeployedApplication,
  deployedApplication,
  keyOfApplication,
  lookedAt,
  type ObservedObject,
  observation,
} from '../../../server/src/model/drift/application.ts';
import { desiredObjects } from '../../../server/src/model/drift/desired.ts';
import { type JsonObject, withAt } from '../../../server/src/model/drift/json.ts';
import { type ClusterFacts, DISCONNECTED } from '../../../server/src/model/live/cluster.ts';
import { TestWorkspace } from '../../kit/workspace.ts';
import { argoApplication, fluxApplication, managed, stored, URL } from '../../model/drift/kit.ts';

const NOW = Date.parse('2026-11-21T08:30:00Z');
const SCALED = managed('kubectl-scale', 'Update', { 'f:spec': { 'f:replicas': {} } }, 'scale');
const LABELLED = managed('kubectl-label', 'Update', { 'f:metadata': { 'f:labels': { 'f:by-hand': {} } } });
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: a
  labels:
    app: web
spec:
  replicas: 3
`;
const SECRET =
  'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: a\nstringData:\n  token: hunter2\n  same: hunter3\n';
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\n  namespace: a\n';
const FILES = {
  'base/kustomization.yaml': 'resources: [web.yaml, secret.yaml, map.yaml]\n',
  'base/web.yaml': WEB,
  'base/secret.yaml': SECRET,
  'base/map.yaml': MAP,
  'apps/staging/kustomization.yaml': 'resources: [../../base]\n',
  'apps/production/kustomization.yaml': 'resources: [../../base]\nreplicas: [{name: web, count: 3}]\n',
};

function changed(object: JsonObject): ObservedObject {
  if (object.kind === 'ConfigMap') return { live: undefined };
  if (object.kind === 'Secret') return { live: stored(withAt(object, ['data', 'token'], btoa('other'))) };
  const labels = withAt(object, ['metadata', 'labels', 'by-hand'], 'yes');
  return { live: stored(withAt(labels, ['spec', 'replicas'], 5), SCALED, LABELLED) };
}

function observe(workspace: TestWorkspace, application: DeployedApplication): string {
  const { db } = workspace;
  const key = keyOfApplication(application);
  db.set(deployedApplication, key, application);
  const seen = desiredObjects(db, key).objects.map((one) => [one.key, changed(one.json)] as const);
  db.set(observation, key, { at: NOW, objects: new Map(seen) });
  db.set(lookedAt, '', [...lookedAt(db, ''), key]);
  return key;
}

function marks(workspace: TestWorkspace, file: string, context = 'test'): readonly string[] {
  const text = workspace.text(file) ?? '';
  return driftMarks(workspace.db, workspace.path(file), NOW, context).map(
    ({ span, text: said }) => `${text.slice(0, span.start).split('\n').length} "${text.slice(span.start, span.end)}" ${said}`,
  );
}

describe('marks', () => {
  const workspace = new TestWorkspace(FILES, [URL]);
  observe(workspace, fluxApplication({ path: './apps/staging' }));

  test('stand on what declares the field, the object or what is around it', () => {
    assert.deepEqual(marks(workspace, 'base/web.yaml'), [
      '6 "labels" metadata.labels.by-hand live yes, not in Git · kubectl-label · 2 h ago',
      '9 "3" live 5 · kubectl-scale · 2 h ago',
    ]);
    assert.deepEqual(marks(workspace, 'base/map.yaml'), ['1 "apiVersion: v1" missing from the cluster']);
    assert.deepEqual(marks(workspace, 'apps/staging/kustomization.yaml'), []);
  });

  test('say all there is to know, but no value of a Secret', () => {
    const [, mark] = driftMarks(workspace.db, workspace.path('base/web.yaml'), NOW, 'test');
    assert.equal(mark?.title, 'spec.replicas of Deployment web (staging)');
    assert.deepEqual(mark?.lines.slice(0, 2), [
      'Git 3, set here · rendered 3 · live 5',
      'Changed by kubectl-scale (scale), 2 h ago (2026-11-21T06:12:00Z)',
    ]);
    const secret = driftMarks(workspace.db, workspace.path('base/secret.yaml'), NOW, 'test');
    assert.deepEqual(
      secret.map(({ text }) => text),
      ['differs'],
    );
    assert.doesNotMatch(JSON.stringify(secret), /hunter|aHVu|sealed|b3RoZXI/);
  });

  test('are of the connected context only', () => {
    assert.deepEqual(marks(workspace, 'base/web.yaml', 'other'), []);
  });

  test('name the environment where several have a say, and follow the line that is typed above them', () => {
    const both = new TestWorkspace(FILES, [URL]);
    observe(both, fluxApplication({ path: './apps/staging' }));
    const production = fluxApplication({ path: './apps/production' });
    observe(both, { ...production, object: withAt(production.object, ['metadata', 'name'], 'web-production') });
    both.write('base/web.yaml', `# above\n${WEB}`);
    assert.deepEqual(
      marks(both, 'base/web.yaml').filter((line) => line.includes('live 5')),
      ['10 "3" staging live 5 · kubectl-scale · 2 h ago'],
    );
    assert.deepEqual(
      marks(both, 'base/web.yaml')
        .filter((line) => line.includes('by-hand'))
        .map((line) => line.split(' ')[2])
        .toSorted(),
      ['production', 'staging'],
    );
    assert.deepEqual(marks(both, 'apps/production/kustomization.yaml'), ['2 "3" live 5 · kubectl-scale · 2 h ago']);
  });
});

test('behind the line that has an image, its version alone says what is live', () => {
  assert.equal(liveWords('docker.io/acme/web:hotfix', 'docker.io/acme/web:3.0'), '…:hotfix');
  assert.equal(liveWords('registry:5000/web@sha256:ab', 'registry:5000/web@sha256:cd'), '…:ab');
  for (const [live, desired] of [
    ['docker.io/acme/api:3.0', 'docker.io/acme/web:3.0'],
    ['docker.io/acme/web', 'docker.io/acme/web:3.0'],
    ['http://a', 'http://b'],
    ['web:2', 'web:1'],
    ['docker.io/acme/web:3.0', undefined],
  ] as const)
    assert.equal(liveWords(live, desired), live);
});

test('the two texts of an object hold what counts, and of Secrets whether they are equal', () => {
  const workspace = new TestWorkspace(FILES, [URL]);
  const key = observe(workspace, fluxApplication({ path: './apps/staging' }));
  const git = driftText(workspace.db, key, 'apps/Deployment/a/web', 'desired');
  const live = driftText(workspace.db, key, 'apps/Deployment/a/web', 'live');
  assert.match(git, /^ {2}replicas: 3$/m);
  assert.match(live, /^ {2}replicas: 5$/m);
  assert.doesNotMatch(live, /managedFields|uid|resourceVersion/);
  const secrets = (['desired', 'live'] as const).map((side) => driftText(workspace.db, key, '/Secret/a/s', side));
  assert.match(secrets[0] ?? '', /same: '?••••••'?\n {2}token: '?•••••• \(Git\)'?\n/);
  assert.match(secrets[1] ?? '', /same: '?••••••'?\n {2}token: '?•••••• \(live\)'?\n/);
  assert.doesNotMatch(secrets.join(), /hunter|aHVu|sealed|b3RoZXI/);
  assert.equal(driftText(workspace.db, key, '/ConfigMap/a/map', 'live'), '');
  assert.equal(driftText(workspace.db, key, 'no/such/object/x', 'desired'), '');
});

describe('the Applications view', () => {
  const workspace = new TestWorkspace({ ...FILES, 'clusters/web.yaml': declared() }, [URL]);
  const application = fluxApplication({ path: './apps/staging' });
  const facts: ClusterFacts = {
    ...DISCONNECTED,
    phase: 'connected',
    context: 'test',
    complete: true,
    served: ['Kustomization'],
    objects: [application.object as never],
  };

  test('shows drifted, missing and other objects under the application', () => {
    observe(workspace, application);
    const all: LiveNode[] = [];
    const collect = (node: LiveNode): void => {
      all.push(node);
      node.children.forEach(collect);
    };
    liveTree(workspace.db, facts, 'environment').forEach(collect);
    const node = all.find(({ id }) => id === 'application/Kustomization/flux-system/web');
    assert.equal(node?.description, '3 fields in 2 objects drifted, 1 missing · Flux says not reconciled yet');
    assert.deepEqual(
      node?.children.map(({ icon, label, description }) => `${icon} ${label}: ${description}`),
      [
        'outOfSync Deployment web: replicas live 5, Git says 3 · 1 more · kubectl-scale',
        'outOfSync Secret s: data.token differs (the values are not shown)',
        'missing ConfigMap map: missing from the cluster',
      ],
    );
    assert.deepEqual(node?.children[0]?.drift, [keyOfApplication(application), 'apps/Deployment/a/web']);
  });

  test('calls nothing in sync that is known to have drifted, whatever the controller says', () => {
    observe(workspace, application);
    const ready = [{ type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded', message: 'Applied revision' }];
    const object = { ...application.object, status: { conditions: ready, lastAppliedRevision: 'main@sha1:0123456789abcdef' } };
    const others = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...object, metadata: { name, namespace: 'flux-system' } }));
    const cluster = { ...facts, objects: [object, ...others] as never };
    const [group] = liveTree(workspace.db, cluster, 'engine');
    assert.equal(group?.description, '1 of 6 drifted');
    assert.deepEqual(
      group?.children.map(({ icon, label }) => `${icon} ${label}`),
      ['outOfSync web', 'folded 5 more in sync'],
    );
    assert.match(group?.children[0]?.description ?? '', /^3 fields in 2 objects drifted, 1 missing · Flux says ready · /);
    const [lens] = liveLenses(workspace.db, workspace.path('clusters/web.yaml'), cluster);
    assert.match(lens?.title ?? '', /^◐ 3 fields in 2 objects drifted, 1 missing · Flux says ready/);
  });

  test('keeps what the controller says of objects in which nothing drifted', () => {
    const { db } = workspace;
    const argo = argoApplication({}, { path: 'apps/staging' });
    const key = keyOfApplication(argo);
    db.set(deployedApplication, key, argo);
    const seen = desiredObjects(db, key).objects.map((one) => [one.key, { live: stored(one.json) }] as const);
    db.set(observation, key, { at: NOW, objects: new Map(seen) });
    const of = (kind: string, name: string, more: object): object => ({ kind, name, namespace: 'a', status: 'Synced', ...more });
    const resources = [
      of('Deployment', 'web', { group: 'apps', health: { status: 'Degraded', message: 'image not found' } }),
      of('ConfigMap', 'map', { status: 'OutOfSync' }),
    ];
    const status = { sync: { status: 'OutOfSync' }, health: { status: 'Degraded' }, resources };
    const [group] = liveTree(db, { ...facts, objects: [{ ...argo.object, status }] as never }, 'engine');
    assert.deepEqual(
      group?.children[0]?.children.map(({ icon, label, description }) => `${icon} ${label}: ${description}`),
      [
        'degraded Deployment web: image not found',
        'synced Secret s: ',
        'outOfSync ConfigMap map: as in these files; the controller says out of sync',
      ],
    );
  });

  test('finds the applications of a file, and offers drift above them', () => {
    assert.deepEqual([...comparedApplications(facts).keys()], ['Kustomization/flux-system/web']);
    const key = keyOfApplication(application);
    assert.equal(deployingFrom(workspace.db, key, workspace.path('base/web.yaml')), true);
    assert.equal(deployingFrom(workspace.db, key, workspace.path('apps/production/kustomization.yaml')), false);
    const titles = liveLenses(workspace.db, workspace.path('clusters/web.yaml'), facts).map(({ title }) => title);
    assert.equal(titles[1], 'Drift');
  });
});

function declared(): string {
  return 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: web, namespace: flux-system}\nspec: {path: ./apps/staging, sourceRef: {kind: GitRepository, name: gitops}}\n';
}
