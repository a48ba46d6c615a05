/** HelmReleases and sources in the form in which Flux's helm-controller and source-controller write their status (helm/api/v2, source/api/v1). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LiveApplication, liveApplication } from '../../../server/src/model/live/application.ts';
import type { Json } from '../../../server/src/model/live/json.ts';

type Fields = { readonly [key: string]: Json };
const TIME = '2026-11-20T04:54:30Z';
const condition = (type: string, status: string, reason: string, message: string): Json => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: TIME,
  observedGeneration: 1,
});
const CHART = {
  spec: { chart: 'podinfo', version: '6.5.*', sourceRef: { kind: 'HelmRepository', name: 'podinfo' }, interval: '5m' },
};
const release = (status: Fields, spec: Fields = { chart: CHART }): LiveApplication => {
  const found = liveApplication({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'podinfo', namespace: 'apps', generation: 1, resourceVersion: '5' },
    spec: { interval: '10m', ...spec },
    status: { observedGeneration: 1, ...status },
  });
  assert.ok(found);
  return found;
};
const HISTORY = [
  {
    name: 'podinfo',
    namespace: 'apps',
    chartName: 'podinfo',
    chartVersion: '6.5.4',
    appVersion: '6.5.4',
    version: 2,
    status: 'deployed',
  },
  {
    name: 'podinfo',
    namespace: 'apps',
    chartName: 'podinfo',
    chartVersion: '6.5.3',
    appVersion: '6.5.3',
    version: 1,
    status: 'superseded',
  },
];
const DONE = 'Helm upgrade succeeded for release apps/podinfo.v2 with chart podinfo@6.5.4';
const FAILED =
  'Helm upgrade failed for release apps/podinfo with chart podinfo@6.5.5: context deadline exceeded\n\nLast Helm logs:\n\n2026-11-20T04:54:30Z: waiting';

test('a release says its chart, its version and its source', () => {
  const conditions = [
    condition('Ready', 'True', 'UpgradeSucceeded', DONE),
    condition('Released', 'True', 'UpgradeSucceeded', DONE),
  ];
  const { state, words, revision, source, sourceId, since } = release({ conditions, history: HISTORY });
  assert.deepEqual(
    { state, words, revision, source, sourceId, since },
    {
      state: 'synced',
      words: 'ready',
      revision: '6.5.4',
      source: 'HelmRepository podinfo podinfo @ 6.5.*',
      sourceId: 'HelmRepository/apps/podinfo',
      since: TIME,
    },
  );
  const chartRef = { kind: 'OCIRepository', name: 'podinfo', namespace: 'sources' };
  assert.equal(release({ conditions }, { chartRef }).sourceId, 'OCIRepository/sources/podinfo');
});

test('what fails, waits, runs or is suspended is told apart', () => {
  const states = (status: Fields, spec?: Fields): readonly string[] => {
    const { state, words } = release(status, spec);
    return [state, words];
  };
  const failed = [
    condition('Ready', 'False', 'UpgradeFailed', FAILED),
    condition('Released', 'False', 'UpgradeFailed', FAILED),
    condition('Remediated', 'True', 'RollbackSucceeded', 'Helm rollback to previous release apps/podinfo.v1 succeeded'),
  ];
  assert.deepEqual(states({ conditions: failed, history: HISTORY }), ['failed', 'failed: upgrade failed']);
  assert.match(release({ conditions: failed }).message ?? '', /context deadline exceeded/);
  const stalled = [
    condition('Stalled', 'True', 'RetriesExceeded', 'Failed to install after 1 attempt(s)'),
    condition('Ready', 'False', 'RetriesExceeded', 'Failed to install after 1 attempt(s)'),
  ];
  assert.deepEqual(states({ conditions: stalled }), ['failed', 'failed: retries exceeded']);
  const source = [
    condition(
      'Ready',
      'False',
      'SourceNotReady',
      "HelmChart 'apps/podinfo' is not ready: latest generation of object has not been reconciled",
    ),
  ];
  assert.deepEqual(states({ conditions: source }), ['failed', 'failed: source not ready']);
  const waits = [condition('Ready', 'False', 'DependencyNotReady', "dependency 'apps/redis' is not ready")];
  assert.deepEqual(states({ conditions: waits }), ['progressing', 'waiting for a dependency']);
  const runs = [
    condition('Reconciling', 'True', 'Progressing', "Running 'upgrade' action with timeout of 5m0s"),
    condition('Ready', 'Unknown', 'Progressing', "Running 'upgrade' action with timeout of 5m0s"),
  ];
  assert.deepEqual(states({ conditions: runs, history: HISTORY }), ['progressing', 'reconciling']);
  assert.deepEqual(states({ conditions: runs }, { chart: CHART, suspend: true }), ['suspended', 'suspended']);
  assert.deepEqual(states({ observedGeneration: -1 }), ['unknown', 'not reconciled yet']);
});

test('sources say what they hold and why they do not', () => {
  const source = (kind: string, spec: Fields, status: Fields): readonly (string | undefined)[] => {
    const metadata = { name: 'podinfo', namespace: 'sources', generation: 1 };
    const found = liveApplication({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind, metadata, spec, status });
    return [found?.role, found?.state, found?.revision, found?.source];
  };
  const ready = (revision: string): Fields => ({
    observedGeneration: 1,
    artifact: { revision, digest: 'sha256:0a', path: 'x', url: 'http://x', lastUpdateTime: TIME },
    conditions: [
      condition('Ready', 'True', 'Succeeded', `stored artifact: revision '${revision}'`),
      condition('ArtifactInStorage', 'True', 'Succeeded', `stored artifact: revision '${revision}'`),
    ],
  });
  const url = 'https://stefanprodan.github.io/podinfo';
  assert.deepEqual(source('HelmRepository', { url }, ready('sha256:0a')), ['source', 'synced', 'sha256:0a', url]);
  // Of the type oci nothing is fetched, and no status is written.
  assert.deepEqual(source('HelmRepository', { url: 'oci://ghcr.io/charts', type: 'oci' }, {}), [
    'source',
    'synced',
    undefined,
    'oci://ghcr.io/charts',
  ]);
  assert.deepEqual(source('OCIRepository', { url: 'oci://ghcr.io/a', ref: { tag: '6.5.4' } }, ready('6.5.4@sha256:0b')), [
    'source',
    'synced',
    '6.5.4@sha256:0b',
    'oci://ghcr.io/a @ 6.5.4',
  ]);
  assert.deepEqual(source('Bucket', { bucketName: 'apps', endpoint: 'minio' }, ready('sha256:0c')), [
    'source',
    'synced',
    'sha256:0c',
    'apps',
  ]);
  const failed = {
    conditions: [
      condition('Ready', 'False', 'Failed', 'failed to fetch Helm repository index: 404 Not Found'),
      condition('FetchFailed', 'True', 'Failed', 'failed to fetch Helm repository index: 404 Not Found'),
    ],
  };
  assert.deepEqual(source('HelmRepository', { url }, failed).slice(0, 2), ['source', 'failed']);
});
