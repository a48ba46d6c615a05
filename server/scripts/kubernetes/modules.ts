/** Go modules as directories, fetched by Go's own client and checked against its sums. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** True for a module that lies in the module cache already; paths with capital letters stand there in another form. */
export function isAtHand(path: string, version: string): boolean {
  const cache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  return existsSync(join(cache, `${path}@${version}`));
}

/**
 * The directory of a module in the module cache; it is downloaded where it is not there yet. `sum` is the hash that it has to
 * have, where one is pinned here.
 */
export function moduleDirectory(path: string, version: string, sum?: string): string {
  const outside = mkdtempSync(join(tmpdir(), 'plumbline-modules-'));
  try {
    // Go does not even unpack modules that are written for a newer Go than itself, and fetches that where it may.
    const env = { ...process.env, GOTOOLCHAIN: 'auto' };
    const told = execFileSync('go', ['mod', 'download', '-json', `${path}@${version}`], {
      cwd: outside,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { Dir, Sum } = JSON.parse(told) as { readonly Dir?: string; readonly Sum?: string };
    if (Dir === undefined) throw new Error(`Go has no directory for ${path}@${version}.`);
    if (sum !== undefined && Sum !== sum) throw new Error(`${path}@${version} has the hash ${Sum}, not ${sum}.`);
    return Dir;
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
}
