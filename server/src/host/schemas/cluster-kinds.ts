/** Puts what the connected cluster says of its custom kinds and of its version into the database, and takes it out again. */
import type { Database } from '../../engine/database.ts';
import { type ClusterFacts, DISCONNECTED } from '../../model/live/cluster.ts';
import { clusterKinds, clusterSchema, clusterVersion } from '../../model/workspace/outside.ts';

export class ClusterKinds {
  readonly #db: Database;
  #last: Pick<ClusterFacts, 'definitions' | 'version' | 'context'> = DISCONNECTED;

  constructor(db: Database) {
    this.#db = db;
  }

  /** To be called with each change of the facts; most of them change nothing here. */
  take({ definitions, version, context }: ClusterFacts): void {
    const last = this.#last;
    this.#last = { definitions, version, context };
    this.#db.set(clusterVersion, '', version);
    if (definitions === last.definitions && context === last.context) return;
    const kinds = definitions?.kinds ?? new Map<string, string>();
    const by = `cluster ${(context ?? '').replace(/[^\P{C} ]/gu, '\ufffd')}`;
    for (const key of last.definitions?.kinds.keys() ?? []) if (!kinds.has(key)) this.#db.set(clusterSchema, key, undefined);
    for (const [key, text] of kinds) this.#db.set(clusterSchema, key, { text, by });
    this.#db.set(clusterKinds, '', [...kinds.keys()].sort());
  }
}
