/** The kit itself: a cluster stands in seconds, knows its users, and comes back after it was killed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cluster, clusterMissing } from './kit/cluster.ts';

const missing = await clusterMissing();
const skip = missing ?? false;
let cluster: Cluster;

before(async () => {
  if (!skip) cluster = await Cluster.start();
});
after(() => cluster?.stop());

const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept', namespace: 'default' }, data: { a: '1' } };
const PATH = '/api/v1/namespaces/default/configmaps/kept';

test('every user may what the user should', { skip }, async () => {
  await cluster.api().apply(CONFIG);
  assert.equal((await cluster.api('viewer').get(PATH)).data.a, '1');
  assert.equal((await cluster.api('viewer').request('GET', '/api/v1/secrets')).status, 403);
  assert.equal((await cluster.api('viewer').request('DELETE', PATH)).status, 403);
  assert.equal((await cluster.api('nobody').request('GET', PATH)).status, 403);
});

test('objects outlive the API server', { skip }, async () => {
  await cluster.api().apply(CONFIG);
  await cluster.killApiServer();
  await assert.rejects(cluster.api().get(PATH));
  await cluster.startApiServer();
  assert.equal((await cluster.api().get(PATH)).data.a, '1');
});
