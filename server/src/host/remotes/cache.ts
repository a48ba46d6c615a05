/** Where fetched bases and files are kept: outside of all repositories, one directory for each entry as it is written. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname as dirnameOf, isAbsolute, join } from 'node:path';
import type { Fetched } from '../../model/workspace/fetched.ts';
import { fromNative } from '../native.ts';
import { readText } from '../reading.ts';

/** Below `PLUMBLINE_CACHE`, or the place that the system has for caches. */
export function cacheDirectory(
  of: 'remotes' | 'schemas' = 'remotes',
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const chosen = env.PLUMBLINE_CACHE;
  if (chosen !== undefined && isAbsolute(chosen)) return join(chosen, of);
  const home = homedir();
  const base =
    process.platform === 'win32'
      ? (env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? join(home, 'Library', 'Caches')
        : (env.XDG_CACHE_HOME ?? join(home, '.cache'));
  return join(base, 'plumbline', of);
}

interface Note {
  readonly entry: string;
  readonly url: string;
  readonly commit?: string;
  /** The path in the content that the entry means. */
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/** What was fetched for an entry; undefined where nothing was. */
export function lookUp(cache: string, entry: string): Fetched | undefined {
  const directory = join(cache, nameOf(entry));
  const read = readText(join(directory, 'entry.json'));
  if (read.kind !== 'text') return undefined;
  const note = noteIn(read.text);
  if (note === undefined || note.entry !== entry) return undefined;
  const root = fromNative(join(directory, 'content'));
  const path = fromNative(join(directory, 'content', note.path));
  return { kind: note.kind, path, root, url: note.url, commit: note.commit };
}

function noteIn(text: string): Note | undefined {
  try {
    const { entry, url, commit, path, kind } = JSON.parse(text) as Record<string, unknown>;
    if (typeof entry !== 'string' || typeof url !== 'string' || typeof path !== 'string') return undefined;
    if (path.split('/').includes('..') || isAbsolute(path)) return undefined;
    return { entry, url, path, kind: kind === 'file' ? 'file' : 'directory', ...(typeof commit === 'string' && { commit }) };
  } catch {
    return undefined;
  }
}

/** Keeps the content of an entry in the stead of what was kept before. */
export function keep(cache: string, note: Note, files: ReadonlyMap<string, Buffer>): void {
  const draft = join(cache, `.${randomUUID()}`);
  const made = new Set<string>();
  try {
    mkdirSync(join(draft, 'content'), { recursive: true, mode: 0o700 });
    for (const [path, content] of files) {
      const file = join(draft, 'content', path);
      const parent = dirnameOf(file);
      if (!made.has(parent)) mkdirSync(parent, { recursive: true });
      made.add(parent);
      writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
    }
    writeFileSync(join(draft, 'entry.json'), `${JSON.stringify(note, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 });
    const target = join(cache, nameOf(note.entry));
    if (statSync(target, { throwIfNoEntry: false }) !== undefined) rmSync(target, { recursive: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function nameOf(entry: string): string {
  return createHash('sha256').update(entry).digest('hex').slice(0, 40);
}
