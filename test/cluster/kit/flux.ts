/** The real kustomize-controller beside a cluster; directories served as the artifacts that a source-controller would make. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { goTools } from '../../kit/go-tools.ts';
import type { Manifest } from './api.ts';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { freePorts } from './ports.ts';
import { type Program, start } from './program.ts';

const SYSTEM = 'flux-system';
const SOURCES = `/apis/source.toolkit.fluxcd.io/v1/namespaces/${SYSTEM}/gitrepositories`;
const KUSTOMIZATIONS = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${SYSTEM}/kustomizations`;

export class Flux {
  readonly #cluster: Cluster;
  readonly #artifacts = new Map<string, Buffer>();
  readonly #server: Server;
  readonly #controller: Program;

  private constructor(cluster: Cluster, server: Server, controller: Program) {
    this.#cluster = cluster;
    this.#server = server;
    this.#controller = controller;
    server.on('request', (request, response) => {
      const found = this.#artifacts.get(request.url ?? '');
      response.writeHead(found === undefined ? 404 : 200).end(found);
    });
  }

  static async start(cluster: Cluster): Promise<Flux> {
    const file = await goTools('flux');
    const crds = ['kustomize.toolkit.fluxcd.io_kustomizations', 'source.toolkit.fluxcd.io_gitrepositories'];
    const others = ['buckets', 'ocirepositories', 'externalartifacts'].map((kind) => `source.toolkit.fluxcd.io_${kind}`);
    await cluster.api().define(...[...crds, ...others].map((name) => readFileSync(file(`${name}.yaml`), 'utf8')));
    await cluster.api().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM } });
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const [health] = await freePorts(1);
    const controller = start(
      'kustomize-controller',
      file('kustomize-controller'),
      ['--metrics-addr=0', `--health-addr=127.0.0.1:${health}`, '--events-addr=', '--min-retry-delay=100ms'],
      { ...process.env, KUBECONFIG: cluster.kubeconfig(), RUNTIME_NAMESPACE: SYSTEM, TMPDIR: cluster.directory },
    );
    return new Flux(cluster, server, controller);
  }

  /** Serves the files as the source's newest revision; makes the source where it is not there. */
  async publish(name: string, url: string, files: Readonly<Record<string, string>>): Promise<string> {
    const content = JSON.stringify(files);
    const commit = createHash('sha1').update(content).digest('hex');
    const directory = join(this.#cluster.directory, 'artifacts', `${name}-${commit}`);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const archive = execFileSync('tar', ['-czf', '-', '-C', directory, '.']);
    const path = `/${name}-${commit}.tar.gz`;
    this.#artifacts.set(path, archive);
    const api = this.#cluster.api();
    await api.apply({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name, namespace: SYSTEM },
      spec: { url, interval: '1h', ref: { branch: 'main' } },
    });
    const { port } = this.#server.address() as AddressInfo;
    const revision = `main@sha1:${commit}`;
    const artifact = {
      revision,
      path: path.slice(1),
      url: `http://127.0.0.1:${port}${path}`,
      digest: `sha256:${createHash('sha256').update(archive).digest('hex')}`,
      size: archive.length,
      lastUpdateTime: new Date().toISOString(),
    };
    const ready = {
      type: 'Ready',
      status: 'True',
      reason: 'Succeeded',
      message: 'stored',
      lastTransitionTime: artifact.lastUpdateTime,
    };
    await api.patch(`${SOURCES}/${name}/status`, { status: { artifact, conditions: [ready], observedGeneration: 1 } });
    return revision;
  }

  /** Makes a Kustomization and waits until it has applied the revision. */
  async deploy(name: string, spec: Manifest, revision: string): Promise<Manifest> {
    await this.#cluster.api().apply({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: SYSTEM },
      spec: { interval: '1h', prune: true, ...spec },
    });
    return this.applied(name, revision);
  }

  applied(name: string, revision: string): Promise<Manifest> {
    return eventually(`the Kustomization ${name} at ${revision}`, async () => {
      if (!this.#controller.isRunning()) throw new Error(`kustomize-controller ended: ${this.#controller.output()}`);
      const found = await this.#cluster.api().get(`${KUSTOMIZATIONS}/${name}`);
      if (found?.status?.lastAppliedRevision === revision) return found;
      throw new Error(JSON.stringify(found?.status?.conditions ?? 'no conditions'));
    });
  }

  /** Asks for a reconciliation, and waits until it was done. */
  async reconcile(name: string): Promise<Manifest> {
    const requestedAt = `${process.hrtime.bigint()}`;
    const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
    await this.#cluster.api().patch(`${KUSTOMIZATIONS}/${name}`, { metadata: { annotations } });
    return eventually(`the reconciliation of ${name}`, async () => {
      const found = await this.#cluster.api().get(`${KUSTOMIZATIONS}/${name}`);
      return found?.status?.lastHandledReconcileAt === requestedAt ? found : undefined;
    });
  }

  async stop(): Promise<void> {
    await this.#controller.stop();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
