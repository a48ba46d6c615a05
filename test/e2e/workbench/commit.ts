/** A directory as somebody has committed it, for what compares with a commit. */
import { execFileSync } from 'node:child_process';

/** Makes the directory a repository with one commit of all that is in it, and returns it. */
export function committed(directory: string): string {
  const git = (...words: readonly string[]): void => void execFileSync('git', words, { cwd: directory, stdio: 'ignore' });
  git('init', '-q', '--initial-branch=main');
  git('add', '-A');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'Lay the ground');
  return directory;
}
