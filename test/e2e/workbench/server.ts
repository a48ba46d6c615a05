/** Runs the VS Code workbench as a server of its own: own user, own settings, own extensions, gone after the test. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installWorkbench } from './install.ts';

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'git.enabled': false,
  'files.autoSave': 'off', // On by default in a browser.
  'terminal.integrated.gpuAcceleration': 'off',
};

/** Variables of the surroundings that would change what the server does. */
const FOREIGN = /^(VSCODE_|XDG_|ELECTRON_|CODE_SERVER|CS_|npm_|NODE_OPTIONS$|NODE_TEST|PORT$|PASSWORD$|HASHED_PASSWORD$)/;

export interface ServerOptions {
  /** Extensions to install, as VSIX files. */
  readonly vsix: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Those whose scope is the machine. */
  readonly machine?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Lets a test suite run inside the extension host: without it a built workbench ignores `extensionTestsPath`.
   * It also suppresses notifications and dialogs, so that tests of the interface run without it.
   */
  readonly runsTests?: boolean;
  /** Folders are opened restricted, and a person is not asked for trust but may give it. */
  readonly asksForTrust?: boolean;
}

/** What stands in the way of a test: questions and banners. */
const UNTRUSTED = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };

export class WorkbenchServer {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #home: string;

  private constructor(port: number, child: ChildProcess, home: string) {
    this.port = port;
    this.#child = child;
    this.#home = home;
  }

  static async start({
    vsix,
    settings = {},
    machine = {},
    env = {},
    runsTests = false,
    asksForTrust = false,
  }: ServerOptions): Promise<WorkbenchServer> {
    const entry = await installWorkbench();
    const home = mkdtempSync(join(tmpdir(), 'plumbline-workbench-'));
    for (const directory of ['user/User', 'user/Machine', 'extensions', 'home'])
      mkdirSync(join(home, directory), { recursive: true });
    const trust = asksForTrust ? UNTRUSTED : { 'security.workspace.trust.enabled': false };
    writeFileSync(join(home, 'user/User/settings.json'), JSON.stringify({ ...SETTINGS, ...trust, ...settings }));

    // Settings of the machine are the server's, not the browser's.
    writeFileSync(join(home, 'user/Machine/settings.json'), JSON.stringify(machine));

    const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
    const environment = { ...own, HOME: join(home, 'home'), EXTENSIONS_GALLERY: '{}', ...env };
    const places = [
      '--config',
      join(home, 'config.yaml'),
      '--user-data-dir',
      join(home, 'user'),
      '--extensions-dir',
      join(home, 'extensions'),
    ];
    for (const file of vsix) {
      const installed = spawnSync(process.execPath, [entry, ...places, '--install-extension', resolve(file)], {
        env: environment,
        encoding: 'utf8',
      });
      if (installed.status !== 0) throw new Error(`${file} could not be installed:\n${installed.stdout}${installed.stderr}`);
    }

    const port = await freePort();
    const log = openSync(join(home, 'server.log'), 'a');
    const quiet = [
      '--disable-telemetry',
      '--disable-update-check',
      ...(asksForTrust ? [] : ['--disable-workspace-trust']),
      '--disable-getting-started-override',
      '--disable-proxy',
      '--ignore-last-opened',
    ];
    const driver = runsTests ? ['--vscode-option', 'enable-smoke-test-driver'] : [];
    const child = spawn(
      process.execPath,
      [entry, ...places, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...quiet, ...driver],
      {
        stdio: ['ignore', log, log],
        env: environment,
        detached: true, // A process group of its own, to be ended as a whole.
      },
    );
    const server = new WorkbenchServer(port, child, home);
    await server.#ready();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): string {
    return readFileSync(join(this.#home, 'server.log'), 'utf8');
  }

  /** Where VS Code keeps the log files of the extension host and its output channels. */
  get logs(): string {
    return join(this.#home, 'user/logs');
  }

  async stop(): Promise<void> {
    const gone = this.#ended ? Promise.resolve() : new Promise((done) => this.#child.once('exit', done));
    this.#signal('SIGTERM');
    await Promise.race([gone, sleep(5000, undefined, { ref: false })]);
    this.#signal('SIGKILL');
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // The group is gone already.
    }
  }

  async #ready(): Promise<void> {
    for (const start = Date.now(); Date.now() - start < 60_000 && !this.#ended; await sleep(50)) {
      const healthy = await fetch(`${this.url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (healthy) return;
    }
    const { log } = this;
    await this.stop();
    throw new Error(`The workbench's server did not start:\n${log}`);
  }
}

async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? found(address.port) : failed(new Error('no port'))));
    });
  });
}
