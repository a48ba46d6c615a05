/** Fields that the API server lets nobody change once an object exists (kubernetes, pkg/apis, validation of updates). */
import { at, textOf, type Value } from '../kustomize/build/values.ts';
import type { FieldChange } from './fields.ts';

/** `group/Kind` to the test of a path by its keys; items of lists and indexes are left out of it. */
const RULES: ReadonlyMap<string, (path: readonly string[]) => boolean> = new Map([
  ['apps/StatefulSet', (path: readonly string[]) => path[0] === 'spec' && !STATEFUL_SET.has(path[1] ?? '')],
  ['apps/Deployment', isSelector],
  ['apps/DaemonSet', isSelector],
  ['apps/ReplicaSet', isSelector],
  ['batch/Job', (path: readonly string[]) => path[0] === 'spec' && (path[1] === 'selector' || path[1] === 'template')],
  ['rbac.authorization.k8s.io/RoleBinding', isRoleRef],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', isRoleRef],
  ['/PersistentVolumeClaim', (path: readonly string[]) => path[0] === 'spec' && CLAIM.has(path[1] ?? '')],
  ['storage.k8s.io/StorageClass', ([first]: readonly string[]) => STORAGE_CLASS.has(first ?? '')],
  ['/Secret', ([first]: readonly string[]) => first === 'type'],
]);

/** What the API server lets be changed, and what newer ones do. */
const STATEFUL_SET: ReadonlySet<string> = new Set([
  ...['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'],
  'revisionHistoryLimit',
]);
const CLAIM: ReadonlySet<string> = new Set([
  'accessModes',
  'storageClassName',
  'volumeName',
  'volumeMode',
  'selector',
  'dataSource',
]);
const STORAGE_CLASS: ReadonlySet<string> = new Set(['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode']);

/** Fields that come and go without a change of meaning: the API server writes these values where none stand. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['podManagementPolicy', 'OrderedReady'],
  ['serviceName', ''],
  ['volumeMode', 'Filesystem'],
  ['reclaimPolicy', 'Delete'],
  ['volumeBindingMode', 'Immediate'],
  ['apiGroup', 'rbac.authorization.k8s.io'],
  ['apiVersion', 'v1'],
  ['kind', 'PersistentVolumeClaim'],
  ['type', 'Opaque'],
]);

function isSelector(path: readonly string[]): boolean {
  return path[0] === 'spec' && path[1] === 'selector';
}

function isRoleRef([first]: readonly string[]): boolean {
  return first === 'roleRef';
}

/** True where the API server refuses an update with this change. */
export function isImmutable(group: string, kind: string, change: FieldChange, before: Value): boolean {
  const path = change.path.filter((step) => typeof step === 'string');
  if ((kind === 'ConfigMap' || kind === 'Secret') && group === '' && textOf(at(before, 'immutable')) === 'true') {
    if (['data', 'binaryData', 'stringData', 'immutable'].includes(path[0] ?? '')) return true;
  }
  const last = path.at(-1) ?? '';
  const [one] = [change.before, change.after].filter((value) => value !== undefined);
  // A claim without a class gets one, and a field with its default is written or left out as one likes.
  const isOneSided = change.before === undefined || change.after === undefined;
  if (isOneSided && (last === 'storageClassName' || last === 'volumeName' || textOf(one) === DEFAULTS.get(last))) return false;
  // Labels and annotations of claims to be made are often changed by transformers together with all others, and refused like the rest.
  return RULES.get(`${group}/${kind}`)?.(path) === true;
}
