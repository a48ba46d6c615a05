/** The files of each part of the workspace, for what is kept by part. */
import { BUCKETS, bucketOf } from '../../base/buckets.ts';
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { query } from '../../engine/database.ts';
import { fileList } from './inputs.ts';

const bucketsOfFiles = query('bucketsOfFiles', (db, _: ''): readonly (readonly FilePath[])[] => {
  const buckets: FilePath[][] = Array.from({ length: BUCKETS }, () => []);
  for (const file of fileList(db, '')) buckets[bucketOf(file)]?.push(file);
  return buckets;
});

/** The files of one part, sorted. */
export const bucketFiles = query(
  'bucketFiles',
  (db, bucket: string): readonly FilePath[] => bucketsOfFiles(db, '')[Number(bucket)] ?? [],
  { equal: deepEqual },
);
