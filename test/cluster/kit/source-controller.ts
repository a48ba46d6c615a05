/** Answers requests to reconcile a GitRepository, as Flux's source controller would, with what a test has pushed. */
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import type { Flux } from './flux.ts';

const REPOSITORIES = '/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories';

export class SourceController {
  readonly #cluster: Cluster;
  readonly #flux: Flux;
  readonly #pushed = new Map<string, { readonly url: string; readonly files: Readonly<Record<string, string>> }>();
  readonly #loop: Promise<void>;
  #isRunning = true;

  constructor(cluster: Cluster, flux: Flux) {
    this.#cluster = cluster;
    this.#flux = flux;
    this.#loop = this.#run();
  }

  /** What the source holds from its next reconciliation on. */
  push(name: string, url: string, files: Readonly<Record<string, string>>): void {
    this.#pushed.set(name, { url, files });
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      await this.#answer().catch(() => {});
      await eventually('the end', () => !this.#isRunning, { deadline: 100, every: 50 }).catch(() => {});
    }
  }

  async #answer(): Promise<void> {
    const { body } = await this.#cluster.api().request('GET', REPOSITORIES);
    for (const { metadata, status } of body?.items ?? []) {
      const asked = metadata.annotations?.['reconcile.fluxcd.io/requestedAt'];
      const pushed = this.#pushed.get(metadata.name);
      if (asked === undefined || asked === status?.lastHandledReconcileAt || pushed === undefined) continue;
      await this.#flux.publish(metadata.name, pushed.url, pushed.files);
      await this.#cluster.api().patch(`${REPOSITORIES}/${metadata.name}/status`, { status: { lastHandledReconcileAt: asked } });
    }
  }
}
