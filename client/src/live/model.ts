/** The connected cluster as the server tells of it, asked for while somebody looks. */
import { commands, Disposable, EventEmitter, type Memento } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-live.ts';
import type { Server } from '../server.ts';

const CONTEXTS: typeof protocol.CONTEXTS = 'plumbline/contexts';
const CONNECT: typeof protocol.CONNECT = 'plumbline/connect';
const DISCONNECT: typeof protocol.DISCONNECT = 'plumbline/disconnect';
const RECONNECT: typeof protocol.RECONNECT = 'plumbline/reconnect';
const LIVE: typeof protocol.LIVE = 'plumbline/live';
const LIVE_CHANGED: typeof protocol.LIVE_CHANGED = 'plumbline/liveChanged';

/** Where the last choice is kept: on this machine, for this workspace. */
const CHOSEN = 'plumbline.context';
const GROUPING = 'plumbline.grouping';

export type Grouping = protocol.LiveGrouping;

export class LiveModel implements Disposable {
  readonly #server: Server;
  readonly #state: Memento;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;
  #current: protocol.LiveResult | undefined;
  #asking: Promise<void> | undefined;
  #isStale = false;
  #wanted = false;

  readonly onDidChange = this.#changed.event;

  constructor(server: Server, state: Memento) {
    this.#server = server;
    this.#state = state;
    this.#subscriptions = Disposable.from(
      this.#changed,
      server.on(LIVE_CHANGED, () => void this.update()),
      server.onDidChangeState((now) => {
        if (now === 'ready' && this.#wanted) void this.#restore();
        else void this.update();
      }),
    );
  }

  /** What the server said last; undefined before it was asked, and where it does not run. */
  get current(): protocol.LiveResult | undefined {
    return this.#current;
  }

  get grouping(): Grouping {
    return this.#state.get<Grouping>(GROUPING) ?? 'environment';
  }

  async group(by: Grouping): Promise<void> {
    await this.#state.update(GROUPING, by);
    await this.update();
  }

  /** Somebody opened the view: what was chosen here before is connected again. */
  async want(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    await this.#restore();
  }

  async contexts(kubeconfig?: string): Promise<protocol.ContextsResult | undefined> {
    return this.#server.ask<protocol.ContextsResult>(CONTEXTS, kubeconfig === undefined ? {} : { kubeconfig });
  }

  async connect(choice: protocol.ConnectParams): Promise<void> {
    this.#wanted = true;
    await this.#state.update(CHOSEN, choice);
    await this.#server.ask(CONNECT, choice);
    await this.update();
  }

  async disconnect(): Promise<void> {
    await this.#state.update(CHOSEN, undefined);
    await this.#server.ask(DISCONNECT, null);
    await this.update();
  }

  async refresh(): Promise<void> {
    if (this.#current?.phase === 'disconnected') return this.#restore();
    await this.#server.ask(RECONNECT, null);
    await this.update();
  }

  /** Asks for the tree; calls that come while it is asked for are answered by one more. */
  async update(): Promise<void> {
    this.#isStale = true;
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #ask(): Promise<void> {
    try {
      while (this.#isStale) {
        this.#isStale = false;
        this.#current = await this.#server.ask<protocol.LiveResult>(LIVE, { grouping: this.grouping }).catch(() => this.#current);
        // Within the loop: a change that comes while these are set has to be asked for, too.
        await commands.executeCommand('setContext', 'plumbline:live', this.#word());
        await commands.executeCommand('setContext', 'plumbline:connected', this.#current?.context !== undefined);
      }
    } finally {
      // At once after the last look: who calls later begins anew.
      this.#asking = undefined;
    }
    this.#changed.fire();
  }

  async #restore(): Promise<void> {
    const chosen = this.#state.get<protocol.ConnectParams>(CHOSEN);
    if (chosen !== undefined && this.#server.state === 'ready' && (await this.contexts())?.trusted) await this.connect(chosen);
    else await this.update();
  }

  /** The word by which the view says why it is empty. */
  #word(): string {
    const live = this.#current;
    if (live === undefined) return 'stopped';
    if (live.problem !== undefined) return live.problem.kind;
    if (live.context === undefined) return 'choose';
    if (live.phase === 'connecting' || !live.complete) return 'connecting';
    if (live.served.length === 0) return 'noController';
    return live.forbidden.length > 0 ? 'forbidden' : 'empty';
  }
}
