/** A GitOps repository of 10,000 files and 1,000 overlays, the same at every run, with files of the size that people write. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Dice } from '../kit/random/dice.ts';

const APPS = 250;
const ENVIRONMENTS = ['development', 'test', 'staging', 'production'] as const;

/** Writes the repository and returns how many files it has. */
export function writeSynthetic(root: string): number {
  const dice = new Dice(20_260_101);
  const files = new Map<string, string>();
  for (let number = 0; number < APPS; number++) app(files, dice, number);
  for (const environment of ENVIRONMENTS) cluster(files, environment);
  files.set('CODEOWNERS', owners());
  files.set('renovate.json', '{ "extends": ["config:recommended"], "kubernetes": { "fileMatch": ["\\\\.yaml$"] } }\n');
  for (let chart = 0; files.size < 10_000; chart++) files.set(`platform/charts/chart-${chart}/values.yaml`, values(dice, chart));
  for (const [path, text] of files) {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  return files.size;
}

/** A file that every measurement of typing edits: an overlay's patch, and the base's Deployment. */
export const EDITED = [
  'apps/team-07/app-107/overlays/production/deployment.yaml',
  'apps/team-07/app-107/base/deployment.yaml',
] as const;

/** The name of an object that every overlay of every application refers to. */
export const SHARED_CONFIG = { file: 'platform/shared/settings.yaml', name: 'platform-settings' } as const;

function app(files: Map<string, string>, dice: Dice, number: number): void {
  const name = `app-${number}`;
  const team = `team-${String(number % 25).padStart(2, '0')}`;
  const home = `apps/${team}/${name}`;
  const base: Record<string, string> = {
    'deployment.yaml': deployment(dice, name),
    'service.yaml': service(name),
    'serviceaccount.yaml': account(name),
    'ingress.yaml': ingress(name),
    'autoscaler.yaml': autoscaler(name),
    'configmap.yaml': settings(dice, name),
    'networkpolicy.yaml': policy(name),
  };
  for (const [file, text] of Object.entries(base)) files.set(`${home}/base/${file}`, text);
  files.set(
    `${home}/base/kustomization.yaml`,
    `${KUSTOMIZATION}resources:\n${Object.keys(base)
      .map((file) => `  - ${file}\n`)
      .join('')}`,
  );
  for (const environment of ENVIRONMENTS) overlay(files, dice, `${home}/overlays/${environment}`, name, environment);
  for (const environment of ENVIRONMENTS)
    files.set(`clusters/${environment}/applications/${name}.yaml`, application(home, name, environment));
}

function overlay(files: Map<string, string>, dice: Dice, home: string, name: string, environment: string): void {
  files.set(
    `${home}/kustomization.yaml`,
    `${KUSTOMIZATION}namespace: ${name}-${environment}\nresources:\n  - ../../base\n  - namespace.yaml\n  - monitor.yaml\npatches:\n  - path: deployment.yaml\n  - path: ingress.yaml\n  - target:\n      kind: HorizontalPodAutoscaler\n    patch: |-\n      - op: replace\n        path: /spec/maxReplicas\n        value: ${dice.whole(4, 12)}\nimages:\n  - name: registry.example.com/shop/${name}\n    newTag: 1.${number(dice)}.${number(dice)}\nlabels:\n  - pairs:\n      environment: ${environment}\nconfigMapGenerator:\n  - name: ${name}-features\n    envs:\n      - features.env\n`,
  );
  files.set(
    `${home}/namespace.yaml`,
    `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}-${environment}\n  labels:\n    pod-security.kubernetes.io/enforce: restricted\n`,
  );
  files.set(`${home}/deployment.yaml`, deploymentPatch(dice, name, environment));
  files.set(
    `${home}/ingress.yaml`,
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: ${name}\nspec:\n  rules:\n    - host: ${name}.${environment}.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: ${name}\n                port:\n                  name: http\n`,
  );
  files.set(`${home}/monitor.yaml`, monitor(name));
  files.set(`${home}/features.env`, Array.from({ length: 12 }, (_, i) => `FEATURE_${i}=${dice.chance(0.5)}\n`).join(''));
}

function cluster(files: Map<string, string>, environment: string): void {
  files.set(
    `clusters/${environment}/project.yaml`,
    `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: ${environment}\n  namespace: argocd\nspec:\n  sourceRepos: ["*"]\n  destinations:\n    - { server: https://kubernetes.default.svc, namespace: "*" }\n`,
  );
  files.set(
    SHARED_CONFIG.file,
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${SHARED_CONFIG.name}\ndata:\n  region: eu-1\n  log-level: info\n`,
  );
}

const KUSTOMIZATION = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';

function values(dice: Dice, chart: number): string {
  const ports = Array.from(
    { length: dice.whole(1, 6) },
    (_, i) => `  port${i}:\n    enabled: ${dice.chance(0.5)}\n    containerPort: ${8000 + i}\n`,
  ).join('');
  const extra = Array.from(
    { length: dice.whole(5, 30) },
    (_, i) => `  - name: EXTRA_${i}\n    value: "${dice.whole(1, 9999)}" # set by the platform team\n`,
  ).join('');
  return `# Values of chart ${chart}.\nimage:\n  repository: registry.example.com/platform/chart-${chart}\n  tag: 2.${number(dice)}.0\nports:\n${ports}extraEnv:\n${extra}resources:\n  requests: { cpu: 50m, memory: 64Mi }\n`;
}

function number(dice: Dice): number {
  return dice.whole(0, 30);
}

function owners(): string {
  return Array.from({ length: 25 }, (_, team) => `/apps/team-${String(team).padStart(2, '0')}/ @example/team-${team}\n`).join('');
}

function application(home: string, name: string, environment: string): string {
  return `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n  namespace: argocd\n  finalizers:\n    - resources-finalizer.argocd.argoproj.io\nspec:\n  project: ${environment}\n  source:\n    repoURL: https://git.example.com/shop/gitops.git\n    targetRevision: main\n    path: ${home}/overlays/${environment}\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: ${name}-${environment}\n  syncPolicy:\n    automated:\n      prune: true\n      selfHeal: true\n    syncOptions:\n      - CreateNamespace=false\n`;
}

function environmentOf(dice: Dice, name: string): string {
  const plain = Array.from(
    { length: dice.whole(6, 18) },
    (_, i) => `            - name: SETTING_${i}\n              value: "${dice.whole(1, 9999)}"\n`,
  );
  return `${plain.join('')}            - name: REGION\n              valueFrom:\n                configMapKeyRef:\n                  name: ${SHARED_CONFIG.name}\n                  key: region\n            - name: DATABASE_URL\n              valueFrom:\n                secretKeyRef:\n                  name: ${name}-database\n                  key: url\n`;
}

function deployment(dice: Dice, name: string): string {
  return `# The service ${name}; its owners are in CODEOWNERS.\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  labels:\n    app.kubernetes.io/name: ${name}\n    app.kubernetes.io/part-of: shop\nspec:\n  replicas: 2\n  revisionHistoryLimit: 3\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: ${name}\n  strategy:\n    type: RollingUpdate\n    rollingUpdate:\n      maxSurge: 1\n      maxUnavailable: 0\n  template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: ${name}\n        app.kubernetes.io/part-of: shop\n      annotations:\n        prometheus.io/scrape: "true"\n        prometheus.io/port: "9090"\n    spec:\n      serviceAccountName: ${name}\n      securityContext:\n        runAsNonRoot: true\n        seccompProfile:\n          type: RuntimeDefault\n      containers:\n        - name: app\n          image: registry.example.com/shop/${name}:1.0.0\n          imagePullPolicy: IfNotPresent\n          ports:\n            - name: http\n              containerPort: 8080\n            - name: metrics\n              containerPort: 9090\n          env:\n${environmentOf(dice, name)}          envFrom:\n            - configMapRef:\n                name: ${name}-features\n          resources:\n            requests:\n              cpu: 100m\n              memory: 128Mi\n            limits:\n              memory: 256Mi\n          readinessProbe:\n            httpGet:\n              path: /healthz\n              port: http\n            periodSeconds: 10\n          livenessProbe:\n            httpGet:\n              path: /healthz\n              port: http\n          securityContext:\n            allowPrivilegeEscalation: false\n            readOnlyRootFilesystem: true\n            capabilities:\n              drop: [ALL]\n          volumeMounts:\n            - name: settings\n              mountPath: /etc/${name}\n            - name: scratch\n              mountPath: /tmp\n      volumes:\n        - name: settings\n          configMap:\n            name: ${name}\n        - name: scratch\n          emptyDir: {}\n`;
}

function deploymentPatch(dice: Dice, name: string, environment: string): string {
  const settings = Array.from(
    { length: dice.whole(2, 8) },
    (_, i) => `            - name: SETTING_${i}\n              value: "${environment}-${i}"\n`,
  ).join('');
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  replicas: ${dice.whole(1, 6)}\n  template:\n    spec:\n      containers:\n        - name: app\n          env:\n${settings}          resources:\n            requests:\n              cpu: ${dice.whole(1, 9)}00m\n            limits:\n              memory: ${dice.whole(2, 9)}00Mi\n`;
}

function service(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  labels:\n    app.kubernetes.io/name: ${name}\nspec:\n  selector:\n    app.kubernetes.io/name: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n    - name: metrics\n      port: 9090\n      targetPort: metrics\n`;
}

function account(name: string): string {
  return `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  labels:\n    app.kubernetes.io/name: ${name}\nautomountServiceAccountToken: false\n`;
}

function ingress(name: string): string {
  return `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: ${name}\n  annotations:\n    cert-manager.io/cluster-issuer: letsencrypt\nspec:\n  ingressClassName: nginx\n  tls:\n    - hosts:\n        - ${name}.example.com\n      secretName: ${name}-tls\n  rules:\n    - host: ${name}.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: ${name}\n                port:\n                  name: http\n`;
}

function autoscaler(name: string): string {
  return `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: ${name}\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: ${name}\n  minReplicas: 2\n  maxReplicas: 4\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target:\n          type: Utilization\n          averageUtilization: 70\n`;
}

function settings(dice: Dice, name: string): string {
  const lines = Array.from({ length: dice.whole(60, 260) }, (_, i) => `    option.${i} = ${dice.whole(0, 100_000)}\n`).join('');
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  application.properties: |\n${lines}`;
}

function policy(name: string): string {
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: ${name}\nspec:\n  podSelector:\n    matchLabels:\n      app.kubernetes.io/name: ${name}\n  policyTypes: [Ingress, Egress]\n  ingress:\n    - from:\n        - namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: ingress-nginx\n      ports:\n        - port: http\n  egress:\n    - to:\n        - namespaceSelector: {}\n`;
}

function monitor(name: string): string {
  const alerts = [
    'High error rate',
    'High latency',
    'Restarts',
    'No replicas',
    'Disk full',
    'Queue too long',
    'Certificate expires',
    'Memory high',
  ]
    .map(
      (alert, i) =>
        `        - alert: ${alert.replaceAll(' ', '')}\n          expr: sum(rate(http_requests_total{job="${name}", code=~"5.."}[5m])) > ${i}\n          for: ${5 + i}m\n          labels:\n            severity: ${i === 0 ? 'critical' : 'warning'}\n          annotations:\n            summary: ${alert} of ${name}\n            runbook: https://git.example.com/shop/gitops/docs/runbooks\n`,
    )
    .join('');
  return `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: ${name}\n  endpoints:\n    - port: metrics\n      interval: 30s\n---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: ${name}\nspec:\n  groups:\n    - name: ${name}\n      rules:\n${alerts}`;
}
