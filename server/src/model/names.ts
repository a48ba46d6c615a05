/** The repository-wide index from names to the files that declare or use them. */

import { deepEqual } from '../base/equal.ts';
import { addTo } from '../base/groups.ts';
import type { FilePath } from '../base/paths.ts';
import { type Database, query } from '../engine/database.ts';
import { type DeclaredName, declaredNames, type PointedName, pointedNames } from './facts.ts';
import { scopesMeet } from './spaces.ts';
import { fileList } from './workspace/inputs.ts';
import { repositoryOf } from './workspace/repository.ts';

export { scopesMeet };

/** A declaration or reference by the file and its index in that file's facts. */
export interface Site {
  readonly file: FilePath;
  readonly index: number;
}

export interface DeclarationSite extends Site, DeclaredName {}
export interface ReferenceSite extends Site, PointedName {}

/** Files are spread over this many buckets, so that a changed name rebuilds a small part of the index. */
const BUCKETS = 128;

const bucketsOfFiles = query('bucketsOfFiles', (db, _: ''): readonly (readonly FilePath[])[] => {
  const buckets: FilePath[][] = Array.from({ length: BUCKETS }, () => []);
  for (const file of fileList(db, '')) buckets[bucketOf(file)]?.push(file);
  return buckets;
});

const bucketFiles = query(
  'bucketFiles',
  (db, bucket: string): readonly FilePath[] => bucketsOfFiles(db, '')[Number(bucket)] ?? [],
  {
    equal: deepEqual,
  },
);

interface BucketIndex {
  readonly declared: ReadonlyMap<string, readonly DeclarationSite[]>;
  readonly pointed: ReadonlyMap<string, readonly ReferenceSite[]>;
}

const bucketIndex = query('bucketIndex', (db, bucket: string): BucketIndex => {
  const declared = new Map<string, DeclarationSite[]>();
  const pointed = new Map<string, ReferenceSite[]>();
  for (const file of bucketFiles(db, bucket)) {
    for (const [index, name] of declaredNames(db, file).entries()) addTo(declared, nameKey(name), { file, index, ...name });
    for (const [index, name] of pointedNames(db, file).entries()) addTo(pointed, nameKey(name), { file, index, ...name });
  }
  return { declared, pointed };
});

/** Builds the index step by step, for an edge that wants to pause between the steps. */
export function* indexing(db: Database): Generator<void> {
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

const declaredAs = query('declaredAs', (db, key: string) => collect(db, (index) => index.declared.get(key)), {
  equal: deepEqual,
});
const pointedAs = query('pointedAs', (db, key: string) => collect(db, (index) => index.pointed.get(key)), { equal: deepEqual });

function collect<T>(db: Database, pick: (index: BucketIndex) => readonly T[] | undefined): readonly T[] {
  const found: T[] = [];
  for (const bucket of wholeIndex(db, '')) {
    const some = pick(bucket);
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
  const start = `${space}\0${prefix}`;
  for (const bucket of wholeIndex(db, '')) {
    for (const [key, sites] of bucket.declared) if (key.startsWith(start)) yield* sites;
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
    const start = key.slice(sign + 1);
    const { declared } = bucketIndex(db, key.slice(0, sign));
    return [...declared].flatMap(([name, sites]) => (name.startsWith(start) ? sites : []));
  },
  { equal: deepEqual },
);

/** Every name that the workspace declares; a full sweep. */
export function* allDeclared(db: Database): Generator<DeclarationSite> {
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    for (const sites of bucketIndex(db, String(bucket)).declared.values()) yield* sites;
  }
}

function nameKey(name: { space: string; key: string }): string {
  return `${name.space}\0${name.key}`;
}

function bucketOf(file: FilePath): number {
  let hash = 0;
  for (let i = 0; i < file.length; i++) hash = (hash * 31 + file.charCodeAt(i)) | 0;
  return Math.abs(hash) % BUCKETS;
}
