/**
 * Schemas of custom kinds in a session: looked up after files, settings or the cluster have changed and never while somebody types;
 * servers are asked in the background, in trusted workspaces alone, where a person has agreed to them.
 */
import { Cancelled } from '../engine/database.ts';
import { catalogueHost, customKinds, targetVersion, warmKinds } from '../ide/schemas.ts';
import { inert } from './markdown.ts';
import { SCHEMAS, type SchemasParams } from './protocol-schemas.ts';
import type { Session } from './session.ts';

/** Milliseconds in which more changes may come. */
const BUNCH = 500;
/** Kinds that a question names. */
const LISTED = 12;

export class Schemas {
  readonly #session: Session;
  #isWaiting = false;
  #running: Promise<void> = Promise.resolve();
  #told = '';
  readonly #ended = new AbortController();

  constructor(session: Session) {
    this.#session = session;
  }

  /** To be called when kinds, locations or what describes kinds may have changed. */
  refresh(): void {
    if (this.#isWaiting || this.#session.phase !== 'running') return;
    this.#isWaiting = true;
    this.#session.world.runtime.later(BUNCH, () => {
      this.#running = this.#running.then(() => this.#look());
    });
  }

  end(): void {
    this.#ended.abort();
  }

  async #look(): Promise<void> {
    this.#isWaiting = false;
    const { world, failures } = this.#session;
    try {
      await this.#session.ready;
      await this.#load();
      // Until a person has trusted the workspace, its kinds are nobody else's business.
      if (!this.#session.isTrusted || this.#session.phase !== 'running') return;
      let isFound = false;
      for await (const { result } of world.catalogues.fetch({ signal: this.#ended.signal })) isFound ||= result === 'found';
      if (isFound) await this.#load();
    } catch (error) {
      if (error instanceof Cancelled) this.refresh();
      else failures.report('looking up schemas', error);
    }
  }

  async #load(): Promise<void> {
    const { db, world } = this.#session;
    const { now, pause } = world.runtime;
    await warmKinds(db, { now, pause, isCancelled: () => this.#session.phase !== 'running' });
    const { revision } = db;
    await world.catalogues.load();
    if (db.revision !== revision) this.#session.worldChanged();
    this.#tell();
  }

  #tell(): void {
    const { db, world, connection, hasCommands, phase } = this.#session;
    if (!hasCommands || phase !== 'running') return;
    const kinds = { repository: 0, cluster: 0, project: 0, catalogue: 0, nobody: 0 };
    const undescribed: string[] = [];
    for (const { key, from } of customKinds(db)) {
      kinds[from ?? 'nobody']++;
      if (from === undefined && undescribed.length < LISTED) undescribed.push(inert(key));
    }
    const version = targetVersion(db);
    const proposed = world.catalogues.locations.flatMap(({ location, is }) =>
      is === 'proposed' ? [{ location, host: inert(catalogueHost(location)) }] : [],
    );
    const params: SchemasParams = { ...(version !== undefined && { version }), kinds, undescribed, proposed };
    const said = JSON.stringify(params);
    if (said === this.#told) return;
    this.#told = said;
    void connection.sendNotification(SCHEMAS, params);
  }
}
