/** Drift as a session follows it: applications that a person asked for are looked at again when something changed. */
import { comparedApplications, deployingFrom, desiredOf, isHere, type Json } from '../ide/drift/applications.ts';
import type { DriftPort } from './ports.ts';
import { DRIFT_CHANGED } from './protocol-drift.ts';
import type { Session } from './session.ts';

/** Milliseconds without a change after which the cluster is asked again. */
const SETTLES = 1500;

interface Followed {
  readonly key: string;
  /** What was looked at: the application as the cluster had it, and what it should have. */
  object: Json;
  desired: unknown;
}

export class Drift {
  readonly #session: Session;
  /** Kind/namespace/name to what was seen. */
  readonly #followed = new Map<string, Followed>();
  #context: string | undefined;
  #looks: { readonly context: string; readonly port: DriftPort } | undefined;
  #wait: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #isFollowing = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Looks at an application now; its key, or a sentence. */
  async look(id: string, signal: AbortSignal): Promise<{ readonly key: string } | { readonly reason: string }> {
    const { db, live, phase } = this.#session;
    const object = this.#objects().get(id);
    if (phase !== 'running' || live.facts.phase === 'disconnected') return { reason: 'No cluster is connected.' };
    if (object === undefined) return { reason: `The connected cluster has no ${id}.` };
    this.#follow();
    const key = await (await this.#port()).look(object, signal);
    this.#followed.set(id, { key, object, desired: desiredOf(db, key) });
    this.#told();
    return { key };
  }

  /** The applications of the cluster that deploy something out of a file. */
  async deploying(file: string, signal: AbortSignal): Promise<readonly string[]> {
    const { db } = this.#session;
    const port = await this.#port();
    const found: string[] = [];
    for (const [id, object] of this.#objects()) {
      if (signal.aborted) break;
      const key = await port.take(object, signal);
      if (isHere(db, key) && deployingFrom(db, key, file)) found.push(id);
      await this.#session.world.runtime.pause();
    }
    return found;
  }

  /** One for each context; what it knows of an installation ends with the connection. */
  async #port(): Promise<DriftPort> {
    const { live, world } = this.#session;
    const context = live.facts.context ?? '';
    if (this.#looks?.context !== context) this.#looks = { context, port: world.looks(context, await live.port()) };
    return this.#looks.port;
  }

  #objects(): ReadonlyMap<string, Json> {
    return comparedApplications(this.#session.live.facts);
  }

  /** From the first look on: edits and the cluster's changes are followed. */
  #follow(): void {
    const { context } = this.#session.live.facts;
    if (this.#context !== context) this.#followed.clear();
    this.#context = context;
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#session.onChange(() => this.#soon());
    this.#session.live.onChange(() => {
      // What another cluster had is drawn no longer.
      if (this.#session.live.facts.context !== this.#context) this.#told();
      else this.#soon();
    });
  }

  #soon(): void {
    this.#wait?.();
    this.#wait = this.#session.world.runtime.later(SETTLES, () => {
      this.#running = this.#running.then(() => this.#again());
    });
  }

  /** Looks again at what is not as it was seen; one after another, and never while somebody types. */
  async #again(): Promise<void> {
    const { db, live, failures, world, phase } = this.#session;
    if (phase !== 'running' || live.facts.phase !== 'connected' || live.facts.context !== this.#context) return;
    const objects = this.#objects();
    for (const [id, followed] of this.#followed) {
      const object = objects.get(id);
      if (object === undefined || (object === followed.object && desiredOf(db, followed.key) === followed.desired)) continue;
      try {
        await this.look(id, new AbortController().signal);
      } catch (error) {
        // The cluster is away: what was seen stays, and the next change asks again.
        if (!(error instanceof Error && error.name === 'ClusterError')) failures.report('looking at drift', error);
        return;
      }
      await world.runtime.pause();
    }
  }

  #told(): void {
    void this.#session.connection.sendNotification(DRIFT_CHANGED);
    this.#session.live.drawAnew();
  }
}
