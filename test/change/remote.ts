/** A real git remote: a bare repository behind `git http-backend`, and clones of it. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { TestContext } from 'node:test';

const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** The settings of the user who runs the tests are nobody's business: theirs are a name and an address. */
export function useOwnSettings(t: { after(work: () => void): void }): void {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-home-'));
  writeFileSync(
    join(home, 'gitconfig'),
    '[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n',
  );
  const before = process.env.GIT_CONFIG_GLOBAL;
  process.env.GIT_CONFIG_GLOBAL = join(home, 'gitconfig');
  process.env.GIT_CONFIG_NOSYSTEM = '1';
  t.after(() => {
    if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
    else process.env.GIT_CONFIG_GLOBAL = before;
    rmSync(home, { recursive: true, force: true });
  });
}

export function git(cwd: string, ...words: readonly string[]): string {
  const env = { ...ENVIRONMENT, GIT_CONFIG_GLOBAL: process.env.GIT_CONFIG_GLOBAL ?? '/dev/null' };
  return execFileSync('git', words, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

export class Remote {
  readonly home: string;
  readonly url: string;
  readonly bare: string;

  private constructor(home: string, url: string, bare: string) {
    this.home = home;
    this.url = url;
    this.bare = bare;
  }

  /** A remote whose branch `main` has these files. */
  static async start(t: TestContext, files: Readonly<Record<string, string>>): Promise<Remote> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-remote-')));
    const bare = join(home, 'acme', 'gitops.git');
    mkdirSync(bare, { recursive: true });
    git(bare, 'init', '-q', '--bare', '--initial-branch=main');
    git(bare, 'config', 'http.receivepack', 'true');
    const server = spawn(process.execPath, [join(import.meta.dirname, 'git-server.ts'), home], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<number>((found) => server.stdout.once('data', (line: Buffer) => found(Number(line))));
    t.after(() => {
      server.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    });
    const remote = new Remote(home, `http://127.0.0.1:${port}/acme/gitops.git`, bare);
    const seed = join(home, 'seed');
    git(home, 'init', '-q', seed);
    for (const [path, text] of Object.entries(files)) write(seed, path, text);
    git(seed, 'add', '-A');
    git(seed, 'commit', '-qm', 'Lay the ground');
    git(seed, 'push', '-q', bare, 'HEAD:refs/heads/main');
    return remote;
  }

  clone(name = 'work', ...options: readonly string[]): string {
    const path = join(this.home, name);
    git(this.home, 'clone', '-q', ...options, this.url, path);
    return path;
  }

  refs(): string {
    return git(this.bare, 'for-each-ref', '--format=%(refname) %(objectname)');
  }

  /** Runs at the remote before it takes what is pushed. */
  hook(name: string, script: string): void {
    hook(this.bare, name, script);
  }
}

export function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function hook(gitDirectory: string, name: string, script: string): void {
  write(gitDirectory, `hooks/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(gitDirectory, 'hooks', name), 0o755);
}

/** Everything that a failure must leave as it was: files with their modes, the index, HEAD, every ref, every setting. */
export function state(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.name === '.git') continue;
      if (entry.isDirectory()) walk(path);
      else
        found[`file ${relative(root, path)}`] =
          `${lstatSync(path).mode} ${entry.isSymbolicLink() ? readlinkSync(path) : hashOf(path)}`;
    }
  };
  walk(root);
  const index = git(root, 'rev-parse', '--path-format=absolute', '--git-path', 'index');
  found.index = existsSync(index) ? hashOf(index) : '';
  found.HEAD = readFileSync(git(root, 'rev-parse', '--path-format=absolute', '--git-path', 'HEAD'), 'utf8');
  found.refs = git(root, 'for-each-ref', '--format=%(refname) %(objectname) %(symref)');
  found.settings = git(root, 'config', '--list', '--local');
  return found;
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
