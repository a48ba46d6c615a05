/** What a real API server says of its version and of the kinds that its definitions bring, and what becomes of manifests by it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { Clusters } from '../../server/src/host/cluster/clusters.ts';
import { Connection } from '../../server/src/host/cluster/connection.ts';
import { followDefinitions } from '../../server/src/host/cluster/definitions.ts';
import { readKubeconfig } from '../../server/src/host/cluster/kubeconfig.ts';
import { ClusterKinds } from '../../server/src/host/schemas/cluster-kinds.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import type { ClusterDefinitions } from '../../server/src/model/live/cluster.ts';
import { clusterKinds, clusterVersion } from '../../server/src/model/workspace/outside.ts';
import { TestWorkspace } from '../kit/workspace.ts';
import { Cluster, clusterMissing, type User } from './kit/cluster.ts';
import { eventually } from './kit/eventually.ts';

const missing = await clusterMissing();
const skip = missing ?? false;
const SAMPLE = readFileSync(join(import.meta.dirname, '../conformance/kubernetes/custom/definition.yaml'), 'utf8');
const KEY = 'example.org/v1 Sample';
let cluster: Cluster;

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  await cluster.api().define(SAMPLE);
});
after(() => cluster?.stop());

function connected(t: TestContext, user: User): Clusters {
  const clusters = new Clusters({ PATH: process.env.PATH, KUBECONFIG: cluster.kubeconfig(user) });
  t.after(() => clusters.dispose());
  clusters.connect({ context: user });
  return clusters;
}

test('a connected cluster says what its kinds look like and which version it is', { skip }, async (t) => {
  const workspace = new TestWorkspace({
    'sample.yaml':
      'apiVersion: example.org/v1\nkind: Sample\nmetadata: { name: a }\nspec: { name: abc, mode: Three, nothing: a, typo: 1 }\n',
    // A field that only the release after the cluster's has.
    'newer.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers: [{ name: a, image: a:1 }]\n  volumes: [{ name: a, emptyDir: { mode: 511 } }]\n',
  });
  const { db } = workspace;
  const found = (file: string): readonly string[] =>
    diagnostics(db, workspace.path(file)).map(({ severity, message }) => `${severity}: ${message}`);
  assert.deepEqual([found('sample.yaml'), found('newer.yaml')], [[], []]);
  const clusters = connected(t, 'admin');
  const kinds = new ClusterKinds(db);
  clusters.onChange(() => kinds.take(clusters.facts));
  await eventually('the definitions', () => clusterKinds(db, '').length > 0);
  assert.deepEqual(clusterKinds(db, ''), [KEY]);
  assert.equal(clusterVersion(db, ''), '1.36');
  assert.deepEqual(found('sample.yaml'), [
    'info: spec.mode does not take "Three"; it takes One, Two (by cluster admin)',
    'info: spec has no field "typo" (by cluster admin)',
  ]);
  assert.deepEqual(found('newer.yaml'), ['error: spec.volumes[].emptyDir has no field "mode"']);
  clusters.disconnect();
  await eventually('the end', () => clusterVersion(db, '') === undefined);
  assert.deepEqual(clusterKinds(db, ''), []);
  assert.deepEqual([found('sample.yaml'), found('newer.yaml')], [[], []]);
});

test('who may not list definitions goes without, and is not bothered', { skip }, async (t) => {
  const clusters = connected(t, 'nobody');
  const facts = await eventually('the refusal', () => clusters.facts.definitions !== undefined && clusters.facts);
  assert.deepEqual([facts.definitions?.isForbidden, facts.definitions?.kinds.size], [true, 0]);
  assert.equal(facts.problem, undefined);
  assert.equal(facts.version, '1.36');
});

test('what changes is found without asking for all again', { skip }, async (t) => {
  const [context] = readKubeconfig({
    setting: cluster.kubeconfig('admin'),
    env: {},
    home: cluster.directory,
    workspace: [],
  }).contexts;
  assert.ok(context !== undefined);
  const connection = new Connection(context, undefined);
  const stop = new AbortController();
  const told: ClusterDefinitions[] = [];
  t.after(() => {
    stop.abort();
    connection.close();
  });
  void followDefinitions(connection, stop.signal, (definitions) => told.push(definitions), 100);
  const [first] = await eventually('the definitions', () => told.length > 0 && told);
  const before = connection.requests;
  await eventually('looks without news', () => connection.requests >= before + 3);
  assert.deepEqual(told, [first]);

  const other = parse(SAMPLE);
  other.metadata.name = 'others.example.org';
  other.spec.names = { plural: 'others', singular: 'other', kind: 'Other', listKind: 'OtherList' };
  await cluster.api().define(stringify(other));
  await eventually('the new kind', () => told.at(-1)?.kinds.has('example.org/v1 Other'));
  other.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.added = { type: 'string' };
  await cluster.api().apply(other);
  await eventually('the new field', () => told.at(-1)?.kinds.get('example.org/v1 Other')?.includes('"added"'));
  await cluster.api().remove('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/others.example.org');
  await eventually('the end of the kind', () => told.at(-1)?.kinds.has('example.org/v1 Other') === false);
  assert.ok(told.at(-1)?.kinds.has(KEY));
});
