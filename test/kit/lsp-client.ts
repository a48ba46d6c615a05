/** A small editor for tests: starts the real server as a child process and speaks the protocol with it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { after } from 'node:test';
import { builtServer } from './bundles.ts';

const SERVER = builtServer();

/** Longest wait for anything; a wait that ends so fails the test. */
const PATIENCE = 60_000;

export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** An answer with an error in it, as thrown by {@link LspClient.request}. */
export class Refused extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(method: string, error: NonNullable<Message['error']>) {
    super(`${method}: ${error.message}`);
    this.code = error.code;
    this.data = error.data;
  }
}

/** Servers that a failed test left behind, which would keep the run from ending. */
const running = new Set<ChildProcessWithoutNullStreams>();
after(() => {
  for (const server of running) server.kill('SIGKILL');
});

export class LspClient {
  readonly process: ChildProcessWithoutNullStreams;
  /** Everything that the server sent and that was no answer. */
  readonly received: Message[] = [];
  readonly exited: Promise<number | null>;
  /** Answers to the server's own requests, by method. */
  readonly replies = new Map<string, (params: unknown) => unknown>();
  errorOutput = '';
  #buffer = Buffer.alloc(0);
  #nextId = 0;
  #gone: string | undefined;
  readonly #pending = new Map<number | string, (message: Message) => void>();
  readonly #waiting = new Set<() => void>();

  constructor(options: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {}) {
    const { args = [], env = process.env } = options;
    this.process = spawn(process.execPath, [...args, SERVER, '--stdio'], { stdio: 'pipe', env });
    running.add(this.process);
    this.process.on('exit', () => running.delete(this.process));
    this.process.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    this.process.stderr.on('data', (chunk: Buffer) => {
      this.errorOutput += chunk.toString();
    });
    this.process.stdin.on('error', () => {});
    this.exited = new Promise((done) => this.process.on('exit', (code) => done(code)));
    // Whoever waits for a server that is gone learns it at once.
    void this.exited.then((code) => {
      this.#gone = `the server ended with code ${code}; stderr: ${this.errorOutput}`;
      const error = { code: 0, message: this.#gone };
      for (const settle of this.#pending.values()) settle({ error });
      this.#pending.clear();
      for (const wake of [...this.#waiting]) wake();
    });
  }

  /** Starts a session on folders given as paths, with a client that can do what `capabilities` says. */
  async initialize(
    folders: readonly string[],
    capabilities: object = {},
    initializationOptions?: object,
  ): Promise<{ capabilities: Record<string, unknown> }> {
    const result = await this.request<{ capabilities: Record<string, unknown> }>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities,
      initializationOptions,
      workspaceFolders: folders.map((path) => ({ uri: uriOf(path), name: path })),
    });
    this.notify('initialized', {});
    return result;
  }

  request<T>(method: string, params?: unknown): Promise<T> {
    return this.send(method, params).answer as Promise<T>;
  }

  /** Like `request`, with the id, so that it can be cancelled. */
  send(method: string, params?: unknown): { readonly id: number; readonly answer: Promise<unknown> } {
    const id = ++this.#nextId;
    const answer = new Promise<unknown>((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no answer to ${method}; stderr: ${this.errorOutput}`)), PATIENCE);
      timer.unref();
      this.#pending.set(id, (message) => {
        clearTimeout(timer);
        if (message.error === undefined) done(message.result);
        else fail(new Refused(method, message.error));
      });
    });
    this.write({ id, method, params });
    return { id, answer };
  }

  notify(method: string, params?: unknown): void {
    this.write({ method, params });
  }

  cancel(id: number): void {
    this.notify('$/cancelRequest', { id });
  }

  write(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin.write(body);
  }

  open(path: string, text: string, version = 1, languageId = 'yaml'): void {
    this.notify('textDocument/didOpen', { textDocument: { uri: uriOf(path), languageId, version, text } });
  }

  change(path: string, version: number | null, ...contentChanges: readonly object[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri: uriOf(path), version }, contentChanges });
  }

  close(path: string): void {
    this.notify('textDocument/didClose', { textDocument: { uri: uriOf(path) } });
  }

  /** The next (or an earlier, not yet taken) message that `wanted` accepts; it is taken out of {@link received}. */
  async take<T>(method: string, wanted: (params: T) => boolean = () => true): Promise<T> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const index = this.received.findIndex((message) => message.method === method && wanted(message.params as T));
      const [found] = index < 0 ? [] : this.received.splice(index, 1);
      if (found !== undefined) return found.params as T;
      if (this.#gone !== undefined) throw new Error(`no ${method}: ${this.#gone}`);
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`the server never sent ${method}; stderr: ${this.errorOutput}`);
      await new Promise<void>((resume) => {
        const timer = setTimeout(resume, left);
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resume();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** Ends the session as the protocol wants; the exit code. */
  async shutdown(): Promise<number | null> {
    await this.request('shutdown');
    this.notify('exit');
    return this.exited;
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.#buffer.toString('latin1', 0, end))?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message: Message = JSON.parse(this.#buffer.toString('utf8', end + 4, end + 4 + length));
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#receive(message);
    }
  }

  #receive(message: Message): void {
    if (message.id !== undefined && message.method !== undefined) {
      this.received.push(message);
      const reply = this.replies.get(message.method);
      this.write({ id: message.id, result: reply?.(message.params) ?? null });
    } else if (message.id !== undefined) {
      const settle = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      settle?.(message);
      return;
    } else this.received.push(message);
    for (const wake of [...this.#waiting]) wake();
  }
}

/** The URI that VS Code would send for a path. */
export function uriOf(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}
