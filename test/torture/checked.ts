/** Runs `plumbline check` on a directory in a child that is fenced in and measured. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SERVER_FLAGS } from '../../client/src/server-flags.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
/** The command as it is installed; `npm run build` makes it. */
const COMMAND = join(PROJECT, 'server/dist/cli.cjs');
if (!existsSync(COMMAND)) throw new Error(`${COMMAND} is not built; run "npm run build" first.`);
const MEASURE = join(import.meta.dirname, 'measure.ts');

/** When a child is stopped; far over every limit, so that the figure of what went wrong is still seen. */
const PATIENCE_MS = 120_000;

export interface Checked {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
  /** What the child told; undefined where it was stopped. */
  readonly cost:
    | { readonly cpuMs: number; readonly rssMb: number; readonly paceMs: number; readonly polluted: boolean }
    | undefined;
}

/**
 * Checks a directory under Node's permission model: nothing outside the directory and the project can be opened by name,
 * and neither a process nor a worker can be started.
 */
export function checkFenced(directory: string): Promise<Checked> {
  const fence = ['--permission', `--allow-fs-read=${PROJECT}`, `--allow-fs-read=${directory}`];
  return run(process.execPath, [...SERVER_FLAGS, ...fence, ...checkArguments(directory)], directory);
}

/** What a traced run did to the world. */
export interface Traced extends Checked {
  /** Every file that was opened, links followed. */
  readonly opened: ReadonlySet<string>;
  readonly programs: readonly string[];
  readonly connected: readonly string[];
}

/** Checks a directory without a fence, and watches every system call that opens, starts or connects (`strace`). */
export async function checkTraced(directory: string): Promise<Traced> {
  const scratch = mkdtempSync(join(tmpdir(), 'plumbline-trace-'));
  const log = join(scratch, 'calls');
  const calls = 'trace=open,openat,openat2,execve,execveat,connect';
  try {
    const arguments_ = [
      '-f',
      '-y',
      '-qq',
      '-s',
      '300',
      '-e',
      calls,
      '-o',
      log,
      process.execPath,
      ...SERVER_FLAGS,
      ...checkArguments(directory),
    ];
    const checked = await run('strace', arguments_, directory);
    const lines = readFileSync(log, 'utf8').split('\n');
    return {
      ...checked,
      opened: new Set(lines.flatMap((line) => /\bopen(?:at2?)?\(.* = \d+<(.*)>$/.exec(line)?.[1] ?? [])),
      programs: lines.filter((line) => /\bexecve(at)?\(/.test(line)),
      connected: lines.filter((line) => /\bconnect\(/.test(line) && !line.includes('AF_UNIX')),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function checkArguments(directory: string): string[] {
  return ['--import', MEASURE, COMMAND, 'check', directory, '--format', 'json'];
}

function run(program: string, args: readonly string[], cwd: string): Promise<Checked> {
  return new Promise((done, failed) => {
    const start = performance.now();
    // Node reads such certificates beside everything else, now in one run and then not in another.
    const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: undefined };
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const said = ['', '', '', ''];
    for (const channel of [1, 2, 3]) {
      const stream = child.stdio[channel];
      if (stream === null || stream === undefined || !('setEncoding' in stream)) continue;
      stream.setEncoding('utf8').on('data', (text: string) => {
        said[channel] += text;
      });
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.on('error', failed);
    child.on('close', (status) => {
      clearTimeout(timer);
      const [, stdout = '', stderr = '', cost = ''] = said;
      const wallMs = performance.now() - start;
      done({ status, stdout, stderr, wallMs, cost: cost === '' ? undefined : (JSON.parse(cost) as Checked['cost']) });
    });
  });
}
