/** Random Kubernetes objects that refer to one another by names out of small pools, so that references meet. */
import type { Dice } from './dice.ts';
import { type Fields, Literal, type Value } from './yaml-text.ts';

export const NAMES = ['web', 'api', 'worker', 'web-2', 'db', 'cache'] as const;
export const CONFIGS = ['settings', 'flags', 'web'] as const;
export const SECRETS = ['credentials', 'token', 'web'] as const;
export const NAMESPACES = ['shop', 'tools', 'default'] as const;
export const IMAGES = ['nginx', 'ghcr.io/acme/api', 'registry.local:5000/team/worker', 'busybox'] as const;
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const;

/** Scalars that readers of YAML disagree about, and ordinary ones. */
const SCALARS: readonly Value[] = [
  'plain',
  'two words',
  'yes',
  'off',
  '0123',
  '1e3',
  '3.10',
  'null',
  '',
  'ünï',
  'a: b',
  '# not a remark',
  'line one\nline two\n',
  'no end\nof line',
  '{}',
  '$(NAME)',
  ' padded ',
  new Literal('!!str 12'),
  new Literal('"esc\\taped"'),
  new Literal("'it''s'"),
];

/** A string value, for data, labels' values and the like. */
export function text(dice: Dice): Value {
  return dice.chance(0.6) ? dice.pick(['plain', 'blue', 'v1', 'gold']) : dice.pick(SCALARS);
}

export interface RandomObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly value: Fields;
}

const MAKERS: readonly (readonly [weight: number, kind: string, make: (dice: Dice, name: string) => Fields])[] = [
  [6, 'Deployment', (dice, name) => workload(dice, name, 'Deployment')],
  [2, 'StatefulSet', (dice, name) => workload(dice, name, 'StatefulSet')],
  [1, 'DaemonSet', (dice, name) => workload(dice, name, 'DaemonSet')],
  [1, 'Job', (dice, name) => workload(dice, name, 'Job')],
  [1, 'CronJob', (dice, name) => workload(dice, name, 'CronJob')],
  [4, 'Service', service],
  [4, 'ConfigMap', configMap],
  [2, 'Secret', secret],
  [
    2,
    'ServiceAccount',
    (dice) =>
      dice.chance(0.3) ? { secrets: [{ name: dice.pick(SECRETS) }], imagePullSecrets: [{ name: dice.pick(SECRETS) }] } : {},
  ],
  [1, 'Role', role],
  [1, 'ClusterRole', role],
  [1, 'RoleBinding', binding],
  [1, 'ClusterRoleBinding', binding],
  [1, 'Ingress', ingress],
  [1, 'HorizontalPodAutoscaler', autoscaler],
  [1, 'PersistentVolumeClaim', () => ({ spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } })],
  [
    1,
    'PodDisruptionBudget',
    (dice, name) => ({ spec: { minAvailable: dice.pick<Value>([1, '50%']), selector: { matchLabels: { app: name } } } }),
  ],
  [1, 'NetworkPolicy', networkPolicy],
  [1, 'Namespace', () => ({})],
  [1, 'Widget', widget],
];

const VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  Widget: 'acme.example.com/v1alpha1',
};

/** Each kind as often as its weight. */
const DRAWN = MAKERS.flatMap(([weight, kind, make]) => Array.from({ length: weight }, () => ({ kind, make })));

export function randomObject(dice: Dice): RandomObject {
  const { kind, make } = dice.pick(DRAWN);
  const name = kind === 'Namespace' ? dice.pick(NAMESPACES) : dice.pick(namesOf(kind));
  const clusterWide = kind === 'Namespace' || kind.startsWith('Cluster');
  const namespace = !clusterWide && dice.chance(0.2) ? dice.pick(NAMESPACES) : undefined;
  const metadata: Fields = {
    name,
    namespace,
    labels: dice.chance(0.4) ? { app: name, ...(dice.chance(0.3) ? { tier: text(dice) } : {}) } : undefined,
    annotations: dice.chance(0.25) ? annotations(dice) : undefined,
  };
  return { kind, name, namespace, value: { apiVersion: VERSIONS[kind] ?? 'v1', kind, metadata, ...make(dice, name) } };
}

export function isWorkload({ kind }: RandomObject): boolean {
  return (WORKLOADS as readonly string[]).includes(kind);
}

/** The pool from which names of this kind come. */
export function namesOf(kind: string): readonly string[] {
  if (kind === 'ConfigMap') return CONFIGS;
  return kind === 'Secret' ? SECRETS : NAMES;
}

function annotations(dice: Dice): Fields {
  return { note: text(dice), ...(dice.chance(0.2) ? { 'example.com/owner': 'team "a"', weight: new Literal('"10"') } : {}) };
}

function workload(dice: Dice, name: string, kind: string): Fields {
  const template = {
    metadata: { labels: { app: name }, annotations: dice.chance(0.2) ? annotations(dice) : undefined },
    spec: podSpec(dice, name, kind),
  };
  if (kind === 'Job') return { spec: { backoffLimit: 2, template } };
  if (kind === 'CronJob') return { spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template } } } };
  return {
    spec: {
      ...(kind !== 'DaemonSet' && dice.chance(0.7) ? { replicas: dice.whole(1, 5) } : {}),
      selector: { matchLabels: { app: name } },
      ...(kind === 'StatefulSet' ? { serviceName: dice.pick(NAMES) } : {}),
      ...(kind === 'Deployment' && dice.chance(0.3)
        ? { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } }
        : {}),
      template,
      ...(kind === 'StatefulSet' && dice.chance(0.4)
        ? {
            volumeClaimTemplates: [
              {
                metadata: { name: 'disk' },
                spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
              },
            ],
          }
        : {}),
    },
  };
}

function podSpec(dice: Dice, name: string, kind: string): Fields {
  return {
    serviceAccountName: dice.chance(0.3) ? dice.pick(NAMES) : undefined,
    restartPolicy: kind === 'Job' || kind === 'CronJob' ? 'Never' : undefined,
    initContainers: dice.chance(0.2) ? [container(dice, 'init')] : undefined,
    containers: [container(dice, name), ...(dice.chance(0.3) ? [container(dice, 'sidecar')] : [])],
    imagePullSecrets: dice.chance(0.1) ? [{ name: dice.pick(SECRETS) }] : undefined,
    tolerations: dice.chance(0.1) ? [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }] : undefined,
    nodeSelector: dice.chance(0.1) ? { 'kubernetes.io/os': 'linux' } : undefined,
    volumes: dice.chance(0.4) ? dice.some(VOLUMES, 1, 3).map((make) => make(dice)) : undefined,
    affinity: dice.chance(0.1)
      ? {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: { app: name } } } },
            ],
          },
        }
      : undefined,
  };
}

const VOLUMES: readonly ((dice: Dice) => Fields)[] = [
  (dice) => ({
    name: 'settings',
    configMap: { name: dice.pick(CONFIGS), items: dice.chance(0.4) ? [{ key: 'a', path: 'a.txt' }] : undefined },
  }),
  (dice) => ({ name: 'secret', secret: { secretName: dice.pick(SECRETS) } }),
  (dice) => ({ name: 'disk', persistentVolumeClaim: { claimName: dice.pick(NAMES) } }),
  (dice) => ({
    name: 'all',
    projected: { sources: [{ configMap: { name: dice.pick(CONFIGS) } }, { secret: { name: dice.pick(SECRETS) } }] },
  }),
  () => ({ name: 'scratch', emptyDir: {} }),
];

export function image(dice: Dice): string {
  return (
    dice.pick(IMAGES) + dice.pick(['', ':1.0', ':latest', ':v2', `@sha256:${'0123456789abcdef'.repeat(4)}`, ':1.2@sha256:abc'])
  );
}

function container(dice: Dice, name: string): Fields {
  return {
    name,
    image: image(dice),
    args: dice.chance(0.2) ? ['--name', '$(APP_NAME)', text(dice)] : undefined,
    ports: dice.chance(0.4)
      ? dice.some([{ containerPort: 80, name: 'http' }, { containerPort: 443 }, { containerPort: 53, protocol: 'UDP' }], 1, 3)
      : undefined,
    env: dice.chance(0.5) ? dice.some(ENVIRONMENT, 1, 4).map((make) => make(dice)) : undefined,
    envFrom: dice.chance(0.2)
      ? [{ configMapRef: { name: dice.pick(CONFIGS) } }, { secretRef: { name: dice.pick(SECRETS) } }]
      : undefined,
    volumeMounts: dice.chance(0.3)
      ? [
          { name: 'settings', mountPath: '/etc/settings' },
          { name: 'scratch', mountPath: '/tmp' },
        ]
      : undefined,
    resources: dice.chance(0.3) ? { requests: { cpu: '100m', memory: new Literal('64Mi') }, limits: { cpu: 1 } } : undefined,
    livenessProbe: dice.chance(0.2)
      ? { httpGet: { path: '/', port: dice.pick<Value>([80, 'http']) }, periodSeconds: 10 }
      : undefined,
  };
}

const ENVIRONMENT: readonly ((dice: Dice) => Fields)[] = [
  (dice) => ({ name: 'MODE', value: text(dice) }),
  (dice) => ({ name: 'COLOR', valueFrom: { configMapKeyRef: { name: dice.pick(CONFIGS), key: 'a' } } }),
  (dice) => ({ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: dice.pick(SECRETS), key: 'a', optional: true } } }),
  () => ({ name: 'HOST', value: 'http://$(API_HOST):80/' }),
  () => ({ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
];

function service(dice: Dice, name: string): Fields {
  return {
    spec: {
      type: dice.chance(0.3) ? dice.pick(['ClusterIP', 'LoadBalancer', 'ExternalName']) : undefined,
      selector: dice.chance(0.85) ? { app: name } : undefined,
      ports: [
        { name: 'http', port: 80, targetPort: dice.pick<Value>(['http', 8080]) },
        ...(dice.chance(0.3) ? [{ port: 53, protocol: 'UDP' }] : []),
      ],
    },
  };
}

function configMap(dice: Dice): Fields {
  return {
    data: dice.chance(0.9)
      ? { a: text(dice), b: text(dice), host: 'db.shop.svc:5432', ...(dice.chance(0.2) ? { 'app.conf': 'x = 1\ny = 2\n' } : {}) }
      : undefined,
    immutable: dice.chance(0.05) ? true : undefined,
  };
}

function secret(dice: Dice): Fields {
  return { type: 'Opaque', ...(dice.chance(0.5) ? { data: { a: 'c2VjcmV0', b: 'eA==' } } : { stringData: { a: text(dice) } }) };
}

function role(dice: Dice): Fields {
  return {
    rules: [
      {
        apiGroups: [''],
        resources: ['configmaps'],
        verbs: ['get', 'list'],
        resourceNames: dice.chance(0.5) ? [dice.pick(CONFIGS)] : undefined,
      },
    ],
  };
}

function binding(dice: Dice): Fields {
  const subject = {
    kind: 'ServiceAccount',
    name: dice.pick(NAMES),
    namespace: dice.chance(0.6) ? dice.pick(NAMESPACES) : undefined,
  };
  return {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: dice.pick(['Role', 'ClusterRole']), name: dice.pick(NAMES) },
    subjects: [
      subject,
      ...(dice.chance(0.2) ? [{ kind: 'Group', name: 'developers', apiGroup: 'rbac.authorization.k8s.io' }] : []),
    ],
  };
}

function ingress(dice: Dice): Fields {
  const backend = { service: { name: dice.pick(NAMES), port: { number: 80 } } };
  return {
    spec: {
      tls: dice.chance(0.4) ? [{ hosts: ['a.example.com'], secretName: dice.pick(SECRETS) }] : undefined,
      rules: [{ host: 'a.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}

function autoscaler(dice: Dice): Fields {
  return {
    spec: {
      minReplicas: 1,
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: dice.pick(['Deployment', 'StatefulSet']), name: dice.pick(NAMES) },
    },
  };
}

function networkPolicy(_dice: Dice, name: string): Fields {
  return {
    spec: {
      podSelector: { matchLabels: { app: name } },
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'api' } } }] }],
    },
  };
}

function widget(dice: Dice, name: string): Fields {
  return {
    spec: {
      image: image(dice),
      size: dice.whole(1, 9),
      ratio: new Literal(dice.pick(['1.0', '0.5', '1e3', '0x1F', '0o17', '017', '1_000', '.5', '12345678901234567890', '-0'])),
      when: new Literal(
        dice.pick([
          '2024-01-02',
          '2001-12-14t21:59:43.10-05:00',
          '12:30:45',
          '~',
          'yes',
          'No',
          'on',
          'True',
          'NULL',
          '""',
          '0.0.0',
        ]),
      ),
      configRef: { name: dice.pick(CONFIGS) },
      parts: [
        { name: 'left', value: 1 },
        { name: 'right', value: text(dice) },
      ],
      flags: [true, new Literal('off'), null],
      nested: { empty: {}, none: null, list: [], [name]: [[1, 2], [3]] },
    },
  };
}
