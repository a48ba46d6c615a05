/**
 * Which of several declarations of one name is meant. The same name is declared again in every application and
 * environment; what is built together belongs together, so the declaration wins that is the fewest steps away through
 * the files that list both, and of several the one in the nearest directory.
 */
import { dirname, type FilePath, isInside } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { DOMAINS } from '../model/domains.ts';
import { PATH } from '../model/facts.ts';
import { referencesTo, type Site } from '../model/names.ts';

/** Files that list a file, directly or through others, are followed so far. */
const MAX_LISTING = 2000;

/** Answers for one request; it remembers what lists what. */
export class Nearness {
  readonly #db: Database;
  readonly #listing = new Map<FilePath, ReadonlyMap<FilePath, number>>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** The sites nearest to `from`: in the same file, else listed together with it most closely, in the nearest directory. */
  nearest<T extends Site>(from: FilePath, sites: readonly T[]): readonly T[] {
    if (sites.length < 2) return sites;
    const own = sites.filter(({ file }) => file === from);
    if (own.length > 0) return own;
    const distances = sites.map(({ file }) => this.#distance(from, file));
    const least = Math.min(...distances);
    return closest(
      from,
      sites.filter((_, index) => distances[index] === least),
    );
  }

  /** True for files that one file lists, and for one and the same. */
  isTogether(a: FilePath, b: FilePath): boolean {
    return this.#distance(a, b) <= 2;
  }

  /** Steps up from both to the closest file that lists both. */
  #distance(a: FilePath, b: FilePath): number {
    const [up, other] = [this.#listingOf(a), this.#listingOf(b)];
    let least = Number.POSITIVE_INFINITY;
    for (const [file, steps] of up) {
      const back = other.get(file);
      if (back !== undefined && steps + back < least) least = steps + back;
    }
    return least;
  }

  #listingOf(file: FilePath): ReadonlyMap<FilePath, number> {
    const known = this.#listing.get(file);
    if (known !== undefined) return known;
    const found = new Map<FilePath, number>([[file, 0]]);
    const waiting = [file];
    for (let next = waiting.shift(); next !== undefined && found.size < MAX_LISTING; next = waiting.shift()) {
      const steps = (found.get(next) ?? 0) + 1;
      for (const user of directlyListing(this.#db, next)) {
        if (found.has(user)) continue;
        found.set(user, steps);
        waiting.push(user);
      }
    }
    this.#listing.set(file, found);
    return found;
  }
}

/** Those that share the most directories with `from`: a controller takes a directory and all below it together. */
function closest<T extends Site>(from: FilePath, sites: readonly T[]): readonly T[] {
  const shared = sites.map(({ file }) => {
    let directory = dirname(from);
    while (!isInside(directory, file) && directory !== dirname(directory)) directory = dirname(directory);
    return directory.length;
  });
  const most = Math.max(...shared);
  return sites.filter((_, index) => shared[index] === most);
}

/** Files that point at this file, or at a directory that it stands for or is taken with. */
function* directlyListing(db: Database, file: FilePath): Generator<FilePath> {
  for (const site of referencesTo(db, file, { space: PATH, key: file, scope: undefined })) yield site.file;
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const main = mainFile(db, directory);
    if (main === undefined || main === file)
      for (const site of referencesTo(db, file, { space: PATH, key: directory, scope: undefined })) yield site.file;
    if (main !== undefined || directory === dirname(directory)) return;
  }
}

/** The file that stands for a directory, whoever's it is. */
export function mainFile(db: Database, directory: FilePath): FilePath | undefined {
  for (const domain of DOMAINS) {
    const found = domain.mainFile?.(db, directory);
    if (found !== undefined) return found;
  }
  return undefined;
}
