/** The language server's process as the extension sees it: started, watched, restarted within bounds, stopped. */
import { join } from 'node:path';
import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  Uri,
  window,
  workspace,
} from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import type * as protocol from '../../server/src/lsp/protocol.ts';
import { DOCUMENTS } from './documents.ts';
import { Listeners } from './listeners.ts';
import { RestartBudget } from './restarts.ts';
import { SERVER_FLAGS } from './server-flags.ts';
import { besideYamlExtension } from './yaml.ts';

/** What a person is told of the server. */
export type ServerState = 'starting' | 'indexing' | 'ready' | 'stopped' | 'crashed';

/** Method names are typed by the protocol file, of which the client takes types alone. */
const STATUS: typeof protocol.STATUS = 'plumbline/status';
const STATE: typeof protocol.STATE = 'plumbline/state';
const CHANGED: typeof protocol.CHANGED = 'plumbline/changed';
const RENDERED: typeof protocol.RENDERED = 'plumbline/rendered';
const COMPARISON: typeof protocol.COMPARISON = 'plumbline/comparison';
const RENDERED_SOURCE: typeof protocol.RENDERED_SOURCE = 'plumbline/renderedSource';
const KUSTOMIZATIONS: typeof protocol.KUSTOMIZATIONS = 'plumbline/kustomizations';
const TRUSTED: typeof protocol.TRUSTED = 'plumbline/trusted';

export class Server implements Disposable {
  readonly #client: LanguageClient;
  readonly #output: LogOutputChannel;
  readonly #changed = new EventEmitter<ServerState>();
  readonly #contentChanged = new EventEmitter<void>();
  readonly #subscriptions: Disposable[] = [];
  readonly #listeners = new Listeners((method, handle) => this.#client.onNotification(method, handle));
  readonly #budget = new RestartBudget(4, 3 * 60_000);
  #state: ServerState = 'stopped';
  #files = 0;

  /** Fires with every change of the state. */
  readonly onDidChangeState = this.#changed.event;
  /** Fires when what is built may have changed. */
  readonly onDidChangeContent = this.#contentChanged.event;

  constructor(context: ExtensionContext, output: LogOutputChannel) {
    this.#output = output;
    this.#client = new LanguageClient('plumbline', 'Plumbline', serverOptions(context), this.#clientOptions(context));
    this.#subscriptions.push(
      this.#client.onDidChangeState(({ newState }) => this.#follow(newState)),
      this.#client.onNotification(STATE, ({ state, files }: protocol.StateParams) => {
        this.#files = files;
        this.#become(state);
      }),
      this.#client.onNotification(CHANGED, () => this.#contentChanged.fire()),
      workspace.onDidGrantWorkspaceTrust(() => {
        if (this.#client.isRunning()) void this.#client.sendNotification(TRUSTED);
      }),
    );
  }

  get state(): ServerState {
    return this.#state;
  }

  /** How many files the server has read. */
  get files(): number {
    return this.#files;
  }

  /** How often the server ended unasked since the extension started. */
  get crashes(): number {
    return this.#budget.count;
  }

  /** Starts the server; a failure shows in the status and the output, and leaves the extension's commands usable. */
  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.#output.error(error instanceof Error ? error : String(error));
      this.#become('crashed');
    }
  }

  /** Starts anew at a person's wish, whatever the state. */
  async restart(): Promise<void> {
    this.#budget.forget();
    this.#output.info('Restarting the server on request.');
    if (this.#client.isRunning()) await this.#client.stop();
    await this.start();
  }

  /** The server's own figures; undefined where it does not run. */
  async status(): Promise<protocol.StatusResult | undefined> {
    return this.#client.isRunning() ? this.#client.sendRequest<protocol.StatusResult>(STATUS) : undefined;
  }

  /** What the kustomization of a directory builds. */
  async rendered(directory: string, object?: string): Promise<string | null | undefined> {
    return this.ask<string | null>(RENDERED, { directory, ...(object && { object }) } satisfies protocol.RenderedParams);
  }

  /** Which objects two directories build differently. */
  async comparison(params: protocol.ComparisonParams): Promise<protocol.ComparisonResult | null | undefined> {
    return this.ask<protocol.ComparisonResult | null>(COMPARISON, params);
  }

  /** Where a line of it was set. */
  async renderedSource(directory: string, line: number, object?: string): Promise<protocol.SourceLocation | null | undefined> {
    return this.ask<protocol.SourceLocation | null>(RENDERED_SOURCE, {
      directory,
      line,
      ...(object && { object }),
    } satisfies protocol.RenderedSourceParams);
  }

  /** The kustomizations that can be chosen from; none where the server does not run. */
  async kustomizations(params: protocol.KustomizationsParams): Promise<readonly protocol.KustomizationChoice[]> {
    return (await this.ask<readonly protocol.KustomizationChoice[]>(KUSTOMIZATIONS, params)) ?? [];
  }

  /** Any other request; undefined where the server does not run. */
  async ask<T>(method: string, params: object | null, token?: CancellationToken): Promise<T | undefined> {
    if (!this.#client.isRunning()) return undefined;
    // An absent token, passed on, would count as one more parameter.
    return token === undefined ? this.#client.sendRequest<T>(method, params) : this.#client.sendRequest<T>(method, params, token);
  }

  /** Calls `handle` with each notification of a method, before and after restarts. */
  on<P>(method: string, handle: (params: P) => void): Disposable {
    return this.#listeners.on(method, handle);
  }

  async dispose(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#listeners.dispose();
    this.#changed.dispose();
    this.#contentChanged.dispose();
    await this.#client.dispose();
  }

  #follow(state: State): void {
    if (state === State.Starting) this.#become('starting');
    else if (state === State.Stopped && this.#state !== 'crashed') this.#become('stopped');
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#changed.fire(state);
  }

  #clientOptions(context: ExtensionContext): LanguageClientOptions {
    const options: protocol.InitializationOptions = {
      ruleDocs: `${Uri.joinPath(context.extensionUri, 'docs', 'rules')}/`,
      commands: true,
      trusted: workspace.isTrusted,
    };
    return {
      initializationOptions: options,
      documentSelector: [...DOCUMENTS],
      outputChannel: this.#output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: besideYamlExtension,
      diagnosticPullOptions: { onChange: true, onSave: true },
      errorHandler: {
        error: (error) => {
          this.#output.error(error);
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => this.#closed(),
      },
    };
  }

  /** The server's process ended and nobody had asked for it. */
  #closed(): CloseHandlerResult {
    const again = this.#budget.spend(Date.now());
    if (!again) this.#become('crashed');
    this.#tell(again);
    const message = again
      ? 'The server ended unexpectedly and is started again.'
      : 'The server ended unexpectedly too often and is left stopped: run "Plumbline: Restart Server".';
    return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, message, handled: true };
  }

  /** One notification for the first crash and one for giving up: a crash loop must not flood the screen. */
  async #tell(again: boolean): Promise<void> {
    if (again && this.#budget.count > 1) return;
    const chosen = again
      ? await window.showWarningMessage('The Plumbline server ended unexpectedly and was started again.', 'Show Output')
      : await window.showErrorMessage(
          'The Plumbline server keeps ending unexpectedly and was left stopped.',
          'Restart',
          'Show Output',
        );
    if (chosen === 'Show Output') this.#output.show();
    if (chosen === 'Restart') await this.restart();
  }
}

/** The server runs beside the extension, never in a directory of the workspace. */
function serverOptions(context: ExtensionContext): ServerOptions {
  const module = Uri.joinPath(context.extensionUri, 'server', 'dist', 'server.cjs').fsPath;
  const options = { cwd: join(context.extensionPath, 'server'), execArgv: [...SERVER_FLAGS] };
  const run = { module, transport: TransportKind.ipc, options };
  return {
    run,
    debug: { ...run, options: { ...options, execArgv: [...SERVER_FLAGS, '--nolazy', '--inspect=6009', '--enable-source-maps'] } },
  };
}
