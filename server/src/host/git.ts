/** The one thing that git itself is asked: what changed. Run so that nothing in the repository makes it run anything else. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join as joinNative } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { type FilePath, isInside, join } from '../base/paths.ts';
import { decode } from './decode.ts';
import { fromNative, toNative } from './native.ts';

/** Each names something that a repository's own configuration could make git run, wait for or write. */
const HARDENING = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.sshCommand=false',
  'safe.bareRepository=explicit',
  'diff.external=',
  'protocol.allow=never',
  'credential.helper=',
];

/** simple-git refuses settings of these kinds unless told that they are meant; {@link HARDENING} switches each of them off. */
const MEANT = {
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeSshCommand: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeFilter: true,
  // The program is an absolute path that was found on PATH, in which a space is no danger: no shell sees it.
  allowUnsafeCustomBinary: true,
};

/** Variables that redirect git or name programs for it: `GIT_*`, and these. */
const REDIRECTING = new Set(['EDITOR', 'VISUAL', 'PAGER', 'PREFIX', 'SSH_ASKPASS']);

const TIMEOUT = 60_000;
const MAX_OUTPUT = 256 * 1024 * 1024;

export type Changes = { readonly files: ReadonlyMap<FilePath, string | undefined> } | { readonly error: string };

/** What differs between the merge base of `ref` and HEAD, and the working tree, with the texts before. */
export async function changedSince(root: FilePath, ref: string): Promise<Changes> {
  if (ref.startsWith('-')) return { error: `"${ref}" is no revision` };
  const git = openGit(root);
  if (git === undefined) return { error: 'git is not installed, and --changed-since needs it' };
  const base = await git.line(['merge-base', '--end-of-options', ref, 'HEAD']);
  if (base === undefined) return { error: `git knows no revision "${ref}" with a history in common in ${root}` };
  const armed = await git.disarmFilters();
  if (armed !== undefined) return { error: armed };
  const diff = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];
  const tracked = await git.names([...diff, '--end-of-options', base, '--']);
  const added = await git.names(['ls-files', '-z', '--others', '--exclude-standard', '--']);
  if (tracked === undefined || added === undefined) return { error: `git cannot compare ${root} with "${ref}"` };
  const files = new Map<FilePath, string | undefined>();
  const texts = await git.texts(base, tracked);
  for (const name of added) files.set(join(root, name), undefined);
  for (const [index, name] of tracked.entries()) files.set(join(root, name), texts[index]);
  return { files };
}

/** Git at work in one repository, hardened; undefined where none is installed. */
export function openGit(root: FilePath): Git | undefined {
  const program = gitProgram(root);
  return program === undefined ? undefined : new Git(program, root);
}

/** The user's git from PATH. */
export function gitProgram(root: FilePath): string | undefined {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const directory of pathOutside(root)) {
    const program = joinNative(directory, name);
    try {
      accessSync(program, constants.X_OK);
      if (statSync(program).isFile()) return program;
    } catch {}
  }
  return undefined;
}

/** The directories of PATH; places relative to the working directory or inside the repository do not count. */
export function pathOutside(root: FilePath): readonly string[] {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((directory) => isAbsolute(directory) && !isInside(root, fromNative(directory)));
}

/** What git sees of the environment: nothing that leads it to another repository or to a program. */
function environment(root: FilePath): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => {
    const upper = name.toUpperCase();
    return upper !== 'PATH' && !upper.startsWith('GIT_') && !REDIRECTING.has(upper);
  });
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])),
    PATH: pathOutside(root).join(delimiter),
    LC_ALL: 'C',
    ...ownVariables(root),
  };
}

/** The variables of git that are set on purpose. */
function ownVariables(root: FilePath): Record<string, string> {
  return { GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_WORK_TREE: toNative(root) };
}

export class Git {
  readonly #program: string;
  readonly #root: FilePath;
  #settings: readonly string[] = [];

  constructor(program: string, root: FilePath) {
    this.#program = program;
    this.#root = root;
  }

  /**
   * Comparing a file runs the filter that attributes name for it. Filters that the repository's own configuration defines
   * are switched off; the user's own, such as the one for large files, stay. Says why where that cannot be done.
   */
  async disarmFilters(): Promise<string | undefined> {
    const words = (await this.#text(['config', '--list', '--show-scope', '--name-only', '-z']))?.split('\0');
    if (words === undefined) return 'git is older than 2.26, and a newer one is needed';
    const drivers = new Set<string>();
    for (let i = 0; i + 1 < words.length; i += 2) {
      const name = /^filter\.(.*)\.[^.]+$/s.exec(words[i + 1] ?? '')?.[1];
      if (name !== undefined && (words[i] === 'local' || words[i] === 'worktree')) drivers.add(name);
    }
    // `-c` ends the name of a setting at the first equals sign, so that this one would stay as it is.
    const unnameable = [...drivers].find((name) => name.includes('='));
    if (unnameable !== undefined)
      return `the filter "${unnameable}" of ${this.#root} cannot be switched off, so git is not run there`;
    this.#settings = [...drivers].flatMap((name) =>
      ['clean=', 'smudge=', 'process=', 'required=false'].map((setting) => `filter.${name}.${setting}`),
    );
    return undefined;
  }

  async line(words: readonly string[]): Promise<string | undefined> {
    const text = (await this.#text(words))?.trim();
    return text === undefined || !/^[0-9a-f]{40,64}$/.test(text) ? undefined : text;
  }

  async names(words: readonly string[]): Promise<readonly string[] | undefined> {
    return (await this.#text(words))?.split('\0').filter(Boolean);
  }

  /** What stands in one line of an answer; undefined where git fails. */
  async word(words: readonly string[]): Promise<string | undefined> {
    const text = (await this.#text(words))?.trim();
    return text === '' ? undefined : text;
  }

  /** Objects by their names, one process for all; undefined for what is no blob or larger than `most` bytes. */
  async blobs(names: readonly string[], most: number): Promise<readonly (Buffer | undefined)[] | undefined> {
    if (names.length === 0) return [];
    const asked = names.map((name) => `${name}\0`).join('');
    const sizes = await this.#run((git) => git.binaryCatFile(['--batch-check', '-z']), asked);
    if (sizes === undefined) return undefined;
    // A name may hold line breaks, which come back in the line of what is missing: read as batches are.
    const heads = readHeads(sizes, names.length);
    const wanted = names.flatMap((name, i) => ((heads[i] ?? most + 1) > most ? [] : [{ name, i }]));
    const contents =
      wanted.length === 0
        ? undefined
        : await this.#run((git) => git.binaryCatFile(['--batch', '-z']), wanted.map(({ name }) => `${name}\0`).join(''));
    if (wanted.length > 0 && contents === undefined) return undefined;
    const read = contents === undefined ? [] : readBuffers(contents, wanted.length);
    const found: (Buffer | undefined)[] = names.map(() => undefined);
    for (const [at, { i }] of wanted.entries()) found[i] = read[at];
    return found;
  }

  /** The texts of these files in a commit, undefined where it has none; one process for all. */
  async texts(commit: string, names: readonly string[]): Promise<readonly (string | undefined)[]> {
    // Nothing written would leave git waiting for its input to end.
    if (names.length === 0) return [];
    const asked = names.map((name) => `${commit}:${name}\0`).join('');
    const output = await this.#run((git) => git.binaryCatFile(['--batch', '-z']), asked);
    return output === undefined ? names.map(() => undefined) : readBatch(output, names.length);
  }

  #text(words: readonly string[]): Promise<string | undefined> {
    return this.#run((git) => git.raw(['--no-pager', '--no-optional-locks', ...words]));
  }

  /** What git answers, or undefined where it fails, takes too long or says too much. */
  async #run<T>(ask: (git: SimpleGit) => PromiseLike<T>, input?: string): Promise<T | undefined> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    let size = 0;
    const count = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > MAX_OUTPUT) stop.abort();
    };
    try {
      // Only who asks for changes pays for loading it.
      const { simpleGit } = await import('simple-git');
      const git = simpleGit({
        baseDir: toNative(this.#root),
        binary: this.#program,
        config: [...HARDENING, ...this.#settings],
        unsafe: MEANT,
        allowEnvironment: Object.keys(ownVariables(this.#root)),
        abort: stop.signal,
        // An answer counts once the pipes are closed: an exit alone may leave a part of it unread.
        completion: { onClose: true, onExit: false },
        // A status other than 0, or none after a signal, is a failure even where nothing was said.
        errors: (error, { exitCode }) => error ?? (exitCode === 0 ? undefined : new Error(`git ended with ${exitCode}`)),
        ...(input !== undefined && { input: () => input }),
      })
        .env(environment(this.#root))
        .outputHandler((_program, out, err) => {
          out.on('data', count);
          err.on('data', count);
        });
      return await ask(git);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The sizes of blobs; undefined for what is missing or no blob. */
function readHeads(output: Buffer, count: number): readonly (number | undefined)[] {
  const sizes: (number | undefined)[] = [];
  let at = 0;
  while (sizes.length < count && at < output.length) {
    const end = output.indexOf(10, at);
    const header = /^[0-9a-f]+ (\w+) (\d+)$/.exec(output.toString('utf8', at, end < 0 ? output.length : end));
    sizes.push(header?.[1] === 'blob' ? Number(header[2]) : undefined);
    at = header === null ? nextHeader(output, at) : end + 1;
  }
  return sizes;
}

function readBatch(output: Buffer, count: number): readonly (string | undefined)[] {
  return readBuffers(output, count).map((bytes) => (bytes === undefined ? undefined : decode(bytes).text));
}

/** `HASH blob SIZE`, a line break, the content and a line break for each object; `… missing` where there is none. */
function readBuffers(output: Buffer, count: number): readonly (Buffer | undefined)[] {
  const found: (Buffer | undefined)[] = [];
  let at = 0;
  while (found.length < count && at < output.length) {
    const end = output.indexOf(10, at);
    const header = /^[0-9a-f]+ (\w+) (\d+)$/.exec(output.toString('utf8', at, end < 0 ? output.length : end));
    if (header === null) {
      found.push(undefined);
      at = nextHeader(output, at);
      continue;
    }
    const size = Number(header[2]);
    found.push(header[1] === 'blob' ? output.subarray(end + 1, end + 1 + size) : undefined);
    at = end + 1 + size + 1;
  }
  return found;
}

/** Behind the answer for a missing object, whose name may hold line breaks. */
function nextHeader(output: Buffer, at: number): number {
  const mark = output.indexOf(' missing\n', at);
  return mark < 0 ? output.length : mark + ' missing\n'.length;
}
