/**
 * One commit of a remote repository, without its history: git fetches it into a bare repository of its own, and the files
 * are read out of that. Nothing of it is checked out, so no filter, hook, link or submodule of it comes into play.
 */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilePath } from '../../base/paths.ts';
import { gitProgram, pathOutside } from '../git.ts';
import { MAX_FILE } from '../reading.ts';
import type { Endpoint } from './addresses.ts';

export interface Cloned {
  readonly commit: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

const TIMEOUT = 120_000;
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_FILES = 50_000;

/** A name of a branch, tag or commit that git cannot take for an option, a refspec or a range. */
export function isPlainRef(ref: string): boolean {
  return /^[\w][\w./+-]*$/.test(ref) && !ref.includes('..');
}

/** The files of a repository at a ref; a sentence where they cannot be had. `root` is the repository that names it. */
export async function clone(
  url: string,
  ref: string,
  endpoint: Endpoint,
  root: FilePath,
): Promise<Cloned | { readonly error: string }> {
  if (ref !== '' && !isPlainRef(ref)) return { error: `"${ref}" is no branch, tag or commit` };
  if (!/^https?:\/\//.test(url)) return { error: 'only https:// and http:// are fetched' };
  const program = gitProgram(root);
  if (program === undefined) return { error: 'git is not installed, and remote bases are fetched with it' };
  const directory = await mkdtemp(join(tmpdir(), 'plumbline-fetch-'));
  try {
    return await new Bare(program, directory, root, endpoint).fetch(url, ref);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

class Bare {
  readonly #program: string;
  readonly #directory: string;
  readonly #settings: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;

  constructor(program: string, directory: string, root: FilePath, { host, port, address }: Endpoint) {
    this.#program = program;
    this.#directory = directory;
    this.#settings = [
      'protocol.allow=never',
      'protocol.https.allow=always',
      'protocol.http.allow=always',
      'http.followRedirects=false',
      `http.curloptResolve=+${host}:${port}:${address.includes(':') ? `[${address}]` : address}`,
      'http.lowSpeedLimit=100',
      'http.lowSpeedTime=30',
      'core.hooksPath=/dev/null',
      'core.fsmonitor=false',
      'credential.helper=',
      'core.askPass=',
      'fetch.fsckObjects=true',
      'submodule.recurse=false',
      'gc.auto=0',
    ];
    this.#environment = environmentFor(root);
  }

  async fetch(url: string, ref: string): Promise<Cloned | { readonly error: string }> {
    const made = await this.#run(['init', '--quiet', '--bare', '--template=', '.']);
    if ('error' in made) return made;
    const wanted = ref === '' ? 'HEAD' : ref;
    const options = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-auto-gc'];
    const got = await this.#run(['fetch', ...options, '--end-of-options', url, wanted]);
    if ('error' in got) return got;
    const commit = await this.#run(['rev-parse', '--verify', 'FETCH_HEAD^{commit}']);
    if ('error' in commit) return commit;
    const listed = await this.#run(['ls-tree', '-r', '-z', '--long', '--full-tree', 'FETCH_HEAD']);
    if ('error' in listed) return listed;
    const blobs = regularFiles(listed.output.toString('utf8'));
    if (blobs.length > MAX_FILES) return { error: `it has more than ${MAX_FILES} files` };
    const read = await this.#run(['cat-file', '--batch'], blobs.map(({ id }) => `${id}\n`).join(''));
    if ('error' in read) return read;
    const contents = readBatch(read.output, blobs.length);
    const files = new Map(blobs.flatMap(({ path }, i) => (contents[i] === undefined ? [] : [[path, contents[i]] as const])));
    return { commit: commit.output.toString('utf8').trim(), files };
  }

  /** Runs git with a limit on time, output and what it writes. */
  #run(words: readonly string[], input = ''): Promise<{ readonly output: Buffer } | { readonly error: string }> {
    const settings = this.#settings.flatMap((setting) => ['-c', setting]);
    return new Promise((done) => {
      const child = spawn(this.#program, ['--no-pager', ...settings, ...words], {
        cwd: this.#directory,
        env: { ...this.#environment, GIT_DIR: this.#directory },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const chunks: Buffer[] = [];
      let size = 0;
      let said = '';
      let stopped: string | undefined;
      const stop = (reason: string): void => {
        stopped ??= reason;
        child.kill('SIGKILL');
      };
      const timer = setTimeout(() => stop(`it takes longer than ${TIMEOUT / 1000} seconds`), TIMEOUT);
      const watch = setInterval(() => {
        if (bytesBelow(this.#directory) > MAX_BYTES) stop(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
      }, 250);
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BYTES) stop(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
        else chunks.push(chunk);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-2000);
      });
      child.stdin.on('error', () => {});
      child.stdin.end(input);
      const end = (error?: string): void => {
        clearTimeout(timer);
        clearInterval(watch);
        done(error === undefined ? { output: Buffer.concat(chunks) } : { error });
      };
      child.on('error', (error) => end(error.message));
      child.on('close', (code) => {
        if (stopped !== undefined) end(stopped);
        else if (code === 0) end();
        else end(lastLine(said) || `git ended with ${code}`);
      });
    });
  }
}

/** What git says last is why it failed. */
function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => line.startsWith('fatal: ')) ?? lines.at(-1) ?? '').replace(/^(?:fatal|error): /, '');
}

/** Nothing that leads git elsewhere, asks for a password or names a program; proxies and certificates stay. */
function environmentFor(root: FilePath): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(?:HOME|USERPROFILE|SYSTEMROOT|TEMP|TMP|TMPDIR|(?:https?|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|GIT_SSL_CA(?:INFO|PATH))$/i.test(
      name,
    ),
  );
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])),
    PATH: pathOutside(root).join(process.platform === 'win32' ? ';' : ':'),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
  };
}

/** Modes of regular files; links and submodules have others. */
const ENTRY = /^100[0-7]{3} blob ([0-9a-f]{40,64}) +(\d+)\t(.+)$/s;

function regularFiles(listing: string): readonly { readonly id: string; readonly path: string }[] {
  return listing.split('\0').flatMap((line) => {
    const [, id, size, path] = ENTRY.exec(line) ?? [];
    return id === undefined || path === undefined || Number(size) > MAX_FILE || !isPlainPath(path) ? [] : [{ id, path }];
  });
}

/** A path that can be written below a directory on any system. */
function isPlainPath(path: string): boolean {
  return (
    !/[\\:\0]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/^\.git$/i.test(part))
  );
}

function bytesBelow(directory: string): number {
  let size = 0;
  try {
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
      size += statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // Files come and go while git works.
  }
  return size;
}

/** `HASH blob SIZE`, a line break, the content and a line break for each object. */
function readBatch(output: Buffer, count: number): readonly (Buffer | undefined)[] {
  const contents: (Buffer | undefined)[] = [];
  let at = 0;
  while (contents.length < count && at < output.length) {
    const end = output.indexOf(10, at);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(output.toString('latin1', at, end < 0 ? output.length : end))?.[1];
    if (end < 0 || size === undefined) break;
    contents.push(output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}
