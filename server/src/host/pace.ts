/** The clock and the pauses that the host lends to long work. */
import type { Pace } from '../engine/sweep.ts';

/** Work that nobody calls off; every pause lets other events of the process run. */
export const STEADY: Pace = {
  now: () => performance.now(),
  pause: () => new Promise((resume) => setImmediate(resume)),
  isCancelled: () => false,
};

/** Longest stretch of disk work without a pause, in milliseconds. */
const SLICE = 8;

/** Calls `visit` for each item that `items` yields, also those added while it runs, pausing every few milliseconds. */
export async function inSlices<T>(items: Iterable<T>, pace: Pace, visit: (item: T) => void): Promise<void> {
  let since = pace.now();
  for (const item of items) {
    visit(item);
    if (pace.now() - since < SLICE) continue;
    await pace.pause();
    since = pace.now();
  }
}
