/** Files spread over a fixed number of parts, so that a change in one file costs a look at its part and not at all files. */
import type { FilePath } from './paths.ts';

export const BUCKETS = 128;

/** The part that a file belongs to, from 0. */
export function bucketOf(file: FilePath): number {
  let hash = 0;
  for (let i = 0; i < file.length; i++) hash = (hash * 31 + file.charCodeAt(i)) | 0;
  return Math.abs(hash) % BUCKETS;
}
