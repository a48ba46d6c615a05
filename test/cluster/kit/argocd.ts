/** Argo CD on a cluster of the kit: application controller, repo server and redis, in a network namespace of their own. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goTools } from '../../kit/go-tools.ts';
import type { Manifest } from './api.ts';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { startInside } from './namespace.ts';
import { freePorts } from './ports.ts';
import type { Program } from './program.ts';

const CRDS = ['application-crd.yaml', 'applicationset-crd.yaml', 'appproject-crd.yaml'];

/** Starts it and waits until it answers; `gitPort` is the loopback port that its sources are on. */
export async function startArgoCd(cluster: Cluster, gitPort: number): Promise<Program> {
  const tools = await goTools('argocd');
  const kustomize = await goTools('kustomize');
  const api = cluster.api();
  await api.define(...CRDS.map((name) => readFileSync(tools(name), 'utf8')));
  await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  const own = (kind: string, name: string, rest: object): object => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    ...rest,
  });
  await api.apply(own('ConfigMap', 'argocd-cm', { data: { 'timeout.reconciliation': '30s' } }));
  await api.apply(own('ConfigMap', 'argocd-rbac-cm', { data: {} }));
  await api.apply(own('Secret', 'argocd-secret', { stringData: { 'server.secretkey': randomBytes(32).toString('base64') } }));
  await api.apply({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  });
  const home = mkdtempSync(join(cluster.directory, 'argocd-'));
  for (const name of ['tls', 'ssh', 'gpg', 'tmp', 'plugins']) mkdirSync(join(home, name));
  const [redis = 0, repo = 0, repoMetrics = 0, metrics = 0, setMetrics = 0, probe = 0, hook = 0] = await freePorts(7);
  const kubeconfig = cluster.kubeconfig('admin');
  const env = {
    KUBECONFIG: kubeconfig,
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_SYNC_WAVE_DELAY: '0',
    ARGOCD_TLS_DATA_PATH: join(home, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(home, 'ssh'),
    ARGOCD_GNUPGHOME: join(home, 'gpg'),
    ARGOCD_PLUGINCONFIGFILEPATH: join(home, 'plugins'),
    PATH: `${join(kustomize('kustomize'), '..')}:${process.env.PATH}`,
  };
  const argocd = (name: string, ...args: string[]) => ({
    name,
    command: tools('cmd'),
    args,
    env: { ...env, ARGOCD_BINARY_NAME: `argocd-${name}` },
  });
  const stack = await startInside(
    home,
    [cluster.port, gitPort],
    [
      {
        name: 'redis',
        command: 'redis-server',
        args: ['--bind', '127.0.0.1', '--port', `${redis}`, '--save', '', '--appendonly', 'no', '--dir', home],
        env: {},
      },
      argocd(
        'repo-server',
        '--redis',
        `127.0.0.1:${redis}`,
        '--address',
        '127.0.0.1',
        '--port',
        `${repo}`,
        '--metrics-address',
        '127.0.0.1',
        '--metrics-port',
        `${repoMetrics}`,
        '--disable-tls',
      ),
      argocd(
        'application-controller',
        '--kubeconfig',
        kubeconfig,
        '--namespace',
        'argocd',
        '--redis',
        `127.0.0.1:${redis}`,
        '--repo-server',
        `127.0.0.1:${repo}`,
        '--repo-server-plaintext',
        // It compares again when it has missed something: soon, and not up to a minute later.
        '--app-resync',
        '10',
        '--app-resync-jitter',
        '0',
        '--metrics-port',
        `${metrics}`,
      ),
      argocd(
        'applicationset-controller',
        '--kubeconfig',
        kubeconfig,
        '--namespace',
        'argocd',
        '--argocd-repo-server',
        `127.0.0.1:${repo}`,
        '--repo-server-plaintext',
        '--metrics-addr',
        `127.0.0.1:${setMetrics}`,
        '--probe-addr',
        `127.0.0.1:${probe}`,
        '--webhook-addr',
        `127.0.0.1:${hook}`,
      ),
    ],
  );
  return stack;
}

/** An Application that follows a directory of a repository into the namespace `shop`. */
export function application(name: string, repoURL: string, path: string, source: object = {}, spec: object = {}): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL, path, targetRevision: 'main', ...source },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      ...spec,
    },
  };
}

export function applicationPath(name: string): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`;
}

/** Waits until the controller says this of the Application. */
export function synced(cluster: Cluster, name: string, status: 'Synced' | 'OutOfSync', stack: Program): Promise<unknown> {
  return eventually(`${name} ${status}`, async () => {
    if (!stack.isRunning()) throw new Error(`Argo CD ended: ${stack.output()}`);
    return (await cluster.api().get(applicationPath(name)))?.status?.sync?.status === status;
  });
}

/**
 * Syncs, as `argocd app sync` does, and waits until it has succeeded. It is asked again after a failure: Argo CD learns of
 * projects and kinds that are new a little later than everybody else.
 */
export async function sync(cluster: Cluster, name: string, stack: Program, prune = false): Promise<void> {
  const path = applicationPath(name);
  const api = cluster.api();
  const options = (await api.get(path)).spec.syncPolicy?.syncOptions;
  let asked: string | undefined;
  await eventually(
    `the end of the sync of ${name}`,
    async () => {
      if (!stack.isRunning()) throw new Error(`Argo CD ended: ${stack.output()}`);
      const { operation, status, metadata } = await api.get(path);
      const phase = status?.operationState?.phase;
      const runs =
        operation !== undefined || metadata.resourceVersion === asked || !/Succeeded|Failed|Error/.test(phase ?? 'Failed');
      if (!runs && phase === 'Succeeded' && asked !== undefined) return true;
      if (!runs)
        asked = (await api.patch(path, { operation: { sync: { prune, ...(options && { syncOptions: options }) } } })).metadata
          .resourceVersion;
      throw new Error(`${phase}: ${status?.operationState?.message}`);
    },
    { deadline: 240_000, every: 200 },
  );
}

/** Has Argo CD read the repository again, and waits until it has compared. */
export async function refresh(cluster: Cluster, name: string): Promise<void> {
  const path = applicationPath(name);
  const mark = 'argocd.argoproj.io/refresh';
  await cluster.api().patch(path, { metadata: { annotations: { [mark]: 'hard' } } });
  const isDone = async (): Promise<boolean> => (await cluster.api().get(path)).metadata.annotations?.[mark] === undefined;
  await eventually(`the refresh of ${name}`, isDone, { deadline: 240_000 });
}
