/** Of Secrets nothing is left but whether two values are equal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { driftText } from '../../../server/src/ide/drift/texts.ts';
import { withAt } from '../../../server/src/model/drift/json.ts';
import { sealed } from '../../../server/src/model/drift/sealed.ts';
import { DriftTest, fluxApplication, stored } from './kit.ts';

const VALUE = 'aHVudGVyMg==';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

test('copies of a Secret in annotations are sealed as its values are, plain annotations stay', () => {
  const copy = JSON.stringify({ data: { token: VALUE } });
  const annotations = {
    [LAST_APPLIED]: copy,
    'kapp.k14s.io/original': copy,
    'example.com/last-applied': VALUE,
    'objectset.rio.cattle.io/applied': 'H4sIAAAAAAAA/wA',
    'example.org/long': 'x'.repeat(1000),
    'example.org/owner': 'team-a',
  };
  const found = sealed({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', annotations },
    data: { token: VALUE },
    stringData: { a: 'b' },
  });
  const text = JSON.stringify(found);
  for (const hidden of [VALUE, 'H4sI', 'xxxx', '"b"']) assert.ok(!text.includes(hidden), hidden);
  assert.ok(text.includes('team-a'));
  assert.deepEqual(sealed(found), found);
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { annotations }, data: { token: VALUE } };
  assert.equal(sealed(map), map);
});

test('neither the drift nor the comparison of a Secret tells of a copy', () => {
  const repo = new DriftTest(
    {
      'app/kustomization.yaml': 'resources: [secret.yaml]\n',
      'app/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: web\n  annotations:\n    kapp.k14s.io/original: "{in-git}"\ndata: {token: aQ==}\n',
    },
    fluxApplication({}),
  );
  repo.observe((applied) => ({
    live: sealed(stored(withAt(applied, ['metadata', 'annotations', 'kapp.k14s.io/original'], '{in-cluster}'))),
  }));
  assert.deepEqual(repo.fields, ['app/secret.yaml:7 metadata.annotations["kapp.k14s.io/original"] *** live *** -']);
  for (const side of ['desired', 'live'] as const) {
    const text = driftText(repo.db, repo.key, '/Secret/web/s', side);
    assert.match(text, /kapp\.k14s\.io\/original: •+/);
    assert.doesNotMatch(text, /in-git|in-cluster|aQ==|sealed/);
  }
});
