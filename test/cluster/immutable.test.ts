/** What the impact calls impossible is what a real API server refuses, and what it is silent on is taken: one change at a time. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { impactOfChange } from '../kit/change.ts';
import type { Manifest } from './kit/api.ts';
import { Cluster, clusterMissing } from './kit/cluster.ts';

const skip = (await clusterMissing()) ?? false;

/** Fields by their paths, with the values that they get; `null` takes them away. */
type Change = Readonly<Record<string, unknown>>;

interface Subject {
  readonly object: string;
  readonly refused: readonly Change[];
  readonly taken: readonly Change[];
}

const POD =
  '{metadata: {labels: {app: a}}, spec: {restartPolicy: Never, containers: [{name: a, image: a:1, resources: {limits: {cpu: 1}}}]}}';
const WORKLOAD = `spec: {selector: {matchLabels: {app: a}}, template: ${POD.replace('restartPolicy: Never, ', '')}}`;
const object = (apiVersion: string, kind: string, rest: string): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: it}, ${rest}}`;

const SUBJECTS: readonly Subject[] = [
  ...['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind) => ({
    object: object('apps/v1', kind, WORKLOAD),
    refused: [{ 'spec.selector.matchLabels.app': 'b', 'spec.template.metadata.labels.app': 'b' }],
    taken: [{ 'spec.template.spec.containers.0.image': 'a:2' }, { 'spec.minReadySeconds': 3 }],
  })),
  {
    object: object(
      'apps/v1',
      'StatefulSet',
      `${WORKLOAD.slice(0, -1)}, serviceName: a, volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}`,
    ),
    refused: [
      { 'spec.serviceName': 'b' },
      { 'spec.podManagementPolicy': 'Parallel' },
      { 'spec.volumeClaimTemplates.0.spec.resources.requests.storage': '2Gi' },
      { 'spec.volumeClaimTemplates.0.metadata.labels': { a: 'b' } },
      { 'spec.volumeClaimTemplates': null },
    ],
    taken: [
      { 'spec.replicas': 4 },
      { 'spec.podManagementPolicy': 'OrderedReady' },
      { 'spec.volumeClaimTemplates.0.spec.resources.requests.storage': '1024Mi' },
      { 'spec.template.spec.containers.0.image': 'b' },
      { 'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
      { 'spec.revisionHistoryLimit': 3 },
      { 'spec.minReadySeconds': 3 },
      { 'spec.ordinals': { start: 2 } },
    ],
  },
  {
    object: object('batch/v1', 'Job', `spec: {completions: 2, template: ${POD}}`),
    refused: [
      { 'spec.template.spec.containers.0.image': 'b' },
      { 'spec.template.metadata.labels.more': 'b' },
      { 'spec.completions': 3 },
      { 'spec.completionMode': 'Indexed' },
      {
        'spec.podFailurePolicy': {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
      },
    ],
    taken: [
      { 'spec.parallelism': 2 },
      { 'spec.backoffLimit': 2 },
      { 'spec.ttlSecondsAfterFinished': 9 },
      { 'spec.activeDeadlineSeconds': 90 },
      { 'spec.completionMode': 'NonIndexed' },
      { 'spec.suspend': true },
      { 'spec.template.spec.containers.0.resources.limits.cpu': '1000m' },
    ],
  },
  {
    object: object('batch/v1', 'Job', `spec: {suspend: true, template: ${POD}}`).replace('name: it', 'name: suspended'),
    refused: [],
    taken: [{ 'spec.template.spec.nodeSelector': { a: 'b' } }, { 'spec.template.metadata.labels.more': 'b' }],
  },
  {
    object: object('batch/v1', 'CronJob', `spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: ${POD}}}}`),
    refused: [],
    taken: [{ 'spec.jobTemplate.spec.template.spec.containers.0.image': 'b' }, { 'spec.schedule': '1 * * * *' }],
  },
  {
    object: object('v1', 'Pod', 'spec: {containers: [{name: a, image: a:1}]}'),
    refused: [
      { 'spec.containers.0.command': ['b'] },
      { 'spec.containers.0.env': [{ name: 'a', value: 'b' }] },
      { 'spec.nodeSelector': { a: 'b' } },
      { 'spec.restartPolicy': 'Never' },
      { 'spec.volumes': [{ name: 'a', emptyDir: {} }] },
    ],
    taken: [
      { 'spec.containers.0.image': 'a:2' },
      { 'spec.tolerations': [{ key: 'a', operator: 'Exists' }] },
      { 'spec.activeDeadlineSeconds': 9 },
      { 'metadata.labels': { a: 'b' } },
    ],
  },
  {
    object: object('v1', 'Service', 'spec: {clusterIP: 10.0.0.77, selector: {app: a}, ports: [{port: 80}]}'),
    refused: [{ 'spec.clusterIP': '10.0.0.78' }, { 'spec.clusterIP': 'None' }],
    taken: [
      { 'spec.clusterIP': null },
      { 'spec.type': 'NodePort' },
      { 'spec.ports.0.port': 81 },
      { 'spec.selector.app': 'b' },
      { 'spec.type': 'ExternalName', 'spec.externalName': 'a.b', 'spec.clusterIP': null, 'spec.ports': null },
    ],
  },
  {
    object: object('v1', 'Service', 'spec: {clusterIP: None, selector: {app: a}, ports: [{port: 80}]}').replace('it', 'headless'),
    refused: [{ 'spec.clusterIP': '10.0.0.79' }],
    taken: [{ 'spec.clusterIP': null }],
  },
  {
    object: object(
      'v1',
      'Service',
      'spec: {type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 31999, loadBalancerClass: a.b/c, ports: [{port: 80}]}',
    ).replace('it', 'balanced'),
    refused: [{ 'spec.loadBalancerClass': 'a.b/d' }, { 'spec.healthCheckNodePort': 31998 }],
    taken: [{ 'spec.externalTrafficPolicy': 'Cluster', 'spec.healthCheckNodePort': null }, { 'spec.loadBalancerIP': '1.2.3.4' }],
  },
  {
    object: object(
      'v1',
      'PersistentVolumeClaim',
      'spec: {accessModes: [ReadWriteOnce], storageClassName: a, resources: {requests: {storage: 1Gi}}}',
    ),
    refused: [
      { 'spec.accessModes': ['ReadWriteMany'] },
      { 'spec.storageClassName': 'b' },
      { 'spec.volumeMode': 'Block' },
      { 'spec.selector': { matchLabels: { a: 'b' } } },
      { 'spec.resources.limits': { storage: '2Gi' } },
      { 'spec.dataSource': { kind: 'PersistentVolumeClaim', name: 'x' } },
    ],
    taken: [
      { 'spec.volumeMode': 'Filesystem' },
      { 'spec.volumeName': 'x' },
      { 'spec.resources.requests.storage': '1024Mi' },
      { 'metadata.labels': { a: 'b' } },
    ],
  },
  {
    object: object(
      'v1',
      'PersistentVolume',
      'spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], csi: {driver: a.b, volumeHandle: x}}',
    ),
    refused: [{ 'spec.csi.volumeHandle': 'y' }, { 'spec.csi.readOnly': true }, { 'spec.volumeMode': 'Block' }],
    taken: [
      { 'spec.capacity.storage': '2Gi' },
      { 'spec.persistentVolumeReclaimPolicy': 'Delete' },
      { 'spec.mountOptions': ['ro'] },
      { 'spec.csi.controllerExpandSecretRef': { name: 'a', namespace: 'b' } },
      { 'spec.volumeMode': 'Filesystem' },
    ],
  },
  {
    object: object('v1', 'ConfigMap', 'immutable: true, data: {a: b}'),
    refused: [{ 'data.a': 'c' }, { 'data.b': 'c' }, { immutable: null }],
    taken: [{ 'metadata.labels': { a: 'b' } }],
  },
  {
    object: object('v1', 'Secret', 'type: a/b, data: {a: Yg==}'),
    refused: [{ type: 'a/c' }],
    taken: [{ 'data.a': 'Yw==' }, { immutable: true }],
  },
  ...(['RoleBinding', 'ClusterRoleBinding'] as const).map((kind) => ({
    object: object(
      'rbac.authorization.k8s.io/v1',
      kind,
      'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, subjects: [{kind: User, name: a, apiGroup: rbac.authorization.k8s.io}]',
    ),
    refused: [{ 'roleRef.name': 'edit' }],
    taken: [{ 'subjects.0.name': 'b' }],
  })),
  {
    object: object('storage.k8s.io/v1', 'StorageClass', 'provisioner: a.b/c, parameters: {a: b}'),
    refused: [
      { 'parameters.a': 'c' },
      { 'parameters.b': 'c' },
      { provisioner: 'a.b/d' },
      { reclaimPolicy: 'Retain' },
      { volumeBindingMode: 'WaitForFirstConsumer' },
    ],
    taken: [
      { allowVolumeExpansion: true },
      { reclaimPolicy: 'Delete' },
      { mountOptions: ['ro'] },
      { 'metadata.labels': { a: 'b' } },
    ],
  },
  {
    object: object('storage.k8s.io/v1', 'CSIDriver', 'spec: {attachRequired: false}'),
    refused: [{ 'spec.attachRequired': true }, { 'spec.volumeLifecycleModes': ['Ephemeral'] }],
    taken: [{ 'spec.podInfoOnMount': true }, { 'spec.storageCapacity': true }],
  },
  {
    object: object('storage.k8s.io/v1', 'VolumeAttributesClass', 'driverName: a.b, parameters: {a: b}'),
    refused: [{ 'parameters.a': 'c' }, { driverName: 'a.c' }],
    taken: [{ 'metadata.labels': { a: 'b' } }],
  },
  {
    object: object('networking.k8s.io/v1', 'IngressClass', 'spec: {controller: a.b/c}'),
    refused: [{ 'spec.controller': 'a.b/d' }],
    taken: [{ 'spec.parameters': { kind: 'A', name: 'b', apiGroup: 'a.b' } }],
  },
  {
    object: object('scheduling.k8s.io/v1', 'PriorityClass', 'value: 5'),
    refused: [{ value: 6 }, { preemptionPolicy: 'Never' }],
    taken: [{ description: 'b' }, { preemptionPolicy: 'PreemptLowerPriority' }],
  },
  {
    object: object('node.k8s.io/v1', 'RuntimeClass', 'handler: a'),
    refused: [{ handler: 'b' }],
    taken: [{ scheduling: { nodeSelector: { a: 'b' } } }],
  },
  {
    object: object('discovery.k8s.io/v1', 'EndpointSlice', 'addressType: IPv4, endpoints: []'),
    refused: [{ addressType: 'IPv6' }],
    taken: [{ endpoints: [{ addresses: ['10.1.2.3'] }] }],
  },
  {
    object: object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: {podSelector: {matchLabels: {a: b}}}'),
    refused: [],
    taken: [{ 'spec.podSelector.matchLabels.a': 'c' }],
  },
  {
    object: object('policy/v1', 'PodDisruptionBudget', 'spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}'),
    refused: [],
    taken: [{ 'spec.selector.matchLabels.a': 'c' }],
  },
  {
    object: object(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'spec: {group: example.org, scope: Namespaced, names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}',
    ).replace('name: it', 'name: widgets.example.org'),
    refused: [{ 'spec.scope': 'Cluster' }, { 'spec.names.kind': 'Gadget' }],
    taken: [{ 'spec.names.shortNames': ['w'] }],
  },
];

describe('fields that cannot be changed', { skip }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await Cluster.start();
  });
  after(() => cluster?.stop());

  for (const { object: text, refused, taken } of SUBJECTS) {
    const made: Manifest = parse(text);
    test(`${made.kind} ${made.metadata.name}`, async () => {
      const api = cluster.api();
      await api.apply(made);
      // Names of definitions count once they are accepted.
      if (made.kind === 'CustomResourceDefinition') await api.define(stringify(made));
      for (const [isRefused, changes] of [[true, refused] as const, [false, taken] as const])
        for (const change of changes) {
          const what = `${made.kind} ${JSON.stringify(change)}`;
          const changed = changedBy(made, change);
          const path = `${await api.pathOf(made)}?fieldManager=plumbline-test&force=true&dryRun=All`;
          const { status, body } = await api.request('PATCH', path, changed, 'application/apply-patch+yaml');
          assert.equal(status < 300, !isRefused, `the server on ${what}: ${body.message}`);
          const side = (one: Manifest): Record<string, string> => ({
            'app/kustomization.yaml': 'resources: [it.yaml]\n',
            'app/it.yaml': stringify(one),
          });
          const { dangers } = await impactOfChange(side(made), side(changed));
          const told = dangers.filter(({ id }) => id === 'immutable-field').map(({ message }) => message);
          assert.equal(told.length, isRefused ? 1 : 0, `the impact of ${what}: ${told}`);
        }
    });
  }
});

function changedBy(made: Manifest, change: Change): Manifest {
  const copy = structuredClone(made);
  for (const [path, value] of Object.entries(change)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let at = copy;
    for (const key of keys) at = at[key] ??= {};
    if (value === null) delete at[last];
    else at[last] = value;
  }
  return copy;
}
