/** A real Gitea on the loopback interface, with its people and one repository, until the test ends. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { eventually } from '../cluster/kit/eventually.ts';
import { freePorts } from '../cluster/kit/ports.ts';
import { start } from '../cluster/kit/program.ts';
import { goToolsOrSkip } from '../kit/go-tools.ts';

export interface Person {
  readonly name: string;
  readonly token: string;
}

const PASSWORD = 'a password of no worth 1';

export class Gitea {
  readonly url: string;
  readonly home: string;
  readonly admin: Person;
  readonly #run: (...words: readonly string[]) => string;

  private constructor(url: string, home: string, run: (...words: readonly string[]) => string) {
    this.url = url;
    this.home = home;
    this.#run = run;
    this.admin = this.person('ada', '--admin');
  }

  /** Undefined where it cannot be built; then the test is skipped. */
  static async start(t: TestContext): Promise<Gitea | undefined> {
    const program = await goToolsOrSkip(t, 'gitea');
    if (program === undefined) return undefined;
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-gitea-')));
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const settings = join(home, 'custom/conf/app.ini');
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, configuration(home, url, port ?? 0, dirname(program('templates'))));
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      USER: process.env.USER ?? 'root',
      GITEA_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT: 'true',
    };
    const run = (...words: readonly string[]): string =>
      execFileSync(program('gitea'), [...words, '--config', settings], {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    run('migrate');
    const server = start('gitea', program('gitea'), ['web', '--config', settings], env);
    t.after(async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    });
    // While it starts it writes its settings anew, and whoever reads them then finds half of them.
    await eventually('Gitea to answer', async () => {
      if (!server.isRunning()) return true;
      return (await fetch(`${url}/api/healthz`)).ok;
    });
    if (!server.isRunning()) throw new Error(`Gitea has ended: ${server.output()}`);
    return new Gitea(url, home, run);
  }

  person(name: string, ...options: readonly string[]): Person {
    const words = ['--username', name, '--email', `${name}@example.com`, '--password', PASSWORD, '--must-change-password=false'];
    this.#run('admin', 'user', 'create', ...words, ...options);
    const scopes = ['--scopes', 'write:repository,write:issue,write:organization,write:user'];
    const said = this.#run('admin', 'user', 'generate-access-token', '--username', name, '--raw', ...scopes);
    return { name, token: said.trim().split('\n').at(-1) ?? '' };
  }

  /** One request as somebody; what is not there or not allowed throws. */
  async ask<T>(who: Person, method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `token ${who.token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? (undefined as T) : JSON.parse(text);
  }

  /** Lets git sign in as somebody, as its user would have it: by a helper of theirs. */
  signIn({ name, token }: Person): void {
    const { host } = new URL(this.url);
    const store = join(this.home, 'credentials');
    writeFileSync(store, `http://${name}:${token}@${host}\n`, { mode: 0o600 });
    const config = process.env.GIT_CONFIG_GLOBAL ?? '';
    execFileSync('git', ['config', '--file', config, 'credential.helper', `store --file=${store}`]);
  }
}

/** Everything that it can do without is off: nothing is reached but this machine's loopback interface. */
function configuration(home: string, url: string, port: number, files: string): string {
  return `
WORK_PATH = ${home}
RUN_USER = ${process.env.USER ?? 'root'}
RUN_MODE = prod
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = ${url}/
STATIC_ROOT_PATH = ${files}
DISABLE_SSH = true
OFFLINE_MODE = true
[database]
DB_TYPE = sqlite3
PATH = ${join(home, 'gitea.db')}
SQLITE_TIMEOUT = 60000
SQLITE_JOURNAL_MODE = WAL
[security]
INSTALL_LOCK = true
SECRET_KEY = of no worth
PASSWORD_HASH_ALGO = pbkdf2$1$8
[service]
DISABLE_REGISTRATION = true
[repository]
DEFAULT_BRANCH = main
[indexer]
ISSUE_INDEXER_TYPE = db
[log]
LEVEL = Warn
[actions]
ENABLED = false
[cron]
ENABLED = false
[mailer]
ENABLED = false
[picture]
DISABLE_GRAVATAR = true
`;
}
