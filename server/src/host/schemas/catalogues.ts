/**
 * Catalogues of schemas: folders are read, servers are asked only by {@link Catalogues.fetch}, and what they answered is read from
 * the cache. A server is asked only where a person has named its location or agreed to it, for one URL a kind that holds the
 * kind's group, name and version, and for nothing else.
 */
import { statSync } from 'node:fs';
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { type FilePath, isInside } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { structuralText } from '../../model/kubernetes/schema/json-schema.ts';
import { kindsForCatalogues, namedLocations } from '../../model/kubernetes/schema/sources.ts';
import { knownMinor } from '../../model/kubernetes/schema/version.ts';
import { configuredVersion } from '../../model/workspace/config.ts';
import { repositories } from '../../model/workspace/inputs.ts';
import { catalogueSchema, clusterVersion, type OutsideSchema } from '../../model/workspace/outside.ts';
import { customKind, hostOf, isUrl, locationProblem, schemaPlace } from '../../model/workspace/schema-locations.ts';
import { fromNative, realPath, toNative } from '../native.ts';
import { inSlices, STEADY } from '../pace.ts';
import { readText } from '../reading.ts';
import { cacheDirectory } from '../remotes/cache.ts';
import { download } from '../remotes/download.ts';
import { isStale, keepAnswer, keptAt, keptFor, shrink } from './cache.ts';

/** Larger schemas are not kept. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Kinds that are asked for in the life of a process, and how long one round may take. */
const MOST_ASKED = 300;
const ROUND = 120_000;
const AT_ONCE = 4;
/** So often a host may fail before it is left alone. */
const MOST_FAILURES = 3;

/** A schema that was asked for. */
export interface Asked {
  /** `apiVersion kind`. */
  readonly kind: string;
  readonly host: string;
  readonly result: 'found' | 'unknown' | { readonly error: string };
}

/** A location, and how it stands. */
export interface LocationState {
  readonly location: string;
  /** `folder`: read from the disk. `agreed`: asked in the background. `proposed`: a repository names it, and nobody has agreed. */
  readonly is: 'folder' | 'agreed' | 'proposed';
  /** What went wrong last. */
  readonly problem: string | undefined;
}

interface Location {
  readonly written: string;
  /** Where a folder's paths start and must stay; undefined for URLs. */
  readonly root: FilePath | undefined;
  readonly isAgreed: boolean;
}

interface Question {
  readonly kind: string;
  readonly url: string;
  readonly host: string;
}

export class Catalogues {
  readonly #db: Database;
  readonly #cache: string;
  readonly #now: () => number;
  #own: readonly string[] = [];
  #agreesToAll = false;
  #asked = 0;
  /** Kinds of which the database has something. */
  #told: ReadonlySet<string> = new Set();
  /** URLs that gave nothing useful: they are left alone until somebody asks again. */
  readonly #failed = new Set<string>();
  /** What went wrong last, by host. */
  readonly #problems = new Map<string, string>();
  readonly #files = new Files();

  constructor(db: Database, cache: string = cacheDirectory('schemas'), now: () => number = Date.now) {
    this.#db = db;
    this.#cache = cache;
    this.#now = now;
  }

  /** The locations that a person has named: of the disk also those outside of all repositories. */
  set own(locations: readonly string[]) {
    this.#own = locations.filter((one) => locationProblem(one) === undefined && (isUrl(one) || isAbsolute(one)));
  }

  /** To be called where a person has asked for all that the repositories name. */
  agree(): void {
    this.#agreesToAll = true;
  }

  get locations(): readonly LocationState[] {
    return this.#locations().map(({ written, root, isAgreed }) => ({
      location: written,
      is: root !== undefined ? 'folder' : isAgreed ? 'agreed' : 'proposed',
      problem: this.#problems.get(hostOf(written) ?? ''),
    }));
  }

  /** Puts into the database what folders and the cache have of the kinds that nobody else describes. */
  async load(): Promise<void> {
    const locations = this.#locations();
    const found = new Map<string, OutsideSchema>();
    const wanted = locations.length === 0 ? [] : kindsForCatalogues(this.#db);
    await inSlices(wanted, STEADY, (key) => {
      const schema = this.#schemaOf(key, locations);
      if (schema !== undefined) found.set(key, schema);
    });
    for (const key of this.#told) if (!found.has(key)) this.#db.set(catalogueSchema, key, undefined);
    for (const [key, schema] of found) this.#db.set(catalogueSchema, key, schema);
    this.#told = new Set(found.keys());
  }

  /** Asks servers for what is missing or old, with `again` for everything; tells each answer. {@link load} puts it to use. */
  async *fetch({ again = false, signal }: { readonly again?: boolean; readonly signal?: AbortSignal } = {}): AsyncGenerator<Asked> {
    if (again) this.#failed.clear();
    const ends = AbortSignal.any([AbortSignal.timeout(ROUND), ...(signal === undefined ? [] : [signal])]);
    const asked = new Set<string>();
    // What one catalogue lacks, the next is asked for.
    for (let queue = this.#wanted(again, asked); queue.length > 0; queue = this.#wanted(again, asked)) {
      for (const { url } of queue) asked.add(url);
      yield* this.#round(queue, ends);
    }
    if (asked.size > 0) shrink(this.#cache);
  }

  async *#round(questions: readonly Question[], ends: AbortSignal): AsyncGenerator<Asked> {
    const failures = new Map<string, number>();
    const queue = [...questions];
    const running = new Set<Promise<Asked>>();
    for (;;) {
      for (let next = queue[0]; next !== undefined && running.size < AT_ONCE; next = queue[0]) {
        queue.shift();
        const isLeft = (failures.get(next.host) ?? 0) >= MOST_FAILURES;
        if (isLeft || ends.aborted || this.#asked >= MOST_ASKED) continue;
        this.#asked++;
        const { kind, host } = next;
        const asking: Promise<Asked> = this.#ask(next, ends).then((result) => ({ kind, host, result }));
        running.add(asking);
        void asking.then(() => running.delete(asking));
      }
      if (running.size === 0) return;
      const answer = await Promise.race(running);
      if (typeof answer.result === 'object') failures.set(answer.host, (failures.get(answer.host) ?? 0) + 1);
      yield answer;
    }
  }

  /** For each kind the first server that may have it and was not asked. */
  #wanted(again: boolean, asked: ReadonlySet<string>): readonly Question[] {
    const locations = this.#locations().filter(({ root, isAgreed }) => root !== undefined || isAgreed);
    if (locations.every(({ root }) => root !== undefined)) return [];
    return kindsForCatalogues(this.#db).flatMap((kind) => this.#question(kind, locations, again, asked) ?? []);
  }

  #question(kind: string, locations: readonly Location[], again: boolean, asked: ReadonlySet<string>): Question | undefined {
    for (const { written, root } of locations) {
      const url = this.#placeOf(kind, written);
      if (url === undefined) return undefined;
      if (root !== undefined) {
        if (this.#inFolder(url, root) !== undefined) return undefined;
        continue;
      }
      if (this.#failed.has(url)) continue;
      const kept = this.#kept(url);
      const isNew = !asked.has(url) && (kept === undefined || again || isStale(kept.asked, kept.schema === undefined, this.#now()));
      if (isNew) return { kind, url, host: URL.parse(url)?.host ?? '' };
      if (kept?.schema !== undefined) return undefined;
    }
    return undefined;
  }

  async #ask({ url, host }: Question, signal: AbortSignal): Promise<Asked['result']> {
    const failed = (error: string): Asked['result'] => {
      if (!signal.aborted) this.#failed.add(url);
      this.#problems.set(host, error);
      return { error };
    };
    try {
      const got = await download(url, allowedFor(url), { isBound: true, most: MOST_BYTES, signal });
      const isLacking = !('content' in got) && got.status !== undefined && LACKS.has(got.status);
      if (!('content' in got) && !isLacking) return failed(got.error);
      const text = 'content' in got ? got.content.toString('utf8') : undefined;
      if (text !== undefined && structural(text) === undefined) return failed('it answers with what is no JSON schema of an object');
      keepAnswer(this.#cache, url, { text, asked: this.#now() });
      this.#problems.delete(host);
      return text === undefined ? 'unknown' : 'found';
    } catch (error) {
      return failed(error instanceof Error ? error.message : 'it could not be kept');
    }
  }

  #schemaOf(key: string, locations: readonly Location[]): OutsideSchema | undefined {
    for (const { written, root } of locations) {
      const place = this.#placeOf(key, written);
      if (place === undefined) return undefined;
      const text = root === undefined ? this.#kept(place)?.schema : this.#inFolder(place, root);
      if (text !== undefined) return { text, by: hostOf(written) ?? nameOf(written) };
    }
    return undefined;
  }

  #placeOf(key: string, location: string): string | undefined {
    const kind = customKind(key);
    return kind === undefined ? undefined : schemaPlace(location, kind, this.#minor());
  }

  #kept(url: string): { readonly asked: number; readonly schema: string | undefined } | undefined {
    return this.#files.read(keptAt(this.#cache, url), (path) => {
      const kept = keptFor(path, url);
      return kept && { asked: kept.asked, schema: kept.text === undefined ? undefined : structural(kept.text) };
    });
  }

  /** Of a regular file that stands, links followed, below the folder that was named. */
  #inFolder(place: string, root: FilePath): string | undefined {
    const real = realPath(fromNative(place, toNative(root)));
    const base = realPath(root);
    if (real === undefined || base === undefined || real === base || !isInside(base, real)) return undefined;
    return this.#files.read(toNative(real), (path) => {
      const read = readText(path);
      return read.kind === 'text' && read.text.length <= MOST_BYTES ? structural(read.text) : undefined;
    });
  }

  /** Those of the repositories come first, as their configuration beats the editor's. */
  #locations(): readonly Location[] {
    const found = new Map<string, Location>();
    for (const { location, root } of namedLocations(this.#db, '')) {
      const isAgreed = this.#agreesToAll || this.#own.includes(location);
      if (isUrl(location)) found.set(location, { written: location, root: undefined, isAgreed });
      else found.set(`${root} ${location}`, { written: location, root, isAgreed: true });
    }
    for (const own of this.#own)
      if (!found.has(own)) found.set(own, { written: own, root: isUrl(own) ? undefined : folderOf(own), isAgreed: true });
    return [...found.values()];
  }

  /** The version that the first repository is for, else the cluster's. */
  #minor(): number | undefined {
    const [first] = repositories(this.#db, '');
    const configured = first === undefined ? undefined : configuredVersion(this.#db, `${first.root}/x`);
    return knownMinor(configured ?? clusterVersion(this.#db, ''));
  }
}

/** Files that were read, read again only when they have changed. */
class Files {
  readonly #known = new Map<string, { readonly stamp: string; readonly value: unknown }>();

  read<T>(path: string, read: (path: string) => T | undefined): T | undefined {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile()) return undefined;
    const stamp = `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.value as T | undefined;
    const value = read(path);
    this.#known.set(path, { stamp, value });
    return value;
  }
}

/** Answers by which servers say that they have no such file. */
const LACKS: ReadonlySet<number> = new Set([403, 404, 410]);

/** A folder as sentences name it. */
function nameOf(location: string): string {
  return (location.split('{{', 1)[0] ?? '').replace(/[/\\.]+$/, '') || location;
}

/** The directory before the first variable. */
function folderOf(location: string): FilePath {
  const fixed = location.split('{{', 1)[0] ?? '';
  return fromNative(fixed === location && !location.endsWith('.json') ? location : fixed.replace(/[^/\\]*$/, ''));
}

/** This machine and its own network may be asked where they are named as such, and not because a name leads there. */
function allowedFor(url: string): ReadonlySet<string> {
  const host = (URL.parse(url)?.hostname ?? '').replace(/^\[|\]$/g, '');
  return new Set(host === 'localhost' || isIP(host) !== 0 ? [host] : []);
}

function structural(text: string): string | undefined {
  try {
    return structuralText(JSON.parse(text));
  } catch {
    return undefined;
  }
}
