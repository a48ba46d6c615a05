/** One editor's session: what it can do, what it holds open, and when the analysis has something to say. */
import {
  type ClientCapabilities,
  type Connection,
  DiagnosticRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import type { FilePath } from '../base/paths.ts';
import { Cancelled, type Database } from '../engine/database.ts';
import { workspaceFiles } from '../ide/files.ts';
import { Descriptions } from '../ide/hover.ts';
import { warm, warmBuilds } from '../ide/warm.ts';
import { Changes } from './changes.ts';
import { Charts } from './charts.ts';
import { type Client, clientOf } from './client.ts';
import { Converter } from './convert.ts';
import { Documents } from './documents.ts';
import { Drift } from './drift.ts';
import { Failures } from './failures.ts';
import { HintRefresh } from './hint-refresh.ts';
import { Live } from './live.ts';
import type { World } from './ports.ts';
import { STATE, type StateParams } from './protocol.ts';
import { Schemas } from './schemas.ts';
import { toPath } from './uris.ts';

/** So many files have to go before the database is cleared of them; that takes a walk over all it holds. */
const MANY = 200;

export type Phase = 'starting' | 'running' | 'ended';

export class Session {
  readonly connection: Connection;
  readonly world: World;
  readonly documents: Documents;
  readonly failures: Failures;
  /** The cluster that is connected, if any. */
  readonly live: Live;
  /** What of it was compared with the files. */
  readonly drift: Drift;
  readonly hints: HintRefresh;
  /** What the user's helm renders. */
  readonly charts: Charts;
  /** What is known of custom kinds from elsewhere. */
  readonly schemas: Schemas;
  /** Queries executed since the start, by name. */
  readonly executed = new Map<string, number>();
  phase: Phase = 'starting';
  client: Client = clientOf({});
  folders: readonly FilePath[] = [];
  /** Resolved when the opened folders are read; until then nothing can be said without false alarms. */
  ready: Promise<void> = Promise.resolve();
  /** The client has the commands that lenses run. */
  hasCommands = false;
  /** Nothing that runs a program for the workspace may be asked of the world before. */
  isTrusted = false;
  /** What the working tree changes. */
  readonly changes: Changes;
  #ruleDocs: string | undefined;
  #descriptions: Promise<Descriptions | undefined> | undefined;
  #listeners = new Set<() => void>();
  #indexings = 0;
  /** Files that went since derived values were last forgotten. */
  #gone = 0;

  constructor(connection: Connection, world: World) {
    this.connection = connection;
    this.world = world;
    this.documents = new Documents(world);
    this.hints = new HintRefresh(this);
    this.changes = new Changes(this);
    this.charts = new Charts(this);
    this.schemas = new Schemas(this);
    this.failures = new Failures((text) => connection.console.error(text));
    this.live = new Live(this);
    this.drift = new Drift(this);
    world.db.observe(({ query }) => this.executed.set(query, (this.executed.get(query) ?? 0) + 1));
  }

  get db(): Database {
    return this.world.db;
  }

  /** False while folders are being read. */
  get isReady(): boolean {
    return this.#indexings === 0;
  }

  /** What Kubernetes says of its fields; read with the first hover. */
  descriptions(): Promise<Descriptions | undefined> {
    this.#descriptions ??= this.world.descriptions().then(
      (text) => new Descriptions(text),
      (error) => {
        this.failures.report('reading the descriptions of fields', error);
        return undefined;
      },
    );
    return this.#descriptions;
  }

  converter(): Converter {
    return new Converter(this.db, this.documents, this.#ruleDocs);
  }

  begin(capabilities: ClientCapabilities, folders: readonly WorkspaceFolder[], options: unknown): void {
    this.client = clientOf(capabilities);
    this.#ruleDocs = ruleDocsOf(options);
    this.hasCommands = isSet(options, 'commands');
    this.isTrusted = isSet(options, 'trusted');
    this.folders = pathsOf(folders);
    this.phase = 'running';
  }

  /** Reads the opened folders; requests wait for it. */
  openFolders(): Promise<void> {
    this.#indexings++;
    this.ready = this.ready.then(() => this.#index());
    return this.ready;
  }

  changeFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): Promise<void> {
    const gone = new Set(pathsOf(removed));
    const kept = this.folders.filter((folder) => !gone.has(folder));
    this.folders = [...new Set([...kept, ...pathsOf(added)])];
    if (gone.size > 0) this.filesGone(MANY);
    return this.openFolders();
  }

  /** Gets ready for questions about a document that was opened; a change calls it off. */
  async prepare(uri: string): Promise<void> {
    const file = toPath(uri);
    if (file === undefined) return;
    const { now, pause } = this.world.runtime;
    try {
      await this.ready;
      await pause();
      await warmBuilds(this.db, file, { now, pause, isCancelled: () => this.phase !== 'running' });
    } catch (error) {
      if (!(error instanceof Cancelled)) this.failures.report('building overlays', error);
    }
  }

  filesGone(count: number): void {
    this.#gone += count;
  }

  /** To be called when every file was just asked for: what is known of files that are gone can be dropped now. */
  swept(): void {
    if (this.#gone < MANY) return;
    this.#gone = 0;
    this.db.forget(this.db.revision);
  }

  /** Calls `listener` after each change of an input, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called when inputs were written. */
  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** What changed outside the editor reaches those who push by themselves, and those who have to be told to ask. */
  worldChanged(): void {
    this.changed();
    if (this.client.pullsDiagnostics && this.client.refreshesDiagnostics)
      this.connection
        .sendRequest(DiagnosticRefreshRequest.type)
        .catch((error) => this.failures.report('asking for a refresh', error));
  }

  end(): void {
    this.phase = 'ended';
    this.live.end();
    this.schemas.end();
    this.changed();
  }

  /** Throws what a request that comes too early or too late is answered with. */
  assertRunning(): void {
    if (this.phase === 'starting') throw new ResponseError(-32002, 'The server is not initialized yet: send "initialize" first.');
    if (this.phase === 'ended') throw new ResponseError(-32600, 'The server was shut down and answers no more requests.');
  }

  async #index(): Promise<void> {
    const { now, pause } = this.world.runtime;
    const progress = this.#progress();
    void this.connection.sendNotification(STATE, { state: 'indexing', files: 0 } satisfies StateParams);
    try {
      await this.world.open(this.folders, (done, total) => progress.report(done, total));
      await warm(this.db, { now, pause, isCancelled: () => false });
    } catch (error) {
      // Who types while the index is built gets it built with the next answer.
      if (!(error instanceof Cancelled)) this.failures.report('reading the workspace', error);
    } finally {
      progress.done();
      this.#indexings--;
    }
    void this.connection.sendNotification(STATE, { state: 'ready', files: workspaceFiles(this.db).length } satisfies StateParams);
    this.changed();
    this.charts.refresh();
    this.schemas.refresh();
  }

  /** Shows progress where the editor can; nothing waits for the editor's consent. */
  #progress(): { report(done: number, total: number): void; done(): void } {
    if (!this.client.workDoneProgress) return { report() {}, done() {} };
    let shown = -1;
    const begun = this.connection.window.createWorkDoneProgress().then((progress) => {
      progress.begin('Plumbline: reading the workspace', 0, '', false);
      return progress;
    });
    const tell = (text: (progress: Awaited<typeof begun>) => void): void => {
      begun.then(text).catch((error) => this.failures.report('showing progress', error));
    };
    return {
      report(done, total) {
        const percentage = total === 0 ? 0 : Math.floor((100 * done) / total);
        if (percentage === shown) return;
        shown = percentage;
        tell((progress) => progress.report(percentage, `${done} of ${total} files`));
      },
      done: () => tell((progress) => progress.done()),
    };
  }
}

/** The answer to a request whose result is no longer wanted by the one who asked. */
export function requestCancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

function isSet(options: unknown, name: string): boolean {
  return typeof options === 'object' && options !== null && Object.hasOwn(options, name) && Reflect.get(options, name) === true;
}

/** Only what an editor may open; the option comes from the client, and a client may pass on a setting. */
function ruleDocsOf(options: unknown): string | undefined {
  if (typeof options !== 'object' || options === null || !('ruleDocs' in options)) return undefined;
  const { ruleDocs } = options;
  return typeof ruleDocs === 'string' && /^(?:https|file):\/\/.*\/$/.test(ruleDocs) ? ruleDocs : undefined;
}

function pathsOf(folders: readonly WorkspaceFolder[]): readonly FilePath[] {
  return folders.map(({ uri }) => toPath(uri)).filter((path) => path !== undefined);
}
