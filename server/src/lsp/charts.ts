/** Charts of kustomizations in a session: rendered when a person asks, and from then on after each save. */
import type { ChartsRendered } from './ports.ts';
import type { Session } from './session.ts';

export class Charts {
  readonly #session: Session;
  #isAsked = false;
  #running: Promise<unknown> = Promise.resolve();
  #isWaiting = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Renders what is on disk now, on request of a person. */
  render(signal: AbortSignal): Promise<ChartsRendered> {
    this.#isAsked = true;
    return this.#afterwards(signal);
  }

  /** Files or settings may have changed: charts are rendered anew where somebody has asked for them, in here or by the settings. */
  refresh(): void {
    const { world, isTrusted, failures } = this.#session;
    if (!isTrusted || this.#isWaiting || !(this.#isAsked || world.charts.isWanted)) return;
    this.#isWaiting = true;
    this.#afterwards(new AbortController().signal).catch((error) => failures.report('rendering charts', error));
  }

  #afterwards(signal: AbortSignal): Promise<ChartsRendered> {
    const next = this.#running.then(async () => {
      this.#isWaiting = false;
      const { world, db } = this.#session;
      await this.#session.ready;
      const { revision } = db;
      const rendered = await world.charts.render(signal);
      if (db.revision !== revision) this.#session.worldChanged();
      return rendered;
    });
    this.#running = next.catch(() => {});
    return next;
  }
}
