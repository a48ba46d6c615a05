/**
 * What a strategic merge must know of types: which fields lead where, and which lists are merged by which keys. The facts
 * are those of the Kubernetes 1.21 API that Kustomize carries; a kustomization's `openapi` field replaces them.
 */
import type { Value } from './values.ts';
import { asList, asMap, at, textOf } from './values.ts';

/** One type as far as merging is concerned. */
export interface MergeType {
  readonly fields: ReadonlyMap<string, MergeField>;
  /** What the values of a map are, where the keys are free. */
  readonly values?: MergeField;
}

export interface MergeField {
  /** The type of the field, or of its items. */
  readonly type: string | undefined;
  /** The keys that items are merged by; empty for merged lists of scalars; undefined where lists replace one another. */
  readonly keys: readonly string[] | undefined;
}

/** The types of one build. */
export interface MergeSchema {
  /** True where a null that a merge leaves in its place loses its type, so that the next merge makes a text of it: Kustomize until 5.4. */
  readonly forgetsNulls?: boolean;
  typeOf(apiVersion: string, kind: string): MergeType | undefined;
  named(type: string | undefined): MergeType | undefined;
}

/** `Type field>Type field[key]>Type field[]`: a `>` leads on, brackets hold merge keys. */
const TYPES = `ObjectMeta finalizers[] ownerReferences[uid]
Conditions conditions[type]
NodeStatus addresses[type] conditions[type]
NodeSpec podCIDRs[]
CSINodeSpec drivers[name]
Container env[name] ports[containerPort,protocol] volumeDevices[devicePath] volumeMounts[mountPath]
EphemeralContainer env[name] volumeDevices[devicePath] volumeMounts[mountPath]
PodSpec containers[name]>Container ephemeralContainers[name]>EphemeralContainer hostAliases[ip] imagePullSecrets[name] initContainers[name]>Container topologySpreadConstraints[topologyKey,whenUnsatisfiable] volumes[name]>Volume
PodStatus conditions[type] podIPs[ip]
Volume ephemeral>EphemeralVolumeSource
EphemeralVolumeSource volumeClaimTemplate>ClaimTemplate
ClaimTemplate metadata>ObjectMeta
PodTemplateSpec metadata>ObjectMeta spec>PodSpec
Workload template>PodTemplateSpec
StatefulSetSpec template>PodTemplateSpec volumeClaimTemplates!>PersistentVolumeClaim
JobTemplateSpec metadata>ObjectMeta spec>Workload
CronJobSpec jobTemplate>JobTemplateSpec
ServiceSpec ports[port,protocol]
Known metadata>ObjectMeta
WithConditions metadata>ObjectMeta status>Conditions
PersistentVolumeClaim metadata>ObjectMeta status>Conditions
WorkloadKind metadata>ObjectMeta spec>Workload status>Conditions
StatefulSet metadata>ObjectMeta spec>StatefulSetSpec status>Conditions
CronJob metadata>ObjectMeta spec>CronJobSpec
Pod metadata>ObjectMeta spec>PodSpec status>PodStatus
PodTemplate metadata>ObjectMeta template>PodTemplateSpec
Service metadata>ObjectMeta spec>ServiceSpec status>Conditions
ServiceAccount metadata>ObjectMeta secrets[name]
Node metadata>ObjectMeta spec>NodeSpec status>NodeStatus
CSINode metadata>ObjectMeta spec>CSINodeSpec
ComponentStatus metadata>ObjectMeta conditions[type]
WebhookConfiguration metadata>ObjectMeta webhooks[name]`;

/** `apiVersion Type Kind Kind…` */
const KINDS = `v1 Known Binding ConfigMap Endpoints Event LimitRange PersistentVolume ResourceQuota Secret
v1 WithConditions Namespace
v1 WorkloadKind ReplicationController
v1 ComponentStatus ComponentStatus
v1 Node Node
v1 PersistentVolumeClaim PersistentVolumeClaim
v1 Pod Pod
v1 PodTemplate PodTemplate
v1 Service Service
v1 ServiceAccount ServiceAccount
apps/v1 WorkloadKind DaemonSet Deployment ReplicaSet
apps/v1 StatefulSet StatefulSet
apps/v1 Known ControllerRevision
batch/v1 WorkloadKind Job
batch/v1 CronJob CronJob
batch/v1beta1 CronJob CronJob
admissionregistration.k8s.io/v1 WebhookConfiguration MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 WebhookConfiguration MutatingWebhookConfiguration ValidatingWebhookConfiguration
apiextensions.k8s.io/v1 Known CustomResourceDefinition
apiextensions.k8s.io/v1beta1 Known CustomResourceDefinition
apiregistration.k8s.io/v1 WithConditions APIService
apiregistration.k8s.io/v1beta1 WithConditions APIService
authentication.k8s.io/v1 Known TokenRequest TokenReview
authentication.k8s.io/v1beta1 Known TokenReview
authorization.k8s.io/v1 Known LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
authorization.k8s.io/v1beta1 Known LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
autoscaling/v1 Known HorizontalPodAutoscaler Scale
autoscaling/v2beta1 Known HorizontalPodAutoscaler
autoscaling/v2beta2 Known HorizontalPodAutoscaler
certificates.k8s.io/v1 Known CertificateSigningRequest
certificates.k8s.io/v1beta1 Known CertificateSigningRequest
coordination.k8s.io/v1 Known Lease
coordination.k8s.io/v1beta1 Known Lease
discovery.k8s.io/v1 Known EndpointSlice
discovery.k8s.io/v1beta1 Known EndpointSlice
events.k8s.io/v1 Known Event
events.k8s.io/v1beta1 Known Event
extensions/v1beta1 Known Ingress
flowcontrol.apiserver.k8s.io/v1beta1 Known FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1 Known Ingress IngressClass NetworkPolicy
networking.k8s.io/v1beta1 Known Ingress IngressClass
node.k8s.io/v1 Known RuntimeClass
node.k8s.io/v1beta1 Known RuntimeClass
policy/v1 WithConditions PodDisruptionBudget
policy/v1beta1 WithConditions PodDisruptionBudget
policy/v1beta1 Known Eviction PodSecurityPolicy
rbac.authorization.k8s.io/v1 Known ClusterRole ClusterRoleBinding Role RoleBinding
rbac.authorization.k8s.io/v1beta1 Known ClusterRole ClusterRoleBinding Role RoleBinding
scheduling.k8s.io/v1 Known PriorityClass
scheduling.k8s.io/v1beta1 Known PriorityClass
storage.k8s.io/v1 Known CSIDriver StorageClass VolumeAttachment
storage.k8s.io/v1beta1 Known CSIDriver CSIStorageCapacity StorageClass VolumeAttachment
storage.k8s.io/v1 CSINode CSINode
storage.k8s.io/v1beta1 CSINode CSINode`;

class TypeTable implements MergeSchema {
  readonly #types: ReadonlyMap<string, MergeType>;
  readonly #kinds: ReadonlyMap<string, string>;

  constructor(types: ReadonlyMap<string, MergeType>, kinds: ReadonlyMap<string, string>) {
    this.#types = types;
    this.#kinds = kinds;
  }

  typeOf(apiVersion: string, kind: string): MergeType | undefined {
    return this.named(this.#kinds.get(`${apiVersion} ${kind}`));
  }

  named(type: string | undefined): MergeType | undefined {
    return type === undefined ? undefined : this.#types.get(type);
  }
}

/** The types that Kustomize knows without being told. */
export const BUILTIN_SCHEMA: MergeSchema = new TypeTable(
  new Map(
    TYPES.split('\n').map((line) => {
      const [name = '', ...fields] = line.split(' ');
      return [name, { fields: new Map(fields.map(readField)) }];
    }),
  ),
  new Map(
    KINDS.split('\n').flatMap((line) => {
      const [apiVersion = '', type = '', ...kinds] = line.split(' ');
      return kinds.map((kind) => [`${apiVersion} ${kind}`, type] as const);
    }),
  ),
);

function readField(text: string): readonly [string, MergeField] {
  const parts = /^([^[>!]+)!?(?:\[(.*)\])?(?:>(.+))?$/.exec(text);
  const keys = parts?.[2] === undefined ? undefined : parts[2].split(',').filter(Boolean);
  return [parts?.[1] ?? text, { type: parts?.[3], keys }];
}

const WORKLOAD_SPECS: ReadonlySet<string> = new Set([
  'DaemonSetSpec',
  'DeploymentSpec',
  'JobSpec',
  'ReplicaSetSpec',
  'ReplicationControllerSpec',
]);

/** A type of Kubernetes by the name that OpenAPI documents refer to it by, such as `io.k8s.api.core.v1.PodSpec`. */
export function builtinType(name: string | undefined): MergeType | undefined {
  if (name === undefined || !name.startsWith('io.k8s.')) return BUILTIN_SCHEMA.named(name);
  const short = name.slice(name.lastIndexOf('.') + 1);
  return BUILTIN_SCHEMA.named(WORKLOAD_SPECS.has(short) ? 'Workload' : short);
}

/** Reads the definitions of an OpenAPI document that a kustomization names. */
export function schemaFrom(document: Value): MergeSchema {
  const types = new Map<string, MergeType>();
  const kinds = new Map<string, string>();
  const definitions = asMap(at(document, 'definitions'));
  for (const [i, name] of (definitions?.keys ?? []).entries()) {
    const definition = definitions?.values[i];
    readDefinition(name, definition, types);
    for (const gvk of asList(at(definition, 'x-kubernetes-group-version-kind'))?.items ?? []) {
      const group = textOf(at(gvk, 'group'));
      const version = textOf(at(gvk, 'version'));
      kinds.set(`${group === '' ? version : `${group}/${version}`} ${textOf(at(gvk, 'kind'))}`, name);
    }
  }
  return new TypeTable(types, kinds);
}

/** Types that are written in place get names of their own. */
function readDefinition(name: string, definition: Value | undefined, types: Map<string, MergeType>): void {
  const fields = new Map<string, MergeField>();
  const properties = asMap(at(definition, 'properties'));
  for (const [i, field] of (properties?.keys ?? []).entries())
    fields.set(field, fieldOf(`${name}/${field}`, properties?.values[i], types));
  const additional = at(definition, 'additionalProperties');
  const values = additional?.kind === 'map' ? fieldOf(`${name}/*`, additional, types) : undefined;
  types.set(name, values === undefined ? { fields } : { fields, values });
}

function fieldOf(name: string, property: Value | undefined, types: Map<string, MergeType>): MergeField {
  const strategy = textOf(at(property, 'x-kubernetes-patch-strategy')).split(',');
  const listKeys = asList(at(property, 'x-kubernetes-list-map-keys'))?.items.map(textOf);
  const mergeKey = textOf(at(property, 'x-kubernetes-patch-merge-key'));
  const keys = strategy.includes('merge') ? (listKeys ?? (mergeKey === '' ? [] : [mergeKey])) : undefined;
  const described = textOf(at(property, 'type')) === 'array' ? at(property, 'items') : property;
  const reference = textOf(at(described, '$ref'));
  if (reference !== '') return { type: reference.slice(reference.lastIndexOf('/') + 1), keys };
  if (described?.kind !== 'map') return { type: undefined, keys };
  readDefinition(name, described, types);
  return { type: name, keys };
}
