/** The user's cache directory, where what is slow to make is kept between runs and work trees, keyed by what pins it. */
import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What was not used for so long is removed when something of the same name is made anew. */
const UNUSED_DAYS = 30;

export function cacheRoot(): string {
  const xdg = process.env.XDG_CACHE_HOME;
  if (xdg) return join(xdg, 'plumbline');
  const local = process.env.LOCALAPPDATA;
  if (process.platform === 'win32' && local) return join(local, 'plumbline', 'cache');
  return join(homedir(), '.cache', 'plumbline');
}

/** A short key out of everything that decides what is made. */
export function cacheKey(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 16);
}

/**
 * The directory `name-key` of the cache, made by `make` where it is not there yet. Several processes may ask at once:
 * one makes, the others wait. What `make` leaves appears whole or not at all.
 */
export async function cached(
  name: string,
  key: string,
  make: (directory: string) => Promise<void>,
  root = cacheRoot(),
): Promise<string> {
  const ready = join(root, `${name}-${key}`);
  if (await markUsed(ready)) return ready;
  await mkdir(root, { recursive: true });
  const release = await lock(`${ready}.lock`);
  const partial = `${ready}.partial-${process.pid}`;
  try {
    if (await markUsed(ready)) return ready;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    await make(partial);
    await rename(partial, ready);
    await removeUnused(root, name);
    return ready;
  } finally {
    await rm(partial, { recursive: true, force: true });
    await release();
  }
}

/** True where the directory is there; its time then says when it was last used. */
async function markUsed(directory: string): Promise<boolean> {
  const now = new Date();
  return utimes(directory, now, now).then(
    () => true,
    () => false,
  );
}

/** Waits until no living process holds the lock file; returns what gives it back. */
async function lock(path: string): Promise<() => Promise<void>> {
  for (;;) {
    if (await isTaken(path)) return () => rm(path, { force: true });
    // Two waiters may take over at once; then both make the same, and one of the results stays.
    if (!(await isHeld(path))) await rm(path, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** True where the lock file is ours now. It appears with its holder's number in it: an empty one would look like that of nobody. */
async function isTaken(path: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

async function isHeld(path: string): Promise<boolean> {
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!Number.isInteger(holder) || holder <= 0) return false;
  try {
    process.kill(holder, 0);
    return true;
  } catch {
    return false;
  }
}

async function removeUnused(root: string, name: string): Promise<void> {
  const oldest = Date.now() - UNUSED_DAYS * 24 * 3600 * 1000;
  for (const entry of await readdir(root)) {
    if (!entry.startsWith(`${name}-`) || !/^[0-9a-f]{16}(\.|$)/.test(entry.slice(name.length + 1))) continue;
    const path = join(root, entry);
    const age = await stat(path).catch(() => undefined);
    if (age !== undefined && age.mtimeMs < oldest) await rm(path, { recursive: true, force: true });
  }
}
