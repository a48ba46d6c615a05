/** Which fields of which kinds name other objects: one table, read from files and from what is built of them. */
import { isClusterScoped, podSpecPath } from '../kinds.ts';
import { type Reader, valueAt } from './reader.ts';

/** What a field names. */
export interface Pointer {
  /** Who points, for rules and completion. */
  readonly role: string;
  /** The group and kind that are meant where the object does not say so itself. */
  readonly group: string;
  readonly kind: string;
  /** The field beside the name that says the kind, and the one that says the group or the whole apiVersion. */
  readonly kindField?: string;
  readonly groupField?: string;
  /** True where a field beside the name may say another namespace. */
  readonly namespaced?: boolean;
  /** The field beside the name that says the Service's port. */
  readonly portField?: string;
  /** True where it is of no consequence that the object is not there, or where others make it as a matter of course. */
  readonly isLoose?: boolean;
}

const CONFIG_MAP: Pointer = { role: 'kubernetes/configMap', group: '', kind: 'ConfigMap' };
const SECRET: Pointer = { role: 'kubernetes/secret', group: '', kind: 'Secret' };
/** Controllers serve a certificate of their own where there is none, and others issue them on the way. */
const LOOSE_SECRET: Pointer = { ...SECRET, isLoose: true };
/** Pods start without it as long as the image can be pulled. */
const PULL_SECRET = LOOSE_SECRET;
const CLAIM: Pointer = { role: 'kubernetes/claim', group: '', kind: 'PersistentVolumeClaim' };
const ACCOUNT: Pointer = { role: 'kubernetes/serviceAccount', group: '', kind: 'ServiceAccount' };
const SERVICE: Pointer = { role: 'kubernetes/service', group: '', kind: 'Service' };
const BACKEND: Pointer = { ...SERVICE, portField: 'port' };
const STORAGE_CLASS: Pointer = { role: 'kubernetes/storageClass', group: 'storage.k8s.io', kind: 'StorageClass' };
const PRIORITY_CLASS: Pointer = { role: 'kubernetes/priorityClass', group: 'scheduling.k8s.io', kind: 'PriorityClass' };
const RUNTIME_CLASS: Pointer = { role: 'kubernetes/runtimeClass', group: 'node.k8s.io', kind: 'RuntimeClass' };
const INGRESS_CLASS: Pointer = { role: 'kubernetes/ingressClass', group: 'networking.k8s.io', kind: 'IngressClass' };
const SCALE_TARGET: Pointer = {
  role: 'kubernetes/scaleTarget',
  group: 'apps',
  kind: '',
  kindField: 'kind',
  groupField: 'apiVersion',
};
const GATEWAY_BACKEND: Pointer = { ...BACKEND, kindField: 'kind', groupField: 'group', namespaced: true };
const GATEWAY: Pointer = {
  role: 'gateway/parentRef',
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  kindField: 'kind',
  groupField: 'group',
  namespaced: true,
};
const TRAEFIK_SERVICE: Pointer = { ...BACKEND, kindField: 'kind', namespaced: true };
const ISSUER: Pointer = {
  role: 'cert-manager/issuerRef',
  group: 'cert-manager.io',
  kind: 'Issuer',
  kindField: 'kind',
  groupField: 'group',
};
const SECRET_STORE: Pointer = {
  role: 'external-secrets/secretStoreRef',
  group: 'external-secrets.io',
  kind: 'SecretStore',
  kindField: 'kind',
};

type Rows = Readonly<Record<string, Pointer>>;

/** The fields of a container. */
const CONTAINER: Rows = {
  'env/*/valueFrom/configMapKeyRef/name': CONFIG_MAP,
  'env/*/valueFrom/secretKeyRef/name': SECRET,
  'envFrom/*/configMapRef/name': CONFIG_MAP,
  'envFrom/*/secretRef/name': SECRET,
};

/** The fields of a pod's specification. */
const POD: Rows = {
  ...below('containers/*', CONTAINER),
  ...below('initContainers/*', CONTAINER),
  ...below('ephemeralContainers/*', CONTAINER),
  'volumes/*/configMap/name': CONFIG_MAP,
  'volumes/*/secret/secretName': SECRET,
  'volumes/*/persistentVolumeClaim/claimName': CLAIM,
  'volumes/*/projected/sources/*/configMap/name': CONFIG_MAP,
  'volumes/*/projected/sources/*/secret/name': SECRET,
  'volumes/*/csi/nodePublishSecretRef/name': SECRET,
  'volumes/*/csi/volumeAttributes/secretProviderClass': {
    role: 'secrets-store/secretProviderClass',
    group: 'secrets-store.csi.x-k8s.io',
    kind: 'SecretProviderClass',
  },
  'volumes/*/ephemeral/volumeClaimTemplate/spec/storageClassName': STORAGE_CLASS,
  serviceAccountName: ACCOUNT,
  serviceAccount: ACCOUNT,
  'imagePullSecrets/*/name': PULL_SECRET,
  priorityClassName: PRIORITY_CLASS,
  runtimeClassName: RUNTIME_CLASS,
};

const ROUTE: Rows = { 'spec/rules/*/backendRefs/*/name': GATEWAY_BACKEND, 'spec/parentRefs/*/name': GATEWAY };
const MIRRORING_ROUTE: Rows = { ...ROUTE, 'spec/rules/*/filters/*/requestMirror/backendRef/name': GATEWAY_BACKEND };

const WEBHOOKS: Rows = { 'webhooks/*/clientConfig/service/name': { ...SERVICE, namespaced: true } };

/** By `group/Kind`, whatever the version; paths as in {@link valuesAt}. */
const TABLE: Readonly<Record<string, Rows>> = {
  'apps/StatefulSet': {
    'spec/serviceName': SERVICE,
    'spec/volumeClaimTemplates/*/spec/storageClassName': STORAGE_CLASS,
  },
  '/PersistentVolumeClaim': {
    'spec/storageClassName': STORAGE_CLASS,
    'spec/volumeName': { role: 'kubernetes/volume', group: '', kind: 'PersistentVolume' },
  },
  '/PersistentVolume': { 'spec/storageClassName': STORAGE_CLASS },
  '/ServiceAccount': { 'secrets/*/name': LOOSE_SECRET, 'imagePullSecrets/*/name': PULL_SECRET },
  'networking.k8s.io/Ingress': {
    'spec/defaultBackend/service/name': BACKEND,
    'spec/rules/*/http/paths/*/backend/service/name': BACKEND,
    'spec/tls/*/secretName': LOOSE_SECRET,
    'spec/ingressClassName': INGRESS_CLASS,
  },
  'autoscaling/HorizontalPodAutoscaler': { 'spec/scaleTargetRef/name': SCALE_TARGET },
  'autoscaling.k8s.io/VerticalPodAutoscaler': { 'spec/targetRef/name': { ...SCALE_TARGET, isLoose: true } },
  'keda.sh/ScaledObject': {
    'spec/scaleTargetRef/name': { ...SCALE_TARGET, kind: 'Deployment' },
    'spec/triggers/*/authenticationRef/name': {
      role: 'keda/authenticationRef',
      group: 'keda.sh',
      kind: 'TriggerAuthentication',
      kindField: 'kind',
    },
  },
  'keda.sh/TriggerAuthentication': { 'spec/secretTargetRef/*/name': SECRET },
  'rbac.authorization.k8s.io/RoleBinding': { ...subjects() },
  'rbac.authorization.k8s.io/ClusterRoleBinding': { ...subjects() },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOKS,
  'apiregistration.k8s.io/APIService': { 'spec/service/name': { ...SERVICE, namespaced: true } },
  'apiextensions.k8s.io/CustomResourceDefinition': {
    'spec/conversion/webhook/clientConfig/service/name': { ...SERVICE, namespaced: true },
  },
  'gateway.networking.k8s.io/Gateway': {
    'spec/gatewayClassName': { role: 'gateway/gatewayClass', group: 'gateway.networking.k8s.io', kind: 'GatewayClass' },
    'spec/listeners/*/tls/certificateRefs/*/name': {
      ...LOOSE_SECRET,
      kindField: 'kind',
      groupField: 'group',
      namespaced: true,
    },
  },
  'gateway.networking.k8s.io/HTTPRoute': MIRRORING_ROUTE,
  'gateway.networking.k8s.io/GRPCRoute': MIRRORING_ROUTE,
  'gateway.networking.k8s.io/TLSRoute': ROUTE,
  'gateway.networking.k8s.io/TCPRoute': ROUTE,
  'gateway.networking.k8s.io/UDPRoute': ROUTE,
  ...inGroups(['traefik.io', 'traefik.containo.us'], (group) => ({
    [`${group}/IngressRoute`]: {
      'spec/routes/*/services/*/name': TRAEFIK_SERVICE,
      'spec/routes/*/middlewares/*/name': { role: 'traefik/middleware', group, kind: 'Middleware', namespaced: true },
      'spec/tls/secretName': LOOSE_SECRET,
    },
    [`${group}/IngressRouteTCP`]: { 'spec/routes/*/services/*/name': TRAEFIK_SERVICE, 'spec/tls/secretName': LOOSE_SECRET },
    [`${group}/IngressRouteUDP`]: { 'spec/routes/*/services/*/name': TRAEFIK_SERVICE },
  })),
  'cert-manager.io/Certificate': { 'spec/issuerRef/name': ISSUER },
  'cert-manager.io/CertificateRequest': { 'spec/issuerRef/name': ISSUER },
  'cert-manager.io/Issuer': { 'spec/ca/secretName': SECRET },
  'external-secrets.io/ExternalSecret': { 'spec/secretStoreRef/name': SECRET_STORE },
  'external-secrets.io/ClusterExternalSecret': { 'spec/externalSecretSpec/secretStoreRef/name': SECRET_STORE },
  'external-secrets.io/PushSecret': {
    'spec/secretStoreRefs/*/name': SECRET_STORE,
    'spec/selector/secret/name': SECRET,
  },
  'argoproj.io/Rollout': {
    'spec/strategy/canary/canaryService': SERVICE,
    'spec/strategy/canary/stableService': SERVICE,
    'spec/strategy/blueGreen/activeService': SERVICE,
    'spec/strategy/blueGreen/previewService': SERVICE,
    'spec/workloadRef/name': SCALE_TARGET,
    'spec/strategy/canary/steps/*/analysis/templates/*/templateName': {
      role: 'argo-rollouts/analysisTemplate',
      group: 'argoproj.io',
      kind: 'AnalysisTemplate',
      isLoose: true,
    },
  },
  'monitoring.coreos.com/ServiceMonitor': {
    'spec/endpoints/*/basicAuth/username/name': SECRET,
    'spec/endpoints/*/basicAuth/password/name': SECRET,
    'spec/endpoints/*/authorization/credentials/name': SECRET,
    'spec/endpoints/*/bearerTokenSecret/name': SECRET,
  },
  'monitoring.coreos.com/Prometheus': {
    'spec/serviceAccountName': ACCOUNT,
    'spec/additionalScrapeConfigs/name': SECRET,
  },
  'monitoring.coreos.com/Alertmanager': { 'spec/serviceAccountName': ACCOUNT },
  'flagger.app/Canary': { 'spec/targetRef/name': SCALE_TARGET, 'spec/autoscalerRef/name': { ...SCALE_TARGET, isLoose: true } },
};

/** Kinds of extensions that hold pods. */
const MORE_PODS: ReadonlyMap<string, readonly string[]> = new Map([
  ['argoproj.io/Rollout', ['spec', 'template', 'spec']],
  ['apps.openshift.io/DeploymentConfig', ['spec', 'template', 'spec']],
  ['serving.knative.dev/Service', ['spec', 'template', 'spec']],
]);

/** As `podSpecPath`, also for extensions' kinds whose pods are like Kubernetes' own. */
export function podsIn(group: string, kind: string): readonly string[] | undefined {
  return podSpecPath(group, kind) ?? MORE_PODS.get(`${group}/${kind}`);
}

/** Kinds outside namespaces that extensions bring and that are pointed at. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ClusterSecretStore',
  'gateway.networking.k8s.io/GatewayClass',
  'keda.sh/ClusterTriggerAuthentication',
]);

/** True for kinds outside namespaces, as far as pointers lead to them. */
export function isOutsideNamespaces(group: string, kind: string): boolean {
  return isClusterScoped(group, kind) || CLUSTER_WIDE.has(`${group}/${kind}`);
}

/** The table as a tree of steps, so that an object is walked once. */
interface Step {
  readonly next: Map<string, Step>;
  pointer: Pointer | undefined;
}

const POD_STEPS = stepsFor(POD);
const STEPS: ReadonlyMap<string, Step> = new Map(Object.entries(TABLE).map(([kind, rows]) => [kind, stepsFor(rows)]));

/** A field that names an object: `holder` is the mapping around it. */
export interface Pointing<T> {
  readonly pointer: Pointer;
  readonly name: T;
  readonly holder: T;
}

/** The fields of one object that name others, in no particular order. */
export function* pointingFields<T>(reader: Reader<T>, group: string, kind: string, object: T): Generator<Pointing<T>> {
  const pods = podsIn(group, kind);
  if (pods !== undefined) yield* walk(reader, POD_STEPS, valueAt(reader, object, pods));
  const own = STEPS.get(`${group}/${kind}`);
  if (own !== undefined) yield* walk(reader, own, object);
}

/**
 * What the field at a path, `*` standing for items, names in objects of a kind. Fields of other kinds that are called as fields of pods
 * are taken for the same.
 */
export function pointerAt(group: string, kind: string, path: readonly string[]): Pointer | undefined {
  const pods = podsIn(group, kind);
  const own = STEPS.get(`${group}/${kind}`);
  const isInPods = pods?.every((step, i) => path[i] === step) === true;
  const found = along(own, path) ?? (isInPods ? along(POD_STEPS, path.slice(pods.length)) : undefined);
  if (found !== undefined || own !== undefined || pods !== undefined) return found;
  return ALIKE.get(path.slice(-2).join('/')) ?? ALIKE.get(path.slice(-3).join('/')) ?? ALIKE.get(path.at(-1) ?? '');
}

function along(top: Step | undefined, path: readonly string[]): Pointer | undefined {
  return path.reduce<Step | undefined>((step, part) => step?.next.get(part), top)?.pointer;
}

/** The ends of paths by which fields that name objects are told in kinds without a table. */
const ALIKE: ReadonlyMap<string, Pointer> = new Map(
  Object.entries(POD).map(([path, pointer]) => {
    const steps = path.split('/');
    return [steps.slice(steps.at(-2) === '*' ? -3 : -2).join('/'), pointer];
  }),
);

function* walk<T>(reader: Reader<T>, step: Step, value: T | undefined): Generator<Pointing<T>> {
  if (value === undefined) return;
  for (const [key, next] of step.next) {
    if (key === '*') {
      for (const item of reader.items(value)) yield* walk(reader, next, item);
      continue;
    }
    const found = reader.field(value, key);
    if (found === undefined) continue;
    if (next.pointer !== undefined) yield { pointer: next.pointer, name: found, holder: value };
    else yield* walk(reader, next, found);
  }
}

function stepsFor(rows: Rows): Step {
  const top: Step = { next: new Map(), pointer: undefined };
  for (const [path, pointer] of Object.entries(rows)) {
    let at = top;
    for (const part of path.split('/')) {
      const next = at.next.get(part) ?? { next: new Map<string, Step>(), pointer: undefined };
      at.next.set(part, next);
      at = next;
    }
    at.pointer = pointer;
  }
  return top;
}

function below(path: string, rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).map(([end, pointer]) => [`${path}/${end}`, pointer]));
}

function inGroups<T>(groups: readonly string[], table: (group: string) => Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign({}, ...groups.map(table));
}

function subjects(): Rows {
  const group = 'rbac.authorization.k8s.io';
  return {
    'roleRef/name': { role: 'kubernetes/role', group, kind: '', kindField: 'kind' },
    // Operators bring accounts that others bind.
    'subjects/*/name': { ...ACCOUNT, kindField: 'kind', namespaced: true, isLoose: true },
  };
}
