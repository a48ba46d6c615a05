/** A real API server with its etcd on free ports of the loopback interface, ready in seconds, gone with the tests. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goTools } from '../../kit/go-tools.ts';
import { Api, type Manifest } from './api.ts';
import { eventually } from './eventually.ts';
import { freePorts } from './ports.ts';
import { type Program, start } from './program.ts';

/** `admin` may all, `viewer` may read all but Secrets, `nobody` is known and may nothing. */
export const USERS = ['admin', 'viewer', 'nobody'] as const;
export type User = (typeof USERS)[number];

/** What the viewer may read: as the role `view` of every cluster, and the objects of Argo CD and Flux. */
const VIEWER: readonly Manifest[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'plumbline-viewer' },
    rules: [
      {
        apiGroups: [''],
        resources: ['configmaps', 'namespaces', 'pods', 'serviceaccounts', 'services', 'persistentvolumeclaims'],
        verbs: ['get', 'list', 'watch'],
      },
      { apiGroups: ['apps', 'batch', 'networking.k8s.io', 'argoproj.io'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io'],
        resources: ['*'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'plumbline-viewer' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'plumbline-viewer' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
  },
];

export class Cluster {
  /** A directory for whatever belongs to this cluster; it goes with it. */
  readonly directory: string;
  readonly server: string;
  readonly port: number;
  readonly #tools: (program: string) => string;
  readonly #etcdPorts: readonly [number, number];
  readonly #tokens = new Map<User, string>();
  #etcd: Program | undefined;
  #apiServer: Program | undefined;

  private constructor(tools: (program: string) => string, ports: readonly number[]) {
    const [port = 0, client = 0, peer = 0] = ports;
    this.#tools = tools;
    this.directory = mkdtempSync(join(tmpdir(), 'plumbline-cluster-'));
    this.port = port;
    this.server = `https://127.0.0.1:${port}`;
    this.#etcdPorts = [client, peer];
    for (const user of USERS) this.#tokens.set(user, `${user}-${randomBytes(16).toString('hex')}`);
  }

  /** Starts one; the programs are built where they never were, which takes minutes. */
  static async start(): Promise<Cluster> {
    const cluster = new Cluster(await goTools('kube-apiserver'), await freePorts(3));
    try {
      cluster.#writeSecrets();
      cluster.#startEtcd();
      await cluster.startApiServer();
      for (const object of VIEWER) await cluster.api().apply(object);
      await eventually('the namespace "default"', () => cluster.api().get('/api/v1/namespaces/default'));
      // Rights take effect a little after they are given; who is refused before that is refused for a while.
      const mayRead = async (): Promise<boolean> =>
        (await cluster.api('viewer').request('GET', '/api/v1/namespaces')).status === 200;
      await eventually("the viewer's rights", mayRead);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** The certificate authority that the server's certificate is from; the server makes it at its first start. */
  get ca(): string {
    return readFileSync(join(this.directory, 'certificates', 'apiserver.crt'), 'utf8');
  }

  api(user: User = 'admin'): Api {
    return new Api(this.server, this.ca, this.token(user));
  }

  token(user: User): string {
    return this.#tokens.get(user) ?? '';
  }

  /** Writes a kubeconfig for a user, with one context of the given name, and returns its path. */
  kubeconfig(user: User = 'admin', context = user as string): string {
    const path = join(this.directory, `${randomBytes(4).toString('hex')}.kubeconfig`);
    writeFileSync(path, JSON.stringify(this.kubeconfigOf(user, context)), { mode: 0o600 });
    return path;
  }

  kubeconfigOf(user: User, context: string): Manifest {
    return {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': context,
      clusters: [
        {
          name: `${context}-cluster`,
          cluster: { server: this.server, 'certificate-authority-data': Buffer.from(this.ca).toString('base64') },
        },
      ],
      contexts: [{ name: context, context: { cluster: `${context}-cluster`, user: `${context}-user` } }],
      users: [{ name: `${context}-user`, user: { token: this.token(user) } }],
    };
  }

  /** Starts the API server, at first or after {@link killApiServer}: on the same port, with the same certificate and data. */
  async startApiServer(): Promise<void> {
    const file = (name: string): string => join(this.directory, name);
    const program = start('kube-apiserver', this.#tools('kube-apiserver'), [
      `--etcd-servers=http://127.0.0.1:${this.#etcdPorts[0]}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${this.port}`,
      `--cert-dir=${file('certificates')}`,
      '--endpoint-reconciler-type=none',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${file('service-account.pub')}`,
      `--service-account-signing-key-file=${file('service-account.key')}`,
      '--service-cluster-ip-range=10.0.0.0/24',
      '--authorization-mode=RBAC',
      `--token-auth-file=${file('tokens.csv')}`,
      '--disable-admission-plugins=ServiceAccount',
      '--allow-privileged=true',
    ]);
    this.#apiServer = program;
    const isReady = async (): Promise<boolean> => {
      if (!program.isRunning()) throw new Error(`kube-apiserver ended: ${program.output()}`);
      return (await this.api().once('GET', '/readyz')).status === 200;
    };
    // Four seconds on a machine with nothing else to do, minutes on a loaded one.
    await eventually('the API server', isReady, { deadline: 240_000 });
  }

  async killApiServer(): Promise<void> {
    await this.#apiServer?.stop();
  }

  async stop(): Promise<void> {
    await this.#apiServer?.stop();
    await this.#etcd?.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #writeSecrets(): void {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const write = (name: string, text: string | Buffer): void => {
      writeFileSync(join(this.directory, name), text, { mode: 0o600 });
    };
    mkdirSync(join(this.directory, 'certificates'));
    write('service-account.key', privateKey.export({ type: 'sec1', format: 'pem' }));
    write('service-account.pub', publicKey.export({ type: 'spki', format: 'pem' }));
    const groups = { admin: ',"system:masters"', viewer: '', nobody: '' };
    write('tokens.csv', USERS.map((user) => `${this.token(user)},${user},${user}-uid${groups[user]}\n`).join(''));
  }

  #startEtcd(): void {
    const [client, peer] = this.#etcdPorts.map((port) => `http://127.0.0.1:${port}`);
    this.#etcd = start('etcd', this.#tools('server'), [
      `--data-dir=${join(this.directory, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ]);
  }
}

/** Why no cluster can be had here, where that is so; CI makes an error of it. */
export async function clusterMissing(): Promise<string | undefined> {
  try {
    await goTools('kube-apiserver');
    return undefined;
  } catch (error) {
    if (process.env.CI || !(error instanceof Error) || error.name !== 'GoToolsMissing') throw error;
    return error.message;
  }
}
