/** Git as tests use it: without the settings of whoever runs them. */
import { execFileSync } from 'node:child_process';
import type { Disk } from './disk.ts';

function hasGit(): boolean {
  try {
    return execFileSync('git', ['--version']).length > 0;
  } catch {
    return false;
  }
}

/** Why tests with git are skipped; false where they are not. */
export const MISSING = hasGit() ? false : 'git is not installed: install it to run this';

export function git({ root }: Pick<Disk, 'root'>, ...words: readonly string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...who, ...words], { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
