/** What is only a part of an object, or text that something fills in first, is not judged as if it were whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { TestWorkspace } from '../kit/workspace.ts';

/** Warnings and errors of all files. */
function told(files: Record<string, string>): readonly string[] {
  const workspace = new TestWorkspace(files);
  return workspace.files
    .flatMap((file) => diagnostics(workspace.db, file))
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ file, rule, message }) => `${file}: ${rule}: ${message}`);
}

const BASE = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web:1
          ports: [{ name: http, containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: http }]
`,
};

test('strategic merge patches, listed and not', () => {
  const patch = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: null
  template:
    spec:
      containers:
        - name: web
          env: [{ name: MODE, value: "1" }]
        - name: sidecar
          $patch: delete
      $setElementOrder/containers: [{ name: web }]
`;
  assert.deepEqual(
    told({
      ...BASE,
      'production/kustomization.yaml': 'resources: [../base]\npatches: [{ path: patch.yaml }]\n',
      'production/patch.yaml': patch,
      'production/not-listed-yet.yaml': patch,
    }),
    [],
  );
});

test('JSON 6902 patches, as YAML and as JSON', () => {
  assert.deepEqual(
    told({
      ...BASE,
      'production/kustomization.yaml': `resources: [../base]
patches:
  - { path: a.yaml, target: { kind: Deployment } }
  - { path: b.json, target: { kind: Service } }
`,
      'production/a.yaml': '- op: add\n  path: /spec/template/spec/containers/0/args\n  value: [--verbose]\n',
      'production/b.json': '[{ "op": "replace", "path": "/spec/ports/0/port", "value": 8080 }]\n',
    }),
    [],
  );
});

test('Helm charts: templates, values, and manifests that values name', () => {
  assert.deepEqual(
    told({
      'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'charts/web/values.yaml': 'kind: Deployment\nreplicas: "three"\nservice: { port: http }\n',
      'charts/web/templates/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  replicas: {{ .Values.replicas }}\n  {{- with .Values.more }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\n',
      'charts/web/templates/plain.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  serviceAccountName: made-by-the-chart\n  containers: [{ name: a, image: "a:1" }]\n',
    }),
    [],
  );
});

test('what SOPS has encrypted', () => {
  assert.deepEqual(
    told({
      'kustomization.yaml': 'namespace: shop\nresources: [pod.yaml, secret.yaml, namespace.yaml]\n',
      'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n',
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: a\n      image: a:1\n      env:\n        - name: A\n          valueFrom: { secretKeyRef: { name: login, key: password } }\n        - name: B\n          valueFrom: { secretKeyRef: { name: login, key: of-a-later-version } }\n',
      'secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData:\n  password: ENC[AES256_GCM,data:aGVsbG8=,iv:eA==,tag:eA==,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]\n  version: 3.9.0\n',
    }),
    [],
  );
});

test('what Flux substitutes behind the build', () => {
  assert.deepEqual(
    told({
      'kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n',
      'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: "web-\${CLUSTER}" }
spec:
  replicas: \${REPLICAS:=2}
  selector: { matchLabels: { app: "\${APP}" } }
  template:
    metadata: { labels: { app: "\${APP}" } }
    spec:
      serviceAccountName: "\${ACCOUNT}"
      containers:
        - name: web
          image: "web:\${TAG}"
          envFrom: [{ configMapRef: { name: "settings-\${CLUSTER}" } }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: "\${APP}s" }
  ports: [{ port: 80, targetPort: "\${PORT}" }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  defaultBackend: { service: { name: web, port: { name: "\${PORT}" } } }
`,
    }),
    [],
  );
});

test('templates of Jinja and envsubst', () => {
  assert.deepEqual(
    told({
      'templates/web.yaml.j2': 'kind: {{ kind }}\n',
      'templates/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: "{{ name }}"\n{% if replicas %}\nspec: { replicas: {{ replicas }} }\n{% endif %}\n',
      'envsubst/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  priorityClassName: $CLASS\n  containers: [{ name: a, image: $IMAGE, envFrom: [{ secretRef: { name: $SECRET } }] }]\n',
    }),
    [],
  );
});

test('data of tests, and what has been put away', () => {
  const broken =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: many, unknown: true }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }\n';
  assert.deepEqual(told({ 'pkg/testdata/web.yaml': broken, 'archive/web.yaml': broken }), []);
});
