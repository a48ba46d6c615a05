/** Diagnostics for editors that do not ask: open files at once, the rest of the workspace in slices behind them. */
import { PublishDiagnosticsNotification } from 'vscode-languageserver';
import type { FilePath } from '../base/paths.ts';
import { Cancelled } from '../engine/database.ts';
import { sweep } from '../engine/sweep.ts';
import { workspaceFiles } from '../ide/files.ts';
import { type Report, reportOf } from './reports.ts';
import type { Session } from './session.ts';

/**
 * Milliseconds without a change before the rest of the workspace is looked at. It only saves work: a sweep that the next
 * keystroke calls off tells nobody anything.
 */
const QUIET = 100;

export class Publisher {
  readonly #session: Session;
  /** What the editor was told: file to result id, and the version for open files. */
  readonly #told = new Map<FilePath, string>();
  #wanted = false;
  #running = false;
  /** Ends the wait for quiet. */
  #interrupt: (() => void) | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Says that something changed; changes that come together are answered together. */
  wake(): void {
    this.#wanted = true;
    this.#interrupt?.();
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#wanted && this.#session.phase === 'running') {
        this.#wanted = false;
        if (!this.#session.isReady) await this.#session.ready;
        await this.#publish();
      }
    } catch (error) {
      this.#session.failures.report('publishing diagnostics', error);
    } finally {
      this.#running = false;
    }
  }

  async #publish(): Promise<void> {
    const { db, world, documents } = this.#session;
    const open = documents.paths.toReversed();
    for (const file of open) this.#tell(file);
    const rest = new Set([...workspaceFiles(db), ...this.#told.keys()]);
    for (const file of open) rest.delete(file);
    const { now, pause } = world.runtime;
    await this.#quiet();
    if (this.#wanted) return;
    try {
      await sweep(db, rest, { now, pause, isCancelled: () => this.#wanted || this.#session.phase !== 'running' }, (file) =>
        this.#tell(file),
      );
      this.#session.swept();
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      this.#wanted = true;
    }
  }

  /** Resolves after some quiet, or at once when something changes. */
  #quiet(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#interrupt = undefined;
        stop();
        resolve();
      };
      const stop = this.#session.world.runtime.later(QUIET, end);
      this.#interrupt = end;
    });
  }

  #tell(file: FilePath): void {
    const report = this.#reportOf(file);
    if (report === undefined) return;
    const version = this.#session.documents.get(file)?.version;
    const identity = `${report.resultId} ${version ?? ''}`;
    const before = this.#told.get(file);
    if (before === identity || (before === undefined && version === undefined && report.items.length === 0)) return;
    if (version === undefined && report.items.length === 0) this.#told.delete(file);
    else this.#told.set(file, identity);
    void this.#session.connection.sendNotification(PublishDiagnosticsNotification.type, {
      uri: this.#session.converter().uri(file),
      diagnostics: [...report.items],
      ...(version !== undefined && { version }),
    });
  }

  #reportOf(file: FilePath): Report | undefined {
    try {
      return reportOf(this.#session, file);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      this.#session.failures.report(`checking ${file}`, error);
      return undefined;
    }
  }
}
