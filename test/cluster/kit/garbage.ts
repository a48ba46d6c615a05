/** Ends deletions in the foreground, as the garbage collector of a controller manager would: the kit's cluster has none. */
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';

const FOREGROUND = 'foregroundDeletion';

export class GarbageCollector {
  readonly #cluster: Cluster;
  readonly #collections: readonly string[];
  readonly #loop: Promise<void>;
  #isRunning = true;

  /** `collections` are paths of lists. */
  constructor(cluster: Cluster, ...collections: readonly string[]) {
    this.#cluster = cluster;
    this.#collections = collections;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      for (const path of this.#collections) await this.#collect(path).catch(() => {});
      await eventually('the end', () => !this.#isRunning, { deadline: 100, every: 50 }).catch(() => {});
    }
  }

  async #collect(path: string): Promise<void> {
    const { body } = await this.#cluster.api().request('GET', path);
    for (const { metadata } of body?.items ?? []) {
      const finalizers: readonly string[] = metadata.finalizers ?? [];
      if (metadata.deletionTimestamp === undefined || !finalizers.includes(FOREGROUND)) continue;
      const left = finalizers.filter((one) => one !== FOREGROUND);
      await this.#cluster.api().patch(`${path}/${metadata.name}`, { metadata: { finalizers: left } });
    }
  }
}
