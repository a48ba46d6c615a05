/**
 * Runs the user's own tools: found outside of the workspace, started without a shell, with an environment of known names, a time
 * limit, bounded output, and an end for all that they start. Whoever calls this has made sure that the workspace is trusted.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { type FilePath, isInside } from '../base/paths.ts';
import { fromNative } from './native.ts';

export interface Run {
  /** An absolute path, as {@link findProgram} returns it. */
  readonly program: string;
  readonly args: readonly string[];
  /** A directory outside of the workspace. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type Ran =
  | { readonly is: 'ended'; readonly status: number; readonly stdout: string; readonly stderr: string }
  | { readonly is: 'failed'; readonly why: 'not started' | 'too slow' | 'cancelled' | 'too much output' | 'killed' };

const MAX_OUTPUT = 16 * 1024 * 1024;

/** Tools that run at once; the others wait. */
const MAX_RUNNING = 2;

export class ToolRunner {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** Runs a tool to its end, or ends it with everything it has started. Never throws. */
  async run(run: Run): Promise<Ran> {
    while (this.#running >= MAX_RUNNING) await new Promise<void>((resume) => this.#waiting.push(resume));
    this.#running++;
    try {
      return run.signal?.aborted === true ? { is: 'failed', why: 'cancelled' } : await start(run);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }
}

function start({ program, args, cwd, env, input, timeoutMs, signal }: Run): Promise<Ran> {
  return new Promise((done) => {
    const isGroup = process.platform !== 'win32';
    const child = spawn(program, [...args], {
      cwd,
      env: { ...env },
      shell: false,
      windowsHide: true,
      detached: isGroup,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let ended: Ran | undefined;
    const finish = (result: Ran): void => {
      if (ended !== undefined) return;
      ended = result;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      if (result.is === 'failed') kill();
      child.stdout.destroy();
      child.stderr.destroy();
      done(result);
    };
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        if (isGroup) process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    };
    const cancel = (): void => finish({ is: 'failed', why: 'cancelled' });
    const timer = setTimeout(() => finish({ is: 'failed', why: 'too slow' }), timeoutMs);
    signal?.addEventListener('abort', cancel, { once: true });
    const said: { readonly out: Buffer[]; readonly err: Buffer[]; size: number } = { out: [], err: [], size: 0 };
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      said.size += chunk.length;
      if (said.size > MAX_OUTPUT) finish({ is: 'failed', why: 'too much output' });
      else into.push(chunk);
    };
    child.stdout.on('data', collect(said.out));
    child.stderr.on('data', collect(said.err));
    // A tool that ends before it has read its input closes the pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    child.on('error', () => finish({ is: 'failed', why: 'not started' }));
    child.on('close', (status) => {
      if (status === null) finish({ is: 'failed', why: 'killed' });
      else
        finish({
          is: 'ended',
          status,
          stdout: Buffer.concat(said.out).toString('utf8'),
          stderr: Buffer.concat(said.err).toString('utf8'),
        });
    });
  });
}

/**
 * The program that a setting of the machine names, else the first of these names on PATH. Nothing in or below the workspace
 * counts, nor what a link leads to there; a sentence where there is none.
 */
export function findProgram(
  names: readonly string[],
  setting: string | undefined,
  roots: readonly FilePath[],
): { readonly program: string } | { readonly refused: string } {
  if (setting !== undefined && setting !== '') {
    if (!isAbsolute(setting)) return { refused: `The path "${setting}" in the settings is not absolute.` };
    if (isBelow(roots, setting)) return { refused: `The program "${setting}" lies in the workspace, and is not run from there.` };
    return isProgram(setting) ? { program: setting } : { refused: `There is no program at "${setting}", as the settings say.` };
  }
  for (const name of names) {
    for (const directory of pathOutside(roots)) {
      for (const end of process.platform === 'win32' ? ['.exe'] : ['']) {
        const program = join(directory, name + end);
        if (isProgram(program) && !isBelow(roots, program)) return { program };
      }
    }
  }
  return { refused: `${names.join(' or ')} is not installed: nothing of that name is on PATH outside of the workspace.` };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** By its name, and by where its links lead. */
function isBelow(roots: readonly FilePath[], path: string): boolean {
  const places = [fromNative(path)];
  try {
    places.push(fromNative(realpathSync(path)));
  } catch {
    // Nothing is there: then it is not run either.
  }
  return roots.some((root) => places.some((place) => isInside(root, place)));
}

/** The directories of PATH that are absolute and not in the workspace. */
export function pathOutside(roots: readonly FilePath[]): readonly string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((directory) => isAbsolute(directory) && !isBelow(roots, directory));
}

/** Variables that say who and where the user is, and nothing that opens a door. */
const KNOWN: ReadonlySet<string> = new Set(
  `HOME USER LOGNAME LANG LANGUAGE LC_ALL LC_CTYPE TZ TMPDIR TMP TEMP XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME
   SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE USERNAME APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES
   HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR`.split(/\s+/),
);

/** An environment of known names: those that every tool needs, these of the tool's own, and values that are set for it. */
export function environmentFor(
  roots: readonly FilePath[],
  allowed: readonly string[],
  set: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(process.env)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (KNOWN.has(upper) || allowed.includes(upper))) kept[name] = value;
  }
  return { ...kept, PATH: pathOutside(roots).join(delimiter), ...set };
}
