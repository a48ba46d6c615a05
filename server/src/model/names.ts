/** The repository-wide index from names to the files that declare or use them. */

import { BUCKETS } from '../base/buckets.ts';
import { deepEqual } from '../base/equal.ts';
import type { FilePath } from '../base/paths.ts';
import { type Database, query } from '../engine/database.ts';
import { type DeclarationSite, names, type ReferenceSite } from './facts.ts';
import { NameFilter } from './name-filter.ts';
import { scopesMeet } from './spaces.ts';
import { bucketFiles } from './workspace/bucket-files.ts';
import { repositoryOf } from './workspace/repository.ts';

export type { DeclarationSite, ReferenceSite, Site } from './facts.ts';
export { scopesMeet };

/** Space to key to all that declares or uses the name. */
type ByName<T> = Map<string, Map<string, T[]>>;

interface BucketIndex {
  readonly declared: ReadonlyMap<string, ReadonlyMap<string, readonly DeclarationSite[]>>;
  readonly pointed: ReadonlyMap<string, ReadonlyMap<string, readonly ReferenceSite[]>>;
  /** Tells without a look at the maps that they do not have a name: there are many buckets, and most have it not. */
  readonly filter: NameFilter;
}

const bucketIndex = query('bucketIndex', (db, bucket: string): BucketIndex => {
  const declared: ByName<DeclarationSite> = new Map();
  const pointed: ByName<ReferenceSite> = new Map();
  const filter = new NameFilter();
  const add = <T extends Name>(to: ByName<T>, site: T): void => {
    const { space, key } = site;
    const keys = to.get(space) ?? new Map<string, T[]>();
    if (keys.size === 0) to.set(space, keys);
    const sites = keys.get(key);
    if (sites !== undefined) {
      sites.push(site);
      return;
    }
    keys.set(key, [site]);
    filter.add(key);
  };
  for (const file of bucketFiles(db, bucket)) {
    const found = names(db, file);
    for (const site of found.declared) add(declared, site);
    for (const site of found.pointed) add(pointed, site);
  }
  return { declared, pointed, filter };
});

/** Builds the index step by step out of the files' names. */
export function* indexingNames(db: Database): Generator<void> {
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    bucketIndex(db, String(bucket));
    yield;
  }
}

/** All buckets as one value, so that a name's readers depend on one thing and not on each bucket. */
const wholeIndex = query(
  'wholeIndex',
  (db, _: ''): readonly BucketIndex[] => Array.from({ length: BUCKETS }, (_one, bucket) => bucketIndex(db, String(bucket))),
  { equal: (a, b) => a.every((bucket, i) => bucket === b[i]) },
);

const declaredAs = query(
  'declaredAs',
  (db, name: string) => collect(db, name, (index, space, key) => index.declared.get(space)?.get(key)),
  { equal: deepEqual },
);
const pointedAs = query(
  'pointedAs',
  (db, name: string) => collect(db, name, (index, space, key) => index.pointed.get(space)?.get(key)),
  { equal: deepEqual },
);

/** `name` is a space and a key with NUL between them. */
function collect<T>(
  db: Database,
  name: string,
  pick: (index: BucketIndex, space: string, key: string) => readonly T[] | undefined,
): readonly T[] {
  const found: T[] = [];
  const end = name.indexOf('\0');
  const [space, key] = [name.slice(0, end), name.slice(end + 1)];
  const sign = NameFilter.signOf(key);
  for (const bucket of wholeIndex(db, '')) {
    const some = bucket.filter.mayHold(sign) ? pick(bucket, space, key) : undefined;
    if (some !== undefined) found.push(...some);
  }
  return found;
}

interface Name {
  readonly space: string;
  readonly key: string;
  readonly scope: string | undefined;
}

/** Everything that `from` (a file) could mean by this name: declared in the same repository, in a scope that can be equal. */
export function declarationsOf(db: Database, from: FilePath, name: Name): readonly DeclarationSite[] {
  return meeting(db, from, name, declaredAs(db, nameKey(name)));
}

/** Every reference in the same repository that could mean this name. */
export function referencesTo(db: Database, from: FilePath, name: Name): readonly ReferenceSite[] {
  return meeting(db, from, name, pointedAs(db, nameKey(name)));
}

/** As {@link referencesTo}, for what is no query and asks of every file once: nothing is kept of the answer. */
export function referencesNow(db: Database, from: FilePath, name: Name): readonly ReferenceSite[] {
  const sites = collect(db, nameKey(name), (index, space, key) => index.pointed.get(space)?.get(key));
  return sites.length === 0 ? sites : meeting(db, from, name, sites);
}

function meeting<T extends { readonly file: FilePath; readonly scope: string | undefined }>(
  db: Database,
  from: FilePath,
  name: Name,
  sites: readonly T[],
): readonly T[] {
  const root = repositoryOf(db, from)?.root;
  return sites.filter((site) => scopesMeet(site.scope, name.scope) && repositoryOf(db, site.file)?.root === root);
}

/** Every declared name of a space whose key starts with `prefix`, for completion and workspace symbols; a full sweep. */
export function* declaredIn(db: Database, space: string, prefix = ''): Generator<DeclarationSite> {
  for (const bucket of wholeIndex(db, '')) {
    for (const [key, sites] of bucket.declared.get(space) ?? []) if (key.startsWith(prefix)) yield* sites;
  }
}

/** As {@link declaredIn}, kept for each part of the index, so that a changed name costs a look at its part. */
export function declaredUnder(db: Database, space: string, prefix: string): readonly DeclarationSite[] {
  return declaredUnderKey(db, `${space}\0${prefix}`);
}

const declaredUnderKey = query(
  'declaredUnder',
  (db, start: string): readonly DeclarationSite[] =>
    Array.from({ length: BUCKETS }, (_one, bucket) => bucketUnder(db, `${bucket} ${start}`)).flat(),
  { equal: deepEqual },
);

const bucketUnder = query(
  'bucketUnder',
  (db, key: string): readonly DeclarationSite[] => {
    const sign = key.indexOf(' ');
    const end = key.indexOf('\0');
    const prefix = key.slice(end + 1);
    const declared = bucketIndex(db, key.slice(0, sign)).declared.get(key.slice(sign + 1, end)) ?? [];
    return [...declared].flatMap(([name, sites]) => (name.startsWith(prefix) ? sites : []));
  },
  { equal: deepEqual },
);

/** Every name that the workspace declares; a full sweep. */
export function* allDeclared(db: Database): Generator<DeclarationSite> {
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    for (const keys of bucketIndex(db, String(bucket)).declared.values()) for (const sites of keys.values()) yield* sites;
  }
}

function nameKey(name: { space: string; key: string }): string {
  return `${name.space}\0${name.key}`;
}
