/** The chosen cluster as a session sees it: loaded when it is first asked for, told of when it changed. */
import { CodeLensRefreshRequest } from 'vscode-languageserver';
import { type ClusterFacts, DISCONNECTED } from '../ide/live/act.ts';
import type { ClusterPort } from './ports.ts';
import { LIVE_CHANGED } from './protocol-live.ts';
import type { Session } from './session.ts';

export class Live {
  readonly #session: Session;
  #port: Promise<ClusterPort> | undefined;
  #facts: ClusterFacts = DISCONNECTED;
  #refreshes = false;
  readonly #listeners: (() => void)[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  /** What is known now; asking loads and connects nothing. */
  get facts(): ClusterFacts {
    return this.#facts;
  }

  /** The cluster's side; only for what a person asked for in a trusted workspace. */
  port(): Promise<ClusterPort> {
    this.#port ??= this.#session.world.clusters().then((port) => {
      port.onChange(() => {
        const { definitions, version } = this.#facts;
        this.#facts = port.facts;
        this.#changed();
        if (this.#facts.definitions !== definitions || this.#facts.version !== version) this.#describesAnew();
        for (const listener of this.#listeners) listener();
      });
      return port;
    });
    return this.#port;
  }

  /** Calls `listener` after each change of what is known. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** To be called when something else that the view shows has changed. */
  drawAnew(): void {
    if (this.#session.phase === 'running') void this.#session.connection.sendNotification(LIVE_CHANGED);
  }

  end(): void {
    void this.#port?.then((port) => port.dispose());
  }

  /** What kinds look like and which version counts has changed: manifests are to be judged anew. */
  #describesAnew(): void {
    if (this.#session.phase !== 'running') return;
    this.#session.worldChanged();
    this.#session.schemas.refresh();
  }

  #changed(): void {
    const { connection, client, failures, phase } = this.#session;
    if (phase !== 'running') return;
    void connection.sendNotification(LIVE_CHANGED);
    // One question at a time: an editor that is slow to answer is not asked ten times meanwhile.
    if (!client.refreshesLenses || this.#refreshes) return;
    this.#refreshes = true;
    connection
      .sendRequest(CodeLensRefreshRequest.type)
      .catch((error) => failures.report('asking for a refresh of lenses', error))
      .finally(() => {
        this.#refreshes = false;
      });
  }
}
