/**
 * Which files the host could not or would not read, and what is wrong with the bytes of others. Both are true of few files and
 * asked of all, so that they are kept by parts of the workspace and not for each file.
 */
import { bucketOf } from '../../base/buckets.ts';
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { leftOut, type TextProblem, textProblems } from './inputs.ts';

/** Why a file was left out, as half a sentence; undefined for files that were read. */
export function unread(db: Database, file: FilePath): string | undefined {
  return leftOutOfBucket(db, String(bucketOf(file))).get(file);
}

/** What is wrong with the bytes of a file; undefined where they are text. */
export function textProblem(db: Database, file: FilePath): TextProblem | undefined {
  return problemsOfBucket(db, String(bucketOf(file))).get(file);
}

const leftOutOfBucket = query('leftOutOfBucket', (db, bucket: string) => ofBucket(leftOut(db, ''), bucket), { equal: deepEqual });

const problemsOfBucket = query('textProblemsOfBucket', (db, bucket: string) => ofBucket(textProblems(db, ''), bucket), {
  equal: deepEqual,
});

function ofBucket<T>(all: ReadonlyMap<FilePath, T>, bucket: string): ReadonlyMap<FilePath, T> {
  const found = new Map<FilePath, T>();
  for (const [file, one] of all) if (String(bucketOf(file)) === bucket) found.set(file, one);
  return found;
}
