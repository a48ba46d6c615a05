/** A program that runs beside the tests: started, watched, its last words kept, ended for certain. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What is kept of a program's output. */
const KEPT = 20_000;

/** All that run, so that none outlives the tests, however they end. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

export interface Program {
  readonly name: string;
  /** The end of what it wrote. */
  output(): string;
  /** False once it has ended. */
  isRunning(): boolean;
  /** Ends it and waits until it is gone; SIGKILL by default, for nothing that tests start has anything to lose. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export function start(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Program {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-KEPT);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  child.on('error', (error) => keep(`${error.message}\n`));
  const ended = once(child, 'close').then(
    () => running.delete(child),
    () => running.delete(child),
  );
  return {
    name,
    output: () => output,
    isRunning: () => running.has(child),
    async stop(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}
