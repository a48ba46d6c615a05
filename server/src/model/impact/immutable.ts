/** Fields that the API server lets nobody change once an object exists (kubernetes, pkg/apis, validation of updates). */
import { asList, at, isMissingOrNull, textOf, type Value } from '../kustomize/build/values.ts';
import type { FieldChange } from './fields.ts';
import { quantity } from './quantities.ts';

interface Asked {
  /** Keys; items of lists and indexes are left out of it. */
  readonly path: readonly string[];
  readonly change: FieldChange;
  readonly before: Value;
  readonly after: Value;
}

type Rule = (asked: Asked) => boolean;

/** True for a field of `spec`, and what stands below it. */
const spec =
  (...fields: readonly string[]): Rule =>
  ({ path }) =>
    path[0] === 'spec' && fields.includes(path[1] ?? '');
const specBut =
  (...fields: readonly string[]): Rule =>
  ({ path }) =>
    path[0] === 'spec' && !fields.includes(path[1] ?? '');
const top =
  (...fields: readonly string[]): Rule =>
  ({ path }) =>
    fields.includes(path[0] ?? '');

/** `group/Kind` to what cannot change. */
const RULES: ReadonlyMap<string, Rule> = new Map([
  ['apps/Deployment', spec('selector')],
  ['apps/DaemonSet', spec('selector')],
  ['apps/ReplicaSet', spec('selector')],
  [
    'apps/StatefulSet',
    specBut(
      ...['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'],
      'revisionHistoryLimit',
    ),
  ],
  ['apps/ControllerRevision', top('data')],
  ['batch/Job', job],
  ['/Pod', pod],
  ['/Service', service],
  ['/PersistentVolumeClaim', claim],
  ['/PersistentVolume', volume],
  ['/Secret', top('type')],
  ['rbac.authorization.k8s.io/RoleBinding', top('roleRef')],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', top('roleRef')],
  ['storage.k8s.io/StorageClass', top('provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode')],
  ['storage.k8s.io/VolumeAttributesClass', top('driverName', 'parameters')],
  ['storage.k8s.io/CSIDriver', spec('attachRequired', 'volumeLifecycleModes')],
  ['networking.k8s.io/IngressClass', spec('controller')],
  ['scheduling.k8s.io/PriorityClass', top('value', 'preemptionPolicy')],
  ['node.k8s.io/RuntimeClass', top('handler')],
  ['discovery.k8s.io/EndpointSlice', top('addressType')],
  ['resource.k8s.io/ResourceClaim', spec('devices')],
  ['resource.k8s.io/ResourceClaimTemplate', top('spec')],
  ['apiextensions.k8s.io/CustomResourceDefinition', definition],
]);

/** Fields that come and go without a change of meaning: the API server writes these values where none stand. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['podManagementPolicy', 'OrderedReady'],
  ['serviceName', ''],
  ['volumeMode', 'Filesystem'],
  ['reclaimPolicy', 'Delete'],
  ['volumeBindingMode', 'Immediate'],
  ['preemptionPolicy', 'PreemptLowerPriority'],
  ['attachRequired', 'true'],
  ['completionMode', 'NonIndexed'],
  ['managedBy', 'kubernetes.io/job-controller'],
  ['apiGroup', 'rbac.authorization.k8s.io'],
  ['apiVersion', 'v1'],
  ['kind', 'PersistentVolumeClaim'],
  ['type', 'Opaque'],
]);

/** True where the API server refuses an update with this change. */
export function isImmutable(group: string, kind: string, change: FieldChange, before: Value, after: Value): boolean {
  const path = change.path.filter((step) => typeof step === 'string');
  if ((kind === 'ConfigMap' || kind === 'Secret') && group === '' && textOf(at(before, 'immutable')) === 'true') {
    if (['data', 'binaryData', 'stringData', 'immutable'].includes(path[0] ?? '')) return true;
  }
  const last = path.at(-1) ?? '';
  const [one] = [change.before, change.after].filter((value) => value !== undefined);
  // A claim without a class gets one, and a field with its default is written or left out as one likes.
  const isOneSided = isMissingOrNull(change.before) || isMissingOrNull(change.after);
  if (isOneSided && (last === 'storageClassName' || last === 'volumeName' || textOf(one) === DEFAULTS.get(last))) return false;
  if (isSameQuantity(path, change)) return false;
  // Labels and annotations of claims to be made are often changed by transformers together with all others, and refused like the rest.
  return RULES.get(`${group}/${kind}`)?.({ path, change, before, after }) === true;
}

function isSameQuantity(path: readonly string[], { before, after }: FieldChange): boolean {
  if (!path.some((step) => ['resources', 'capacity', 'sizeLimit'].includes(step))) return false;
  const [a, b] = [quantity(textOf(before)), quantity(textOf(after))];
  return a !== undefined && a === b;
}

/** A suspended Job that never ran may get other directives for scheduling; of which it is not known whether it ever did. */
function job({ path: [first, second, ...rest], before, after }: Asked): boolean {
  if (first !== 'spec' || second === undefined) return false;
  const isSuspended = textOf(at(before, 'spec', 'suspend')) === 'true';
  if (second === 'template') return !isSuspended && rest.length > 0;
  if (second === 'completions') return textOf(at(after, 'spec', 'completionMode')) !== 'Indexed';
  return ['selector', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'].includes(
    second,
  );
}

/** Images may change, deadlines may shrink, tolerations may come in addition; a gated Pod may be placed otherwise. */
function pod({ path, before }: Asked): boolean {
  const [first, second = '', third] = path;
  if (first !== 'spec' || (asList(at(before, 'spec', 'schedulingGates'))?.items.length ?? 0) > 0) return false;
  if (second === 'containers' || second === 'initContainers') return third !== undefined && third !== 'image';
  return !['', 'activeDeadlineSeconds', 'terminationGracePeriodSeconds', 'tolerations', 'schedulingGates'].includes(second);
}

/** What is not said is kept as it was allocated. */
function service({ path, change, before, after }: Asked): boolean {
  const [first, second] = path;
  const [old, now] = [textOf(change.before), textOf(change.after)];
  const types = [before, after].map((side) => textOf(at(side, 'spec', 'type')) || 'ClusterIP');
  if (first !== 'spec' || types.includes('ExternalName')) return false;
  const isBalanced = types.every((type) => type === 'LoadBalancer');
  switch (second) {
    case 'clusterIP':
      return old === '' ? now === 'None' : now !== '';
    case 'loadBalancerClass':
      return isBalanced;
    case 'healthCheckNodePort': {
      const isLocal = [before, after].every((side) => textOf(at(side, 'spec', 'externalTrafficPolicy')) === 'Local');
      return isBalanced && isLocal && old !== '' && now !== '';
    }
    default:
      return false;
  }
}

function claim({ path: [first, second, third] }: Asked): boolean {
  if (first !== 'spec') return false;
  if (second === 'resources') return third === 'limits';
  return ['accessModes', 'storageClassName', 'volumeName', 'volumeMode', 'selector', 'dataSource', 'dataSourceRef'].includes(
    second ?? '',
  );
}

/** Whatever says where the data is; a secret for expansion may be added. */
function volume({ path: [first, second = '', third], change }: Asked): boolean {
  if (first !== 'spec' || (third === 'controllerExpandSecretRef' && change.before === undefined)) return false;
  const others = ['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName', 'mountOptions'];
  return second !== '' && ![...others, 'nodeAffinity', 'volumeAttributesClassName'].includes(second);
}

function definition({ path: [first, second, third] }: Asked): boolean {
  return first === 'spec' && (second === 'scope' || (second === 'names' && third === 'kind'));
}
