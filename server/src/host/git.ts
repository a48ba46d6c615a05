/** The one thing that git itself is asked: what changed. Run so that nothing in the repository makes it run anything else. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join as joinNative } from 'node:path';
import { type FilePath, isInside, join } from '../base/paths.ts';
import { decode } from './decode.ts';
import { fromNative, toNative } from './native.ts';

/** Each names something that a repository's own configuration could make git run, wait for or write. */
const HARDENING = [
  '--no-pager',
  '--no-optional-locks',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.attributesFile=/dev/null',
    'core.sshCommand=false',
    'safe.bareRepository=explicit',
    'diff.external=',
    'protocol.allow=never',
    'credential.helper=',
  ].flatMap((setting) => ['-c', setting]),
];

const TIMEOUT = 60_000;
const MAX_OUTPUT = 256 * 1024 * 1024;

export type Changes = { readonly files: ReadonlyMap<FilePath, string | undefined> } | { readonly error: string };

/** What differs between the merge base of `ref` and HEAD, and the working tree, with the texts before. */
export async function changedSince(root: FilePath, ref: string): Promise<Changes> {
  if (ref.startsWith('-')) return { error: `"${ref}" is no revision` };
  const program = gitProgram(root);
  if (program === undefined) return { error: 'git is not installed, and --changed-since needs it' };
  const git = new Git(program, root);
  const base = await git.line(['merge-base', '--end-of-options', ref, 'HEAD']);
  if (base === undefined) return { error: `git knows no revision "${ref}" with a history in common in ${root}` };
  if (!(await git.disarmFilters())) return { error: 'git is older than 2.26, and --changed-since needs a newer one' };
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

/** The user's git from PATH; places relative to the working directory or inside the repository do not count. */
function gitProgram(root: FilePath): string | undefined {
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(directory) || isInside(root, fromNative(directory))) continue;
    for (const name of names) {
      const program = joinNative(directory, name);
      try {
        accessSync(program, constants.X_OK);
        if (statSync(program).isFile()) return program;
      } catch {}
    }
  }
  return undefined;
}

class Git {
  readonly #program: string;
  readonly #root: FilePath;
  #settings: readonly string[] = [];

  constructor(program: string, root: FilePath) {
    this.#program = program;
    this.#root = root;
  }

  /**
   * Comparing a file runs the filter that attributes name for it. Filters that the repository's own configuration defines
   * are switched off; the user's own, such as the one for large files, stay.
   */
  async disarmFilters(): Promise<boolean> {
    const output = await this.#run(['config', '--list', '--show-scope', '--name-only', '-z']);
    if (output === undefined) return false;
    const words = output.toString('utf8').split('\0');
    const drivers = new Set<string>();
    for (let i = 0; i + 1 < words.length; i += 2) {
      const name = /^filter\.(.*)\.[^.]+$/s.exec(words[i + 1] ?? '')?.[1];
      if (name !== undefined && (words[i] === 'local' || words[i] === 'worktree')) drivers.add(name);
    }
    this.#settings = [...drivers].flatMap((name) =>
      ['clean=', 'smudge=', 'process=', 'required=false'].flatMap((setting) => ['-c', `filter.${name}.${setting}`]),
    );
    return true;
  }

  async line(words: readonly string[]): Promise<string | undefined> {
    const text = (await this.#run(words))?.toString('utf8').trim();
    return text === undefined || !/^[0-9a-f]{40,64}$/.test(text) ? undefined : text;
  }

  async names(words: readonly string[]): Promise<readonly string[] | undefined> {
    return (await this.#run(words))?.toString('utf8').split('\0').filter(Boolean);
  }

  /** The texts of these files in a commit, undefined where it has none; one process for all. */
  async texts(commit: string, names: readonly string[]): Promise<readonly (string | undefined)[]> {
    const asked = names.map((name) => `${commit}:${name}\0`).join('');
    const output = await this.#run(['cat-file', '--batch', '-z'], asked);
    return output === undefined ? names.map(() => undefined) : readBatch(output, names.length);
  }

  /** Standard output, or undefined where git fails, takes too long or says too much. */
  #run(words: readonly string[], given = ''): Promise<Buffer | undefined> {
    const env = {
      ...process.env,
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_WORK_TREE: toNative(this.#root),
      LC_ALL: 'C',
    };
    const child = spawn(this.#program, [...HARDENING, ...this.#settings, ...words], {
      cwd: toNative(this.#root),
      env,
      shell: false,
      timeout: TIMEOUT,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_OUTPUT) child.kill();
        else chunks.push(chunk);
      });
      child.on('error', () => resolve(undefined));
      child.on('close', (status) => resolve(status === 0 ? Buffer.concat(chunks) : undefined));
      // A git that ends early closes the pipe; its exit status says the rest.
      child.stdin.on('error', () => {});
      child.stdin.end(given);
    });
  }
}

/** `HASH blob SIZE`, a line break, the content and a line break for each object; `… missing` where there is none. */
function readBatch(output: Buffer, count: number): readonly (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  let at = 0;
  while (texts.length < count && at < output.length) {
    const end = output.indexOf(10, at);
    const header = /^[0-9a-f]+ (\w+) (\d+)$/.exec(output.toString('utf8', at, end < 0 ? output.length : end));
    if (header === null) {
      texts.push(undefined);
      const next = nextHeader(output, at);
      at = next;
      continue;
    }
    const size = Number(header[2]);
    texts.push(header[1] === 'blob' ? decode(output.subarray(end + 1, end + 1 + size)).text : undefined);
    at = end + 1 + size + 1;
  }
  return texts;
}

/** Behind the answer for a missing object, whose name may hold line breaks. */
function nextHeader(output: Buffer, at: number): number {
  const mark = output.indexOf(' missing\n', at);
  return mark < 0 ? output.length : mark + ' missing\n'.length;
}
