/** Drift of what the real Argo CD deploys: it says what Argo CD says, on the right line with its author, and goes with a sync. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ObjectDrift } from '../../server/src/model/drift/result.ts';
import type { Manifest } from './kit/api.ts';
import { application, applicationPath, refresh, startArgoCd, sync } from './kit/argocd.ts';
import { Cluster, clusterMissing } from './kit/cluster.ts';
import { DriftInCluster } from './kit/drift.ts';
import { eventually } from './kit/eventually.ts';
import { GitServer } from './kit/git.ts';
import type { Program } from './kit/program.ts';
import { provided } from './kit/provided.ts';

const skip = (await clusterMissing()) ?? provided('redis-server', 'git') ?? false;
let cluster: Cluster;
let git: GitServer;
let stack: Program;

/** Argo CD compares again when it sees fit, which it may put off for a minute. */
const PATIENCE = { deadline: 240_000, every: 200 };

/** What is written otherwise than servers keep it, which all is no drift. */
const ODDITIES = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  creationTimestamp: null
  annotations: {}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, creationTimestamp: null}
    spec:
      containers:
        - name: web
          image: web:1.0
          ports: [{containerPort: 80, name: http}, {containerPort: 80, name: dns, protocol: UDP}]
          env: [{name: A, value: ""}, {name: B, value: "1"}]
          resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: "2.0", memory: 2Gi}}
          livenessProbe: {httpGet: {path: /, port: 80}}
        - name: proxy
          image: proxy:1.0
      volumes: [{name: cache, emptyDir: {}}, {name: settings, configMap: {name: settings}}]
status: {}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}, {port: 53, protocol: UDP, name: dns}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 5
  metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: "0.5"}}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - host: shop.example.org
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1024Mi}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
`;
const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  level: info
  mode: fast
`;
const SECRET = `apiVersion: v1
kind: Secret
metadata:
  name: token
stringData:
  token: hunter2
data:
  other: aHVudGVyMw==
`;
const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: {size: {type: integer, default: 3}, parts: {type: array, items: {type: object, properties: {name: {type: string}}}}}
`;
const WIDGET = `apiVersion: example.org/v1
kind: Widget
metadata: {name: one}
spec:
  parts: [{name: a}, {name: b}]
`;
const KUSTOMIZE = {
  namePrefix: 'a-',
  nameSuffix: '-z',
  namespace: 'shop',
  images: ['web:3.0', 'proxy=registry.example.org/proxy@sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03'],
  replicas: [{ name: 'web', count: 4 }],
  commonLabels: { team: 'a' },
  commonAnnotations: { owner: 'platform' },
  patches: [{ target: { kind: 'ConfigMap', name: 'settings' }, patch: '- {op: replace, path: /data/level, value: warn}' }],
  components: ['../components/extra'],
};
const FILES: Readonly<Record<string, string>> = {
  'plain/all.yaml': ODDITIES,
  'plain/settings.yaml': SETTINGS,
  'plain/deep/secret.yaml': SECRET,
  'plain/deep/notes.yaml': 'just: notes\n',
  'plain/ignored/map.yaml': SETTINGS.replace('name: settings', 'name: ignored'),
  'plain/settings.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "from-json"}, "data": {"a": "1"}}\n',
  'base/kustomization.yaml': 'resources: [all.yaml, settings.yaml, secret.yaml]\n',
  'base/all.yaml': ODDITIES,
  'base/settings.yaml': SETTINGS,
  'base/secret.yaml': SECRET,
  'components/extra/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: [{name: extra, literals: [a=1]}]\n',
  'overlay/kustomization.yaml': 'resources: [../base]\nreplicas: [{name: web, count: 3}]\nnamePrefix: b-\n',
  'crd/definition.yaml': DEFINITION,
  'crd/widget.yaml': WIDGET,
  'crd/hook.yaml': `${SETTINGS.replace('name: settings', 'name: hook\n  annotations: {argocd.argoproj.io/hook: PreSync}')}`,
  'ignored/web.yaml': ODDITIES.split('---\n')[0]?.replaceAll('web', 'calm') ?? '',
  'ignored/settings.yaml': SETTINGS.replace('name: settings', 'name: calm'),
};

const DIRECTORY = { directory: { recurse: true, include: '{*.yaml,*.json}', exclude: 'ignored/*' } };
const SERVER_SIDE = { syncPolicy: { syncOptions: ['ServerSideApply=true'] } };
const CREATED = { syncPolicy: { syncOptions: ['CreateNamespace=true'], managedNamespaceMetadata: { labels: { team: 'a' } } } };
const inNamespace = (namespace: string): object => ({ destination: { server: 'https://kubernetes.default.svc', namespace } });
const IGNORES = [
  { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
  {
    group: 'apps',
    kind: 'Deployment',
    jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "proxy") | .image'],
  },
  { group: '', kind: 'ConfigMap', name: 'calm', managedFieldsManagers: ['operator'] },
];

/** The Applications: where they deploy to, and how. */
const APPLICATIONS: Readonly<Record<string, { path: string; namespace: string; source?: object; spec?: object }>> = {
  directory: { path: 'plain', namespace: 'directory', source: DIRECTORY },
  'directory-ssa': { path: 'plain', namespace: 'directory-ssa', source: DIRECTORY, spec: SERVER_SIDE },
  kustomize: { path: 'overlay', namespace: 'kustomize' },
  'kustomize-ssa': { path: 'overlay', namespace: 'kustomize-ssa', spec: SERVER_SIDE },
  overridden: { path: 'overlay', namespace: 'elsewhere', source: { kustomize: KUSTOMIZE } },
  labelled: {
    path: 'overlay',
    namespace: 'labelled',
    source: { kustomize: { commonLabels: { team: 'b' }, labelWithoutSelector: true } },
    spec: SERVER_SIDE,
  },
  created: { path: 'ignored', namespace: 'created', spec: CREATED },
  several: { path: '', namespace: 'several', spec: { sources: [{ path: 'ignored' }, { path: 'overlay' }] } },
  crd: { path: 'crd', namespace: 'crd' },
  ignored: { path: 'ignored', namespace: 'ignored', spec: { ignoreDifferences: IGNORES } },
};

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  git = await GitServer.start(cluster.directory);
  git.commit('gitops', FILES);
  stack = await startArgoCd(cluster, git.port);
  for (const namespace of ['shop', ...Object.values(APPLICATIONS).map((one) => one.namespace)].filter((one) => one !== 'created'))
    await cluster.api().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  for (const [name, { path, namespace, source, spec }] of Object.entries(APPLICATIONS)) {
    const made = application(name, git.url('gitops'), path, source, { ...inNamespace(namespace), ...spec });
    const { sources } = made.spec;
    if (sources !== undefined) {
      for (const one of sources) Object.assign(one, { repoURL: git.url('gitops'), targetRevision: 'main' });
      delete made.spec.source;
    }
    await cluster.api().apply(made);
  }
});
after(async () => {
  await stack?.stop();
  await git?.stop();
  await cluster?.stop();
});

/** Syncs, and waits until Argo CD says that all of it is as in Git. */
async function inSync(name: string): Promise<Manifest> {
  await sync(cluster, name, stack);
  return eventually(
    `${name} in sync`,
    async () => {
      const found = await cluster.api().get(applicationPath(name));
      if (found.status.sync.status === 'Synced') return found;
      throw new Error(`${outOfSync(found)} ${JSON.stringify(found.status.conditions)}`);
    },
    PATIENCE,
  );
}

const drifted = (found: readonly ObjectDrift[]): readonly string[] =>
  found
    .filter(({ state }) => state !== 'in-sync')
    .map(({ id, state }) => `${id.kind} ${id.name}${state === 'unjudged' ? ' unjudged' : ''}`)
    .toSorted();

/** Argo CD's own verdict, object by object. */
const outOfSync = ({ status }: Manifest): readonly string[] =>
  (status.resources ?? [])
    .filter((one: Manifest) => one.status === 'OutOfSync')
    .map((one: Manifest) => `${one.kind} ${one.name}`)
    .toSorted();

const driftFor = (user: 'admin' | 'viewer' = 'admin', files = FILES): DriftInCluster =>
  new DriftInCluster(cluster, files, user, git.url('gitops'));

const lines = (drift: DriftInCluster, found: readonly ObjectDrift[]): readonly string[] =>
  found.flatMap(({ fields }) => fields.map((field) => drift.line(field))).toSorted();

for (const [name, { spec }] of Object.entries(APPLICATIONS))
  test(`what was just deployed has no drift: ${name}${spec === SERVER_SIDE ? ', server-side' : ''}`, { skip }, async () => {
    const object = await inSync(name);
    for (const user of ['admin', 'viewer'] as const) {
      const found = await driftFor(user).look(object);
      // The viewer may read neither Secrets nor these kinds.
      const judged = found.filter(({ id, state }) => user === 'admin' || state !== 'unjudged' || id.kind === 'ConfigMap');
      assert.deepEqual(
        drifted(judged),
        [],
        JSON.stringify(
          judged.filter(({ state }) => state !== 'in-sync'),
          null,
          1,
        ),
      );
      assert.ok(user === 'viewer' || judged.length > 1);
      if (user === 'admin') {
        assert.deepEqual(
          found.map(({ by }) => by),
          found.map(() => 'dry-run'),
        );
        assert.equal(found.length, object.status.resources.filter((one: Manifest) => !one.hook).length);
      }
    }
  });

/** What people do by hand, in an overlay and in a directory, applied either way; `p` is the prefix of the names. */
async function changeByHand(namespace: string, p: string): Promise<void> {
  const api = cluster.api();
  const web = `/apis/apps/v1/namespaces/${namespace}/deployments/${p}web`;
  const core = `/api/v1/namespaces/${namespace}`;
  await api.patch(`${web}/scale`, { spec: { replicas: 9 } }, 'kubectl-scale');
  await api.patch(web, { metadata: { labels: { added: 'by-hand' } }, spec: { minReadySeconds: 5 } }, 'kubectl-edit');
  await api.patch(`${core}/configmaps/${p}settings`, { data: { level: 'debug', added: 'by hand' } }, 'kubectl-edit');
  await api.patch(`${core}/secrets/${p}token`, { data: { token: 'Z3Vlc3NlZA==' } }, 'kubectl-patch');
  await api.patch(
    `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles/${p}reader`,
    { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] },
    'intruder',
  );
  await api.patch(`/apis/batch/v1/namespaces/${namespace}/cronjobs/${p}nightly`, { spec: { suspend: true } }, 'kubectl-edit');
  await api.remove(`${core}/serviceaccounts/${p}web`);
}

const DIRECTORY_LINES = [
  'plain/all.yaml:68 rules[0].apiGroups[0]: "", live "*", by intruder',
  'plain/all.yaml:68 rules[0].resources[0]: "pods", live "*", by intruder',
  'plain/all.yaml:68 rules[0].verbs: ["get","list"], live ["*"], by intruder',
  'plain/all.yaml:8 spec.replicas: 1, live 9, by kubectl-scale',
  'plain/deep/secret.yaml:6 data.token: sealed, live sealed, by kubectl-patch',
  'plain/settings.yaml:6 data.level: "info", live "debug", by kubectl-edit',
];
const OVERLAY_LINES = [
  'base/all.yaml:68 rules[0].apiGroups[0]: "", live "*", by intruder',
  'base/all.yaml:68 rules[0].resources[0]: "pods", live "*", by intruder',
  'base/all.yaml:68 rules[0].verbs: ["get","list"], live ["*"], by intruder',
  'base/secret.yaml:6 data.token: sealed, live sealed, by kubectl-patch',
  'base/settings.yaml:6 data.level: "info", live "debug", by kubectl-edit',
  'overlay/kustomization.yaml:2 spec.replicas: 3, live 9, by kubectl-scale',
];

const BY_HAND: readonly (readonly [name: string, prefix: string, expected: readonly string[]])[] = [
  ['directory', '', DIRECTORY_LINES],
  ['directory-ssa', '', DIRECTORY_LINES],
  ['kustomize', 'b-', OVERLAY_LINES],
  ['kustomize-ssa', 'b-', OVERLAY_LINES],
];
for (const [name, prefix, expected] of BY_HAND)
  test(`changes by hand are where and what Argo CD says, until a sync: ${name}`, { skip }, async () => {
    await inSync(name);
    await changeByHand(APPLICATIONS[name]?.namespace ?? '', prefix);
    const drift = driftFor();
    await agreed(name, drift, (said) => said.includes(`ServiceAccount ${prefix}web`) && said.length > 4);
    const found = await drift.look(await cluster.api().get(applicationPath(name)));
    assert.deepEqual(
      lines(drift, found).map((line) => line.replace(/"sealed:[^"]*"/g, 'sealed')),
      expected,
    );
    assert.deepEqual(
      found.flatMap(({ state, id }) => (state === 'missing' ? [id.kind] : [])),
      ['ServiceAccount'],
    );
    assert.deepEqual(drifted(await drift.look(await inSync(name))), []);
  });

/** Waits until Argo CD has seen what was done, and holds the two verdicts against each other. */
async function agreed(name: string, drift: DriftInCluster, isSeen: (said: readonly string[]) => boolean): Promise<void> {
  await eventually(
    `${name}: the same verdict`,
    async () => {
      const object = await cluster.api().get(applicationPath(name));
      const [ours, theirs] = [drifted(await drift.look(object)), outOfSync(object)];
      if (isSeen(theirs) && ours.join() === theirs.join()) return true;
      throw new Error(`Plumbline: ${ours}; Argo CD: ${theirs}`);
    },
    PATIENCE,
  );
}

test('what the Application sets is on its own lines', { skip }, async () => {
  await inSync('overridden');
  const api = cluster.api();
  await api.patch('/apis/apps/v1/namespaces/shop/deployments/a-web-z', { spec: { replicas: 1 } }, 'kubectl-scale');
  await api.patch(
    '/api/v1/namespaces/shop/configmaps/a-settings-z',
    { data: { level: 'x' }, metadata: { labels: { team: 'x' } } },
    'me',
  );
  const declared = await api.get(applicationPath('overridden'));
  const files = { ...FILES, 'apps/overridden.json': JSON.stringify({ ...declared, status: undefined }, null, 1) };
  const drift = driftFor('admin', files);
  await agreed('overridden', drift, (said) => said.length > 1);
  const text = files['apps/overridden.json'].split('\n');
  const line = (part: string): number => text.findIndex((one) => one.includes(part)) + 1;
  assert.deepEqual(
    lines(drift, await drift.look(await api.get(applicationPath('overridden')))),
    [
      `apps/overridden.json:${line('"team": "a"')} metadata.labels.team: "a", live "x", by me`,
      `apps/overridden.json:${line('op: replace')} data.level: "warn", live "x", by me`,
      `apps/overridden.json:${line('"count": 4')} spec.replicas: 4, live 1, by kubectl-scale`,
    ].toSorted(),
  );
  assert.deepEqual(drifted(await drift.look(await inSync('overridden'))), []);
});

test('what Argo CD is told to ignore is no drift, and the rest of the same object is', { skip }, async () => {
  await inSync('ignored');
  const api = cluster.api();
  const calm = '/apis/apps/v1/namespaces/ignored/deployments/calm';
  const map = '/api/v1/namespaces/ignored/configmaps/calm';
  await api.patch(`${calm}/scale`, { spec: { replicas: 7 } }, 'kubectl-scale');
  await api.request(
    'PATCH',
    `${calm}?fieldManager=injector`,
    { spec: { template: { spec: { containers: [{ name: 'proxy', image: 'proxy:9' }] } } } },
    'application/strategic-merge-patch+json',
  );
  await api.patch(map, { data: { level: 'debug' } }, 'operator');
  const drift = driftFor();
  assert.deepEqual(drifted(await drift.look(await cluster.api().get(applicationPath('ignored')))), []);
  await api.patch(map, { data: { mode: 'slow' } }, 'kubectl-edit');
  await agreed('ignored', drift, (said) => said.length > 0);
  assert.deepEqual(lines(drift, await drift.look(await api.get(applicationPath('ignored')))), [
    'ignored/settings.yaml:7 data.mode: "fast", live "slow", by kubectl-edit',
  ]);
});

test('what Git no longer has is extra, but for what may be there', { skip }, async () => {
  const { 'ignored/settings.yaml': _, ...rest } = FILES;
  const without = {
    ...rest,
    'ignored/kept.yaml': SETTINGS.replace(
      'name: settings',
      'name: kept\n  annotations: {argocd.argoproj.io/compare-options: IgnoreExtraneous}',
    ),
  };
  git.commit('gitops', without);
  await refresh(cluster, 'created');
  await inSync('created');
  const left = { ...rest, 'ignored/web.yaml': FILES['ignored/web.yaml'] ?? '' };
  git.remove('gitops', ['ignored/settings.yaml', 'ignored/kept.yaml']);
  await refresh(cluster, 'created');
  const drift = driftFor('admin', left);
  // Argo CD lists the one that may be there too, and does not count it.
  const object = await eventually(
    'the comparison',
    async () => {
      const found = await cluster.api().get(applicationPath('created'));
      return outOfSync(found).join() === 'ConfigMap calm,ConfigMap kept' && found;
    },
    PATIENCE,
  );
  assert.deepEqual(drifted(await drift.look(object)), ['ConfigMap calm']);
});

const TRACKED: readonly (readonly [method: string, label: string, name: string])[] = [
  ['label', 'app.kubernetes.io/instance', 'tracked-by-label'],
  ['annotation+label', 'app.kubernetes.io/instance', `tracked-by-both-${'long-'.repeat(10)}name`],
  ['label', 'applications.argoproj.io/app-name', 'tracked-as-of-old'],
];
for (const [method, label, name] of TRACKED)
  test(`labels by which objects are tracked are no drift: ${method}, ${label}`, { skip }, async () => {
    const api = cluster.api();
    const settings = { 'application.resourceTrackingMethod': method, 'application.instanceLabelKey': label };
    const configured = '/api/v1/namespaces/argocd/configmaps/argocd-cm';
    await api.patch(configured, { data: settings });
    await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tracked' } });
    await api.apply(application(name, git.url('gitops'), 'overlay', undefined, inNamespace('tracked')));
    const web = '/apis/apps/v1/namespaces/tracked/deployments/b-web';
    await eventually(
      `the label ${label}`,
      async () => {
        await inSync(name);
        return (await api.get(web)).metadata.labels[label]?.startsWith('tracked-');
      },
      PATIENCE,
    );
    const found = await driftFor().look(await api.get(applicationPath(name)));
    assert.deepEqual(drifted(found), [], JSON.stringify(found.filter(({ state }) => state !== 'in-sync')));
    await api.patch(`${web}/scale`, { spec: { replicas: 9 } }, 'kubectl-scale');
    assert.deepEqual(lines(driftFor(), await driftFor().look(await api.get(applicationPath(name)))), [
      'overlay/kustomization.yaml:2 spec.replicas: 3, live 9, by kubectl-scale',
    ]);
    await api.patch(configured, { data: { 'application.resourceTrackingMethod': null, 'application.instanceLabelKey': null } });
    await api.remove(applicationPath(name));
    for (const kind of ['deployments', 'replicasets']) await api.request('DELETE', `/apis/apps/v1/namespaces/tracked/${kind}`);
  });
