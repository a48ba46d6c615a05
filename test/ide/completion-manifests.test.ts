/** Completion in Kubernetes manifests: kinds with what they require, fields, fixed words, and names of what there is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { offered } from '../kit/offered.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        tier: front
    spec:
      volumes:
        - name: config
          configMap:
            name: web-config
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 80
`;
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-config\n  namespace: shop\ndata:\n  LOG_LEVEL: info\n';

/** The labels offered at the end of the Deployment's container, in front of nothing. */
function inContainer(lines: string): readonly string[] {
  return offered({ 'a.yaml': DEPLOYMENT + lines, 'config.yaml': CONFIG }).labels;
}

test('in an empty file beside manifests a kind brings its version and what it requires', () => {
  const { labels, after } = offered({ 'a.yaml': DEPLOYMENT, 'b.yaml': '‸' });
  assert.deepEqual(labels.slice(0, 2), ['apiVersion', 'kind']);
  assert.equal(
    after('Deployment'),
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: \nspec:
  selector:
    matchLabels:
      app.kubernetes.io/name: \n  template:
    metadata:
      labels:
        app.kubernetes.io/name: \n    spec:
      containers:
        - name: \n          image: `,
  );
  assert.equal(labels.indexOf('Deployment') < labels.indexOf('ReplicaSet'), true);
});

test('where nothing speaks of manifests an empty file is left alone', () => {
  assert.deepEqual(offered({ 'compose.yaml': '‸' }).labels, []);
  assert.deepEqual(offered({ 'compose.yaml': 'services:\n  web: {}\n‸' }).labels, []);
});

test('a kind corrects the version in front of it, or writes it where it is missing', () => {
  assert.equal(
    offered({ 'a.yaml': 'apiVersion: apps/v1\nkind: ‸\nmetadata:\n  name: web\n' }).after('CronJob'),
    'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: web\n',
  );
  assert.equal(
    offered({ 'a.yaml': 'kind: ‸\nmetadata:\n  name: web\n' }).after('StatefulSet'),
    'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\n',
  );
  assert.equal(
    offered({ 'a.yaml': 'apiVersion: v1\nkind: List\nitems:\n  - kind: ‸\n' }).after('Namespace'),
    'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Namespace\n    metadata:\n      name: \n',
  );
});

test('a version brings its only kind, and is followed by the question for one where it has several', () => {
  assert.equal(
    offered({ 'a.yaml': 'apiVersion: ‸\n' }).after('policy/v1'),
    'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: \nspec:\n  minAvailable: 1\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: \n',
  );
  const several = offered({ 'a.yaml': 'apiVersion: ‸\n' });
  assert.equal(several.after('apps/v1'), 'apiVersion: apps/v1\nkind: \n');
  assert.equal(several.item('apps/v1').leads, true);
});

test('versions that end are last and struck through; with a kind only those are offered that have it', () => {
  const { labels, item } = offered({ 'a.yaml': 'apiVersion: ‸\nkind: MutatingAdmissionPolicy\nmetadata: { name: a }\n' });
  assert.deepEqual(labels, [
    'admissionregistration.k8s.io/v1',
    'admissionregistration.k8s.io/v1beta1',
    'admissionregistration.k8s.io/v1alpha1',
  ]);
  assert.equal(item('admissionregistration.k8s.io/v1').isDeprecated, undefined);
  assert.equal(item('admissionregistration.k8s.io/v1beta1').isDeprecated, true);
  assert.match(
    item('admissionregistration.k8s.io/v1beta1').detail,
    /deprecated in 1\.37; admissionregistration\.k8s\.io\/v1 takes/,
  );
});

test('every whole object that is offered is one that the API server takes once its places are filled in', () => {
  const { items } = offered({ 'a.yaml': DEPLOYMENT, 'b.yaml': '‸' });
  const whole = items.filter(({ kind }) => kind === 'whole');
  assert.ok(whole.length > 40);
  const wrong: string[] = [];
  for (const { label, edit, sketch = [] } of whole) {
    const text = [edit.text, ...sketch].map((part) => (typeof part === 'string' ? part : part.text || 'x')).join('');
    const workspace = new TestWorkspace({ 'b.yaml': `${text}\n` });
    for (const { rule, message } of diagnostics(workspace.db, workspace.path('b.yaml')))
      if (COMMON.has(label)) wrong.push(`${label}: ${rule}: ${message}`);
  }
  assert.deepEqual(wrong, []);
});

const COMMON: ReadonlySet<string> = new Set(
  'ClusterRole ClusterRoleBinding ConfigMap CronJob DaemonSet Deployment HorizontalPodAutoscaler Ingress Job Namespace NetworkPolicy PersistentVolumeClaim PodDisruptionBudget Role RoleBinding Secret Service ServiceAccount StatefulSet'.split(
    ' ',
  ),
);

test('the fields of a place come in the order in which they are written, required ones first, present ones not at all', () => {
  assert.deepEqual(inContainer('          ‸\n').slice(0, 5), ['imagePullPolicy', 'command', 'args', 'env', 'envFrom']);
  assert.deepEqual(inContainer('        - ‸\n').slice(0, 3), ['name', 'name, image', 'image']);
  const top = offered({ 'a.yaml': 'apiVersion: apps/v1\nkind: Deployment\n‸\n' }).labels;
  assert.deepEqual(top, ['metadata', 'spec']);
});

test('a field brings what its value requires, indented as the file is', () => {
  const at = (lines: string): ReturnType<typeof offered> => offered({ 'a.yaml': DEPLOYMENT + lines });
  const added = (lines: string, label: string): string => at(lines).after(label).slice(DEPLOYMENT.length);
  assert.equal(
    added('          ‸\n', 'volumeMounts'),
    '          volumeMounts:\n            - name: \n              mountPath: \n',
  );
  assert.equal(
    added('          ‸\n', 'readinessProbe'),
    '          readinessProbe:\n            httpGet:\n              path: /\n              port: http\n',
  );
  assert.equal(added('          ‸', 'workingDir'), '          workingDir: ');
  assert.equal(added('          resources: { ‸ }\n', 'limits'), '          resources: { limits: {  } }\n');
  assert.equal(added('        - ‸\n', 'name, image'), '        - name: \n          image: \n');
  assert.equal(
    added('          env:\n            ‸\n', 'name, value'),
    '          env:\n            - name: \n              value: \n',
  );
});

test('lists follow the file: as kubectl writes them, and with its line breaks', () => {
  const flat = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    ‸\n';
  assert.equal(offered({ 'a.yaml': flat }).after('env'), flat.replace('    ‸\n', '    env:\n    - name: \n      value: \n'));
  const windows = flat.replaceAll('\n', '\r\n');
  assert.equal(
    offered({ 'a.yaml': windows }).after('env'),
    windows.replace('    ‸\r\n', '    env:\r\n    - name: \r\n      value: \r\n'),
  );
});

test('what is being typed does not blind: in the middle of a broken document, of several, of one with a half key', () => {
  const broken = DEPLOYMENT.replace('  selector:\n', '  str‸\n  selector:\n');
  assert.ok(offered({ 'a.yaml': broken }).labels.includes('strategy'));
  const several = `${CONFIG}---\n${broken}---\nkind: [\n`;
  assert.ok(offered({ 'a.yaml': several }).labels.includes('strategy'));
  const twice = DEPLOYMENT.replace('  selector:\n', '  ‸\n  selector:\n').replace(
    '          image: nginx:1.27\n',
    '          imag\n',
  );
  assert.ok(offered({ 'a.yaml': twice }).labels.includes('replicas'));
});

test('words, booleans and defaults of a field are offered as its value', () => {
  assert.deepEqual(inContainer('          imagePullPolicy: ‸\n'), ['Always', 'IfNotPresent', 'Never']);
  assert.deepEqual(inContainer('          tty: ‸\n'), ['true', 'false']);
  assert.deepEqual(offered({ 'a.yaml': 'apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - protocol: ‸\n' }).labels, [
    'TCP',
    'SCTP',
    'UDP',
  ]);
});

test('names come from the object itself: volumes, ports, labels of its pods', () => {
  assert.deepEqual(inContainer('          volumeMounts:\n            - name: ‸\n'), ['config']);
  assert.deepEqual(inContainer('          livenessProbe:\n            httpGet:\n              port: ‸\n'), ['http']);
  const selector = offered({ 'a.yaml': DEPLOYMENT.replace('      app: web\n  template', '      ‸\n  template') });
  assert.deepEqual(selector.labels.slice(0, 2), ['app', 'tier']);
  const value = offered({ 'a.yaml': DEPLOYMENT.replace('      app: web\n  template', '      tier: ‸\n  template') });
  assert.deepEqual(value.labels, ['front']);
});

test('names come from the repository: objects, their keys, images, namespaces, labels', () => {
  const env = '          env:\n            - name: A\n              valueFrom:\n                configMapKeyRef:\n';
  assert.deepEqual(inContainer(`${env}                  name: ‸\n`), ['web-config']);
  assert.deepEqual(inContainer(`${env}                  name: web-config\n                  key: ‸\n`), ['LOG_LEVEL']);
  assert.deepEqual(inContainer('        - image: ‸\n'), ['nginx:1.27']);
  const other = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
  assert.deepEqual(offered({ 'a.yaml': DEPLOYMENT, 'config.yaml': CONFIG, 's.yaml': `${other}  namespace: ‸\n` }).labels, [
    'shop',
  ]);
  const labels = offered({ 'a.yaml': DEPLOYMENT, 's.yaml': `${other}  labels:\n    ‸\n` });
  assert.deepEqual(labels.labels.slice(0, 2), ['app', 'app.kubernetes.io/name']);
  assert.deepEqual(offered({ 'a.yaml': DEPLOYMENT, 's.yaml': `${other}  labels:\n    app: ‸\n` }).labels, ['web']);
});

test('what can be named is told by the field as rules read it: its kind, its group, its namespace', () => {
  const others = [
    'apps/v1 Deployment web shop',
    'apps/v1 StatefulSet store shop',
    'v1 Service front shop',
    'v1 Service back other',
  ]
    .map((one) => one.split(' '))
    .map(([version, kind, name, namespace]) => {
      return `apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\n`;
    })
    .join('---\n');
  const named = (version: string, kind: string, spec: string): readonly string[] =>
    offered({
      'a.yaml': `apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\n${spec}`,
      'others.yaml': others,
    }).labels;
  const target = (kind: string): string => `spec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: ${kind}\n    name: ‸\n`;
  assert.deepEqual(named('autoscaling/v2', 'HorizontalPodAutoscaler', target('StatefulSet')), ['store']);
  assert.deepEqual(named('autoscaling/v2', 'HorizontalPodAutoscaler', target('Deployment')), ['web']);
  const route = 'gateway.networking.k8s.io/v1';
  assert.deepEqual(named(route, 'HTTPRoute', 'spec:\n  rules:\n    - backendRefs:\n        - name: ‸\n'), ['front']);
  assert.deepEqual(
    named(route, 'HTTPRoute', 'spec:\n  rules:\n    - backendRefs:\n        - namespace: other\n          name: ‸\n'),
    ['back'],
  );
  // Fields of kinds that no table knows are called as those of pods are.
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: login, namespace: shop }\n';
  const custom =
    'apiVersion: example.org/v1\nkind: Thing\nmetadata: { name: a, namespace: shop }\nspec:\n  secretRef:\n    name: ‸\n';
  assert.deepEqual(offered({ 'a.yaml': custom, 's.yaml': secret }).labels, ['login']);
});

test('a Service finds the ports and labels of the pods beside it, an Ingress the ports of its Service', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - name: front\n      port: 80\n';
  assert.deepEqual(offered({ 'a.yaml': DEPLOYMENT, 's.yaml': `${service}      targetPort: ‸\n` }).labels, ['http']);
  const ingress =
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  defaultBackend:\n    service:\n      name: web\n      port:\n        ';
  assert.deepEqual(offered({ 's.yaml': service, 'i.yaml': `${ingress}name: ‸\n` }).labels, ['front']);
  assert.deepEqual(offered({ 's.yaml': service, 'i.yaml': `${ingress}number: ‸\n` }).labels, ['80']);
});

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: rollouts.argoproj.io
spec:
  group: argoproj.io
  names: { kind: Rollout, plural: rollouts }
  scope: Namespaced
  versions:
    - name: v1alpha1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [strategy]
              properties:
                strategy:
                  type: object
                  properties:
                    kind: { type: string, enum: [Canary, BlueGreen] }
                template: { type: object, x-kubernetes-preserve-unknown-fields: true }
`;

test('custom kinds are known by their definitions, and the pods in them as pods', () => {
  const around = { 'crd.yaml': CRD };
  const head = 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: web\nspec:\n';
  assert.ok(
    offered({ ...around, 'r.yaml': 'kind: ‸\n' })
      .after('Rollout')
      .startsWith('apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n'),
  );
  assert.deepEqual(offered({ ...around, 'r.yaml': `${head}  ‸\n` }).labels, ['strategy', 'template']);
  assert.deepEqual(offered({ ...around, 'r.yaml': `${head}  strategy:\n    kind: ‸\n` }).labels, ['Canary', 'BlueGreen']);
  assert.deepEqual(offered({ ...around, 'r.yaml': head.replace('  name: web\n', '  name: web\n  ‸\n') }).labels.slice(0, 3), [
    'namespace',
    'labels',
    'annotations',
  ]);
  const pods = `${head}  template:\n    spec:\n      containers:\n        - name: web\n          ‸\n`;
  assert.deepEqual(offered({ ...around, 'r.yaml': pods }).labels.slice(0, 2), ['image', 'imagePullPolicy']);
});

test('a patch is offered what its object has, then all that its kind can have', () => {
  const base = { 'kustomization.yaml': 'resources: [web.yaml]\npatches:\n  - path: patch.yaml\n', 'web.yaml': DEPLOYMENT };
  const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  ‸\n';
  const { labels } = offered({ ...base, 'patch.yaml': patch });
  assert.deepEqual(labels.slice(0, 4), ['selector', 'template', 'replicas', 'strategy']);
  const inline = `resources: [web.yaml]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      spec:\n        ‸\n`;
  assert.deepEqual(offered({ 'kustomization.yaml': inline, 'web.yaml': DEPLOYMENT }).labels.slice(0, 2), [
    'selector',
    'template',
  ]);
  assert.ok(offered({ 'kustomization.yaml': inline, 'web.yaml': DEPLOYMENT }).labels.includes('replicas'));
});

test('values of Secrets are never offered, in manifests and in patches', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  token: hunter2\n';
  const uses =
    '          env:\n            - name: A\n              valueFrom:\n                secretKeyRef:\n                  name: s\n                  key: ‸\n';
  const found = offered({ 'a.yaml': DEPLOYMENT + uses, 's.yaml': secret });
  assert.deepEqual(found.labels, ['token']);
  assert.doesNotMatch(JSON.stringify(found.items), /hunter2/);
});

test('a kustomization is offered the labels, selectors and tags that the repository uses', () => {
  const around = { 'web.yaml': DEPLOYMENT, 'other.yaml': DEPLOYMENT.replaceAll('nginx:1.27', 'nginx:1.28') };
  const at = (text: string): readonly string[] =>
    offered({ ...around, 'kustomization.yaml': `resources: [web.yaml]\n${text}` }).labels;
  assert.deepEqual(at('labels:\n  - pairs:\n      ‸\n').slice(0, 2), ['app', 'app.kubernetes.io/name']);
  assert.deepEqual(at('labels:\n  - pairs:\n      app: ‸\n'), ['web']);
  assert.deepEqual(at('commonLabels:\n  app: ‸\n'), ['web']);
  assert.deepEqual(at('patches:\n  - target:\n      labelSelector: ‸\n'), ['app=web']);
  assert.deepEqual(at('images:\n  - name: nginx\n    newTag: ‸\n'), ['1.27', '1.28']);
  assert.deepEqual(at('images:\n  - name: nginx\n    newName: ‸\n'), ['nginx']);
});

test('kinds of well-known projects are offered without their definitions, however many there are', () => {
  const blank = offered({ 'a.yaml': DEPLOYMENT, 'b.yaml': 'ServiceMon‸' });
  assert.match(blank.after('ServiceMonitor'), /^apiVersion: monitoring\.coreos\.com\/v1\nkind: ServiceMonitor\n/);
  const monitor = 'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: a }\nspec:\n  ‸\n';
  assert.ok(offered({ 'a.yaml': monitor }).labels.includes('endpoints'));
});
