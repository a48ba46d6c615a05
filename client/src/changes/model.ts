/** What the working tree changes, as the server last said it: asked again a while after edits, never with a keystroke. */
import { type Disposable, EventEmitter, RelativePattern, workspace } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import type { Server } from '../server.ts';

const IMPACT: typeof protocol.IMPACT = 'plumbline/impact';
const IMPACT_TEXT: typeof protocol.IMPACT_TEXT = 'plumbline/impactText';
const IMPACT_SOURCE: typeof protocol.IMPACT_SOURCE = 'plumbline/impactSource';
const IMPACT_BASE: typeof protocol.IMPACT_BASE = 'plumbline/impactBase';
const IMPACT_MARKDOWN: typeof protocol.IMPACT_MARKDOWN = 'plumbline/impactMarkdown';

/** Milliseconds of quiet after which the server is asked. */
const QUIET = 500;

/** What git writes when commits, branches and remotes move. */
const GIT_FILES = '{.git/HEAD,.git/logs/HEAD,.git/FETCH_HEAD,.git/packed-refs}';

export type Changes = protocol.ImpactResult | { readonly state: 'stopped' };

export class ChangesModel implements Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<Changes>();
  readonly #subscriptions: Disposable[] = [];
  #current: Changes | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: Promise<void> | undefined;
  #isWanted = false;
  #mustRefresh = true;

  readonly onDidChange = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions.push(
      server.onDidChangeContent(() => this.#soon(false)),
      server.onDidChangeState((state) => {
        if (state === 'ready') this.#soon(true);
        if (state === 'stopped' || state === 'crashed') this.#become({ state: 'stopped' });
      }),
      workspace.onDidSaveTextDocument(() => this.#soon(true)),
      workspace.onDidGrantWorkspaceTrust(() => this.#soon(true)),
    );
    for (const folder of workspace.workspaceFolders ?? []) {
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, GIT_FILES));
      const moved = (): void => this.#soon(true);
      this.#subscriptions.push(watcher, watcher.onDidChange(moved), watcher.onDidCreate(moved), watcher.onDidDelete(moved));
    }
  }

  get current(): Changes | undefined {
    return this.#current;
  }

  /** From now on somebody looks: until then git is not run and nothing is compared. */
  want(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#soon(true);
  }

  /** Asks git anew. */
  async refresh(): Promise<Changes | undefined> {
    this.#isWanted = true;
    this.#mustRefresh = true;
    await this.#ask();
    return this.#current;
  }

  text(params: protocol.ImpactTextParams): Promise<string | undefined> {
    return this.#server.ask<string>(IMPACT_TEXT, params);
  }

  source(params: protocol.ImpactSourceParams): Promise<protocol.ImpactLocation | null | undefined> {
    return this.#server.ask<protocol.ImpactLocation | null>(IMPACT_SOURCE, params);
  }

  base(uri: string): Promise<string | undefined> {
    return this.#server.ask<string>(IMPACT_BASE, { uri } satisfies protocol.ImpactBaseParams);
  }

  markdown(): Promise<string | null | undefined> {
    return this.#server.ask<string | null>(IMPACT_MARKDOWN, null);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #soon(refresh: boolean): void {
    this.#mustRefresh ||= refresh;
    if (!this.#isWanted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), QUIET);
  }

  /** One question at a time; what came up meanwhile is asked behind it. */
  async #ask(): Promise<void> {
    if (this.#asking !== undefined) {
      await this.#asking;
      return this.#mustRefresh ? this.#ask() : undefined;
    }
    clearTimeout(this.#timer);
    this.#asking = this.#answer().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #answer(): Promise<void> {
    const refresh = this.#mustRefresh;
    this.#mustRefresh = false;
    try {
      const found = await this.#server.ask<protocol.ImpactResult>(IMPACT, { refresh } satisfies protocol.ImpactParams);
      this.#become(found ?? { state: 'stopped' });
    } catch {
      // The content changed while the answer was made: it is asked for again when that has settled.
      this.#soon(refresh);
    }
  }

  #become(state: Changes): void {
    this.#current = state;
    this.#changed.fire(state);
  }
}
