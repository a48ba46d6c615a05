/** What the objects of a repository have already: kinds, namespaces, labels, images. Read from what is kept of every file. */
import { BUCKETS } from '../../../base/buckets.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import { names } from '../../facts.ts';
import { OBJECT_PART } from '../../spaces.ts';
import { bucketFiles } from '../../workspace/bucket-files.ts';
import { repositories } from '../../workspace/inputs.ts';
import { repositoryOf } from '../../workspace/repository.ts';
import { objectsIn } from '../objects.ts';
import { definitionsIn } from '../schema/definitions.ts';

/** Texts with how often they are used, in no order. */
export type Counts = ReadonlyMap<string, number>;

export interface Usage {
  /** `apiVersion kind`. */
  readonly kinds: Counts;
  readonly namespaces: Counts;
  /** Label keys to values. */
  readonly labels: ReadonlyMap<string, Counts>;
  /** As written, tag and digest included. */
  readonly images: Counts;
  /** `apiVersion kind` of what definitions describe. */
  readonly defined: ReadonlySet<string>;
}

/** Values of one label that are kept in mind; labels with more of them are no names to choose from. */
const MOST_VALUES = 200;

/** What the objects of the repository that holds the file use. */
export function usageAround(db: Database, file: FilePath): Usage {
  return usageIn(db, repositoryOf(db, file)?.root ?? '');
}

/** Every `apiVersion kind` that the workspace has objects of, with how many. */
export const kindsInUse = query(
  'kindsInUse',
  (db, _: ''): Counts => {
    const found = new Collected();
    for (const root of new Set(['', ...repositories(db, '').map((one) => one.root)]))
      for (const [kind, count] of usageIn(db, root).kinds) add(found.kinds, kind, count);
    return found.kinds;
  },
  { equal: deepEqual },
);

const usageIn = query('kubernetesUsage', (db, root: FilePath): Usage => {
  const whole = new Collected();
  for (let bucket = 0; bucket < BUCKETS; bucket++) whole.merge(usageOfBucket(db, `${bucket} ${root}`));
  return whole;
});

/** Gathers what one part of the index has; best when `definitionsIn` has had its files. */
export function gatherUsage(db: Database, bucket: number): void {
  const roots = new Set(bucketFiles(db, String(bucket)).map((file) => repositoryOf(db, file)?.root ?? ''));
  for (const root of roots) usageOfBucket(db, `${bucket} ${root}`);
}

const usageOfBucket = query(
  'kubernetesUsageOfBucket',
  (db, key: string): Usage => {
    const sign = key.indexOf(' ');
    const root = key.slice(sign + 1);
    const found = new Collected();
    for (const file of bucketFiles(db, key.slice(0, sign))) {
      const objects = objectsIn(db, file);
      if (objects.length === 0 || (repositoryOf(db, file)?.root ?? '') !== root) continue;
      for (const { key, isServed } of definitionsIn(db, file)) if (isServed) found.defined.add(key);
      for (const { apiVersion, kind, namespace, labels, partial } of objects) {
        if (!partial) add(found.kinds, `${apiVersion} ${kind}`, 1);
        if (namespace !== undefined) add(found.namespaces, namespace, 1);
        for (const [name, value] of labels) found.label(name, value, 1);
      }
      for (const { space, key: part, detail } of names(db, file).declared)
        if (space === OBJECT_PART && !/^\/(?:ConfigMap|Secret)\//.test(part) && detail !== '') add(found.images, detail, 1);
    }
    return found;
  },
  { equal: deepEqual },
);

class Collected implements Usage {
  readonly kinds = new Map<string, number>();
  readonly namespaces = new Map<string, number>();
  readonly labels = new Map<string, Map<string, number>>();
  readonly images = new Map<string, number>();
  readonly defined = new Set<string>();

  label(name: string, value: string, count: number): void {
    const values = this.labels.get(name);
    if (values === undefined) this.labels.set(name, new Map([[value, count]]));
    else if (values.size < MOST_VALUES || values.has(value)) add(values, value, count);
  }

  merge(other: Usage): void {
    for (const [text, count] of other.kinds) add(this.kinds, text, count);
    for (const [text, count] of other.namespaces) add(this.namespaces, text, count);
    for (const [text, count] of other.images) add(this.images, text, count);
    for (const kind of other.defined) this.defined.add(kind);
    for (const [name, values] of other.labels) for (const [value, count] of values) this.label(name, value, count);
  }
}

/** Variables that something fills in are nothing to choose. */
function add(counts: Map<string, number>, text: string, count: number): void {
  if (text === '' || /[${}\n]/.test(text)) return;
  counts.set(text, (counts.get(text) ?? 0) + count);
}
