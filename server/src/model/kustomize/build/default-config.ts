/**
 * Where Kustomize's transformers write when nothing else is configured, and which fields name other objects. Facts of its
 * `builtinpluginconsts`, written as tables of kinds and paths.
 */
import { type Edition, isBefore } from './edition.ts';
import { type FieldSpec, fieldSpec } from './field-specs.ts';
import { sorted } from './legacy-order.ts';

/** One kind that others may name, and the fields in which they do. */
export interface NameReference {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly referrers: readonly FieldSpec[];
}

export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly volumeClaimTemplateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly varReference: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
}

export const EMPTY_CONFIG: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  volumeClaimTemplateLabels: [],
  commonAnnotations: [],
  varReference: [],
  images: [],
  replicas: [],
  nameReference: [],
};

/** `path kind`, the kind as `Kind`, `group/Kind` or `group/version/Kind`, `*` for all; a leading `+` creates. */
function specs(table: string): readonly FieldSpec[] {
  return table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [path = '', ...kinds] = line.trim().split(' ');
      const create = path.startsWith('+');
      return (kinds.length === 0 ? ['*'] : kinds).map((kind) =>
        fieldSpec({ ...gvk(kind), path: create ? path.slice(1) : path, create }),
      );
    });
}

function sortedSpecs(table: string): readonly FieldSpec[] {
  return sorted(specs(table));
}

function gvk(text: string): { group: string; version: string; kind: string } {
  const parts = text.split('/');
  const kind = parts.pop() ?? '';
  const [group = '', version = ''] = parts;
  return { group, version, kind: kind === '*' ? '' : kind };
}

const METADATA_LABELS = `
+metadata/labels
+spec/template/metadata/labels /v1/ReplicationController Deployment ReplicaSet DaemonSet apps/StatefulSet batch/Job
+spec/jobTemplate/metadata/labels batch/CronJob
+spec/jobTemplate/spec/template/metadata/labels batch/CronJob`;

const CLAIM_LABELS = `
+spec/volumeClaimTemplates[]/metadata/labels apps/StatefulSet`;

const SELECTOR_LABELS = `
+spec/selector /v1/Service /v1/ReplicationController
+spec/selector/matchLabels Deployment ReplicaSet DaemonSet apps/StatefulSet
spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels apps/Deployment apps/StatefulSet
spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels apps/Deployment apps/StatefulSet
spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels apps/Deployment apps/StatefulSet
spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels apps/Deployment apps/StatefulSet
spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels apps/Deployment apps/StatefulSet
spec/selector/matchLabels batch/Job policy/PodDisruptionBudget
spec/jobTemplate/spec/selector/matchLabels batch/CronJob
spec/podSelector/matchLabels networking.k8s.io/NetworkPolicy
spec/ingress/from/podSelector/matchLabels networking.k8s.io/NetworkPolicy
spec/egress/to/podSelector/matchLabels networking.k8s.io/NetworkPolicy`;

/** Where the kinds that make pods keep the pod's spec. */
const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
};

function inPods(kinds: string, paths: string): string {
  return kinds
    .split(' ')
    .flatMap((kind) => paths.split(' ').map((path) => `${POD_SPECS[kind.replace('/v1/', '')] ?? 'spec'}/${path} ${kind}`))
    .join('\n');
}

const CONFIG_PODS = '/v1/Pod PodTemplate Deployment ReplicaSet DaemonSet StatefulSet Job CronJob';
const ACCOUNT_PODS = 'Pod StatefulSet Deployment ReplicationController CronJob Job DaemonSet';
const VAR_PODS = 'CronJob DaemonSet Deployment Job Pod ReplicaSet StatefulSet';

const NAME_REFERENCES: readonly (readonly [target: string, referrers: string])[] = [
  ['Deployment', 'spec/scaleTargetRef/name HorizontalPodAutoscaler'],
  ['ReplicationController', 'spec/scaleTargetRef/name HorizontalPodAutoscaler'],
  ['ReplicaSet', 'spec/scaleTargetRef/name HorizontalPodAutoscaler'],
  ['StatefulSet', 'spec/scaleTargetRef/name HorizontalPodAutoscaler'],
  [
    '/v1/ConfigMap',
    `${inPods(CONFIG_PODS, 'volumes/configMap/name containers/env/valueFrom/configMapKeyRef/name initContainers/env/valueFrom/configMapKeyRef/name containers/envFrom/configMapRef/name initContainers/envFrom/configMapRef/name volumes/projected/sources/configMap/name')}
spec/configSource/configMap Node
rules/resourceNames Role ClusterRole
metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap Ingress`,
  ],
  [
    '/v1/Secret',
    `${inPods(CONFIG_PODS, 'volumes/secret/secretName containers/env/valueFrom/secretKeyRef/name initContainers/env/valueFrom/secretKeyRef/name containers/envFrom/secretRef/name initContainers/envFrom/secretRef/name imagePullSecrets/name volumes/projected/sources/secret/name')}
spec/tls/secretName Ingress
metadata/annotations/ingress.kubernetes.io\\/auth-secret Ingress
metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret Ingress
metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret Ingress
imagePullSecrets/name ServiceAccount
parameters/secretName StorageClass
parameters/adminSecretName StorageClass
parameters/userSecretName StorageClass
parameters/secretRef StorageClass
rules/resourceNames Role ClusterRole
spec/template/spec/containers/env/valueFrom/secretKeyRef/name serving.knative.dev/v1/Service
spec/azureFile/secretName PersistentVolume`,
  ],
  [
    '/v1/Service',
    `spec/serviceName apps/StatefulSet
spec/rules/http/paths/backend/serviceName Ingress
spec/backend/serviceName Ingress
spec/rules/http/paths/backend/service/name Ingress
spec/defaultBackend/service/name Ingress
spec/service/name apiregistration.k8s.io/APIService
webhooks/clientConfig/service admissionregistration.k8s.io/ValidatingWebhookConfiguration admissionregistration.k8s.io/MutatingWebhookConfiguration`,
  ],
  ['rbac.authorization.k8s.io/Role', 'roleRef/name rbac.authorization.k8s.io/RoleBinding'],
  [
    'rbac.authorization.k8s.io/ClusterRole',
    'roleRef/name rbac.authorization.k8s.io/RoleBinding rbac.authorization.k8s.io/ClusterRoleBinding',
  ],
  [
    '/v1/ServiceAccount',
    `subjects rbac.authorization.k8s.io/RoleBinding rbac.authorization.k8s.io/ClusterRoleBinding
${inPods(ACCOUNT_PODS, 'serviceAccountName')}`,
  ],
  ['/v1/PersistentVolumeClaim', inPods(ACCOUNT_PODS, 'volumes/persistentVolumeClaim/claimName')],
  ['/v1/PersistentVolume', 'spec/volumeName PersistentVolumeClaim\nrules/resourceNames ClusterRole'],
  [
    'storage.k8s.io/v1/StorageClass',
    'spec/storageClassName PersistentVolume PersistentVolumeClaim\nspec/volumeClaimTemplates/spec/storageClassName StatefulSet',
  ],
  ['scheduling.k8s.io/v1/PriorityClass', inPods(ACCOUNT_PODS, 'priorityClassName')],
  [
    'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
    'spec/policyName admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  ],
];

const VAR_REFERENCES = `${inPods(VAR_PODS, 'containers/args containers/command containers/env/value containers/volumeMounts/mountPath initContainers/args initContainers/command initContainers/env/value initContainers/volumeMounts/mountPath')}
${inPods('DaemonSet Deployment Job Pod ReplicaSet', 'volumes/nfs/server')}
spec/jobTemplate/spec/template/volumes/nfs/server CronJob
spec/volumeClaimTemplates/spec/nfs/server StatefulSet
spec/nfs/server PersistentVolume
spec/template/metadata/annotations Deployment
spec/rules/host Ingress
spec/tls/hosts Ingress
spec/tls/secretName Ingress
spec/ports/port Service
spec/ports/targetPort Service
metadata/labels
metadata/annotations`;

/** What applies where no configuration says more. */
const DEFAULT_CONFIG: TransformerConfig = {
  namePrefix: sortedSpecs('metadata/name'),
  nameSuffix: sortedSpecs('metadata/name'),
  namespace: sortedSpecs(`+metadata/name Namespace
+spec/service/namespace apiregistration.k8s.io/APIService
spec/conversion/webhook/clientConfig/service/namespace apiextensions.k8s.io/CustomResourceDefinition`),
  commonLabels: sortedSpecs(SELECTOR_LABELS + METADATA_LABELS + CLAIM_LABELS),
  labels: [],
  templateLabels: sortedSpecs(METADATA_LABELS),
  volumeClaimTemplateLabels: sortedSpecs(CLAIM_LABELS),
  commonAnnotations: sortedSpecs(`+metadata/annotations
+spec/template/metadata/annotations /v1/ReplicationController Deployment ReplicaSet DaemonSet StatefulSet batch/Job
+spec/jobTemplate/metadata/annotations batch/CronJob
+spec/jobTemplate/spec/template/metadata/annotations batch/CronJob`),
  varReference: sortedSpecs(VAR_REFERENCES),
  images: sortedSpecs(`+spec/containers[]/image
+spec/initContainers[]/image
+spec/volumes[]/image/reference
+spec/template/spec/containers[]/image
+spec/template/spec/initContainers[]/image
+spec/template/spec/volumes[]/image/reference`),
  replicas: sortedSpecs('+spec/replicas Deployment ReplicationController ReplicaSet StatefulSet'),
  nameReference: sorted([
    ...NAME_REFERENCES.map(([target, referrers]) => ({ ...gvk(target), referrers: specs(referrers) })),
    // The group holds a version by mistake, so that this rule never applies; it is kept as it is.
    { group: 'networking.k8s.io/v1', version: 'v1', kind: 'IngressClass', referrers: specs('spec/ingressClassName Ingress') },
  ]),
};

/** Until 5.6 images of volumes were not known, until 5.3 the policies that bindings name were not. */
const WITHOUT_VOLUMES: TransformerConfig = {
  ...DEFAULT_CONFIG,
  images: DEFAULT_CONFIG.images.filter(({ path }) => !path.includes('volumes')),
};
const WITHOUT_POLICIES: TransformerConfig = {
  ...WITHOUT_VOLUMES,
  nameReference: DEFAULT_CONFIG.nameReference.filter(({ kind }) => kind !== 'ValidatingAdmissionPolicy'),
};

export function defaultConfig(edition: Edition): TransformerConfig {
  if (isBefore(edition, '5.4')) return WITHOUT_POLICIES;
  return isBefore(edition, '5.7') ? WITHOUT_VOLUMES : DEFAULT_CONFIG;
}

/** True for what is configured where nobody configures anything. */
export function isDefaultConfig(config: TransformerConfig): boolean {
  return config === DEFAULT_CONFIG || config === WITHOUT_VOLUMES || config === WITHOUT_POLICIES;
}
