/** Measures what it costs to hold manifests against the API: one Deployment as it is typed, and a megabyte of definitions. */
import { mistakesOf } from '../../server/src/model/kubernetes/schema/mistakes.ts';
import { TestWorkspace } from '../kit/workspace.ts';
import { type Figure, percentile } from './figures.ts';

const FILE = 'object.yaml';

export function measureManifests(): readonly Figure[] {
  return [
    figure('a Deployment of 1.6 kB', deployment(), 0.5, 400),
    figure('definitions of custom resources of 1 MB', definitions(1_000_000), 60, 12),
  ];
}

/** Read and held against everything that the API server checks, again after each change of a name. */
function figure(on: string, text: string, budget: number, times: number): Figure {
  const workspace = new TestWorkspace({ [FILE]: text });
  const path = workspace.path(FILE);
  const took: number[] = [];
  for (let i = 0; i < times * 2; i++) {
    const edited = text.replace('web', `web-${i % 2}`);
    const start = performance.now();
    workspace.write(FILE, edited);
    const found = [...mistakesOf(workspace.db, path, 'unknown-field')].length;
    const ms = performance.now() - start;
    if (found > 0) throw new Error(`The manifest to measure on has ${found} mistakes.`);
    // The first half warms up.
    if (i >= times) took.push(ms);
  }
  const note = `${(text.length / 1000).toFixed(1)} kB, p95 ${percentile(took, 0.95).toFixed(2)} ms, reading included`;
  return { what: 'manifest held against the API, median', on, value: percentile(took, 0.5), unit: 'ms', budget, note };
}

function deployment(): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: { app.kubernetes.io/name: shop, app.kubernetes.io/part-of: example }
spec:
  replicas: 3
  revisionHistoryLimit: 3
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels:
      app.kubernetes.io/name: shop
  template:
    metadata:
      labels:
        app.kubernetes.io/name: shop
        app.kubernetes.io/version: "1.2.3"
      annotations:
        prometheus.io/scrape: "true"
    spec:
      serviceAccountName: shop
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: shop
          image: registry.example.org/shop:1.2.3
          args: [--port=8080, --log-level=info]
          ports:
            - { name: http, containerPort: 8080 }
            - { name: metrics, containerPort: 9090 }
          env:
            - { name: MODE, value: production }
            - name: PASSWORD
              valueFrom: { secretKeyRef: { name: shop, key: password } }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          readinessProbe:
            httpGet: { path: /ready, port: http }
          livenessProbe:
            httpGet: { path: /live, port: http }
            periodSeconds: 20
          volumeMounts:
            - { name: settings, mountPath: /etc/shop, readOnly: true }
      volumes:
        - name: settings
          configMap: { name: shop }
`;
}

function definitions(size: number): string {
  let text = '';
  for (let i = 0; text.length < size; i++) {
    text += `${i === 0 ? '' : '---\n'}apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: web${i}s.example.org
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Web${i}, plural: web${i}s }
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
              properties:
`;
    for (let field = 0; field < 120; field++)
      text += `                field${field}:
                  description: The field number ${field}, with a sentence that says what it is for.
                  type: array
                  items: { type: object, required: [name], properties: { name: { type: string, minLength: 1 } } }
`;
  }
  return text;
}
