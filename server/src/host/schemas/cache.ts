/** Schemas that catalogues gave, and which they do not have, kept outside of all repositories with the time of the answer. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../reading.ts';

/** An answer that was kept. */
export interface Kept {
  /** Undefined where the catalogue has no such schema. */
  readonly text: string | undefined;
  /** Milliseconds since 1970. */
  readonly asked: number;
}

const DAY = 86_400_000;
/** After this an answer is asked for anew; until that comes it counts. */
const LASTS = 7 * DAY;
/** What a catalogue lacks today it may have tomorrow. */
const LACK_LASTS = DAY;

const MOST_ENTRIES = 2000;
const MOST_BYTES = 128 * 1024 * 1024;

/** The file with the answer for a URL. */
export function keptAt(cache: string, url: string): string {
  return join(cache, `${createHash('sha256').update(url).digest('hex').slice(0, 40)}.json`);
}

/** What such a file says of the URL; undefined where it says nothing. */
export function keptFor(file: string, url: string): Kept | undefined {
  const read = readText(file);
  if (read.kind !== 'text') return undefined;
  try {
    const { url: of, asked, text } = JSON.parse(read.text) as Record<string, unknown>;
    if (of !== url || typeof asked !== 'number' || (text !== undefined && typeof text !== 'string')) return undefined;
    return { asked, text };
  } catch {
    return undefined;
  }
}

/** True for an answer that should be asked for anew; clocks that were set back count as well. */
export function isStale(asked: number, isLack: boolean, now: number): boolean {
  return asked > now + DAY || now - asked > (isLack ? LACK_LASTS : LASTS);
}

/** Keeps an answer in the stead of the one before. */
export function keepAnswer(cache: string, url: string, { text, asked }: Kept): void {
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const draft = join(cache, `.${randomUUID()}`);
  try {
    writeFileSync(draft, JSON.stringify({ url, asked, text }), { flag: 'wx', mode: 0o600 });
    renameSync(draft, keptAt(cache, url));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Drops the oldest answers until the others are within bounds. */
export function shrink(cache: string): void {
  const entries = namesIn(cache).flatMap((name) => {
    const stats = statSync(join(cache, name), { throwIfNoEntry: false });
    return stats?.isFile() ? [{ path: join(cache, name), size: stats.size, time: stats.mtimeMs }] : [];
  });
  entries.sort((a, b) => b.time - a.time);
  let bytes = 0;
  for (const [i, { path, size }] of entries.entries()) {
    bytes += size;
    if (i >= MOST_ENTRIES || bytes > MOST_BYTES) rmSync(path, { force: true });
  }
}

function namesIn(cache: string): readonly string[] {
  try {
    return readdirSync(cache);
  } catch {
    return [];
  }
}
