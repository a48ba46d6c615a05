/** Programs of the system that tests need: found, installed as root where Debian's tools are, or named in a sentence. */
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package of each program. */
const PACKAGES = {
  'redis-server': 'redis-server',
  git: 'git',
  ip: 'iproute2',
  unshare: 'util-linux',
  tar: 'tar',
  kubectl: 'kubectl',
} as const;
export type SystemProgram = keyof typeof PACKAGES;

/** Why these cannot be had; undefined where they are there. CI makes an error of it, and skips nothing. */
export function provided(...programs: readonly SystemProgram[]): string | undefined {
  const missing = programs.filter((program) => !isOnPath(program));
  if (missing.length === 0) return undefined;
  const packages = missing.map((program) => PACKAGES[program]);
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet: ExecFileSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'], env };
    try {
      execFileSync('apt-get', ['update', '-qq'], quiet);
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
    } catch {
      // apt-get has said why; what is missing is told below.
    }
    if (missing.every(isOnPath)) return undefined;
  }
  const sentence = `${missing.join(' and ')} is needed: "sudo apt-get install ${packages.join(' ')}", or the like of your system.`;
  if (process.env.CI) throw new Error(sentence);
  return sentence;
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
