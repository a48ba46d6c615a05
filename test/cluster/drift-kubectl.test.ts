/** Drift as Plumbline finds it is the drift that `kubectl diff --server-side` finds: whether there is any, and in which fields. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Cluster, clusterMissing } from './kit/cluster.ts';
import { DriftInCluster, leafFields } from './kit/drift.ts';

const skip = (await clusterMissing()) ?? false;
let cluster: Cluster;

before(async () => {
  if (!skip) cluster = await Cluster.start();
});
after(() => cluster?.stop());

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: NAME
  namespace: default
  labels: {team: a}
  annotations: {note: b}
spec:
  replicas: 3
  selector: {matchLabels: {app: NAME}}
  template:
    metadata: {labels: {app: NAME}}
    spec:
      containers:
        - name: web
          image: web:1.0
          env: [{name: A, value: "1"}]
          ports: [{containerPort: 80}]
          resources: {limits: {cpu: 1000m, memory: 1024Mi}}
        - name: side
          image: side:1.0
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: NAME, namespace: default}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80}, {name: metrics, port: 9090, targetPort: 9090}]
`;
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: default}\ndata:\n  a: "1"\n  b: |\n    two\n';
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: NAME, namespace: default}\nstringData: {a: one, b: two}\n';
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: NAME, namespace: default}
spec:
  rules:
    - host: a.example.org
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
    - host: b.example.org
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`;
const SCALER = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: NAME, namespace: default}
spec:
  maxReplicas: 5
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
`;
const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: NAME}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
`;
const ACCOUNT =
  'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: NAME, namespace: default}\nimagePullSecrets: [{name: a}]\n';
const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: NAME, namespace: default}
spec:
  podSelector: {}
  ingress: [{from: [{podSelector: {matchLabels: {app: a}}}]}]
`;

const containers = (...items: readonly unknown[]): object => ({ spec: { template: { spec: { containers: items } } } });
const WEB = { name: 'web', image: 'web:1.0', ports: [{ containerPort: 80, protocol: 'TCP' }] };
const SIDE = { name: 'side', image: 'side:1.0' };

interface Case {
  readonly name: string;
  readonly manifest: string;
  /** What somebody changes by a merge patch. */
  readonly change?: unknown;
  /** What is in Git by then. */
  readonly inGit?: string;
  readonly drifts: boolean;
}

const CASES: readonly Case[] = [
  { name: 'nothing changed', manifest: DEPLOYMENT, drifts: false },
  { name: 'replicas', manifest: DEPLOYMENT, change: { spec: { replicas: 5 } }, drifts: true },
  { name: 'a label changed', manifest: DEPLOYMENT, change: { metadata: { labels: { team: 'b' } } }, drifts: true },
  { name: 'a label removed', manifest: DEPLOYMENT, change: { metadata: { labels: { team: null } } }, drifts: true },
  { name: 'a label added', manifest: DEPLOYMENT, change: { metadata: { labels: { more: 'c' } } }, drifts: false },
  { name: 'an annotation changed', manifest: DEPLOYMENT, change: { metadata: { annotations: { note: 'c' } } }, drifts: true },
  { name: 'an image', manifest: DEPLOYMENT, change: containers({ ...WEB, image: 'web:2' }, SIDE), drifts: true },
  { name: 'containers in another order', manifest: DEPLOYMENT, change: containers(SIDE, WEB), drifts: true },
  { name: 'a container added', manifest: DEPLOYMENT, change: containers(WEB, SIDE, { name: 'more', image: 'x' }), drifts: true },
  { name: 'a container removed', manifest: DEPLOYMENT, change: containers(WEB), drifts: true },
  { name: 'a default set to another value', manifest: DEPLOYMENT, change: { spec: { minReadySeconds: 9 } }, drifts: false },
  {
    name: 'a quantity spelled in another way in Git',
    manifest: DEPLOYMENT,
    inGit: DEPLOYMENT.replace('1000m', '"1"').replace('1024Mi', '1Gi'),
    drifts: false,
  },
  {
    name: 'a field that Git no longer declares',
    manifest: DEPLOYMENT,
    inGit: DEPLOYMENT.replace('  labels: {team: a}\n', ''),
    drifts: true,
  },
  {
    name: 'a Service port',
    manifest: SERVICE,
    change: {
      spec: {
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'more', port: 81 },
        ],
      },
    },
    drifts: true,
  },
  { name: 'a selector', manifest: SERVICE, change: { spec: { selector: { app: 'other' } } }, drifts: true },
  { name: 'a Service as it was', manifest: SERVICE, drifts: false },
  { name: 'data changed', manifest: CONFIG, change: { data: { a: '2' } }, drifts: true },
  { name: 'data removed', manifest: CONFIG, change: { data: { b: null } }, drifts: true },
  { name: 'data added', manifest: CONFIG, change: { data: { c: '3' } }, drifts: false },
  { name: 'a Secret changed', manifest: SECRET, change: { data: { a: 'eA==' } }, drifts: true },
  { name: 'a Secret as it was', manifest: SECRET, drifts: false },
  { name: 'a rule of an Ingress', manifest: INGRESS, change: { spec: { rules: [{ host: 'c.example.org' }] } }, drifts: true },
  { name: 'an autoscaler', manifest: SCALER, change: { spec: { maxReplicas: 9 } }, drifts: true },
  { name: 'a role without a namespace', manifest: ROLE, change: { rules: [] }, drifts: true },
  { name: 'an account', manifest: ACCOUNT, change: { imagePullSecrets: [{ name: 'b' }] }, drifts: true },
  { name: 'a policy', manifest: POLICY, change: { spec: { policyTypes: ['Ingress', 'Egress'] } }, drifts: false },
];

const PATHS: Readonly<Record<string, string>> = {
  Deployment: '/apis/apps/v1/namespaces/default/deployments',
  Service: '/api/v1/namespaces/default/services',
  ConfigMap: '/api/v1/namespaces/default/configmaps',
  Secret: '/api/v1/namespaces/default/secrets',
  Ingress: '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ServiceAccount: '/api/v1/namespaces/default/serviceaccounts',
  NetworkPolicy: '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
};

for (const [i, { name, manifest, change, inGit, drifts }] of CASES.entries())
  test(name, { skip }, async () => {
    const object = `case-${i}`;
    const named = (text: string): string => text.replaceAll('NAME', object);
    const drift = new DriftInCluster(cluster, {
      'app/kustomization.yaml': 'resources: [object.yaml]\n',
      'app/object.yaml': named(manifest),
    });
    await drift.reconcile();
    const kind = /^kind: (.*)$/m.exec(manifest)?.[1] ?? '';
    if (change !== undefined) await cluster.api().patch(`${PATHS[kind]}/${object}`, change, 'somebody');
    if (inGit !== undefined) drift.workspace.write('app/object.yaml', named(inGit));
    const found = await drift.look();
    assert.deepEqual(
      found.map(({ by, state, note }) => ({ by, state, note })),
      [{ by: 'dry-run', state: drifts ? 'differs' : 'in-sync', note: undefined }],
    );
    assert.deepEqual(leafFields(found), await drift.kubectlFields());
    if (change !== undefined && drifts)
      for (const field of found.flatMap((one) => one.fields)) assert.ok(field.spot, field.field);
  });

test('at least twenty cases, with and without drift', () => {
  assert.ok(CASES.filter(({ drifts }) => drifts).length >= 10 && CASES.length >= 20);
});
