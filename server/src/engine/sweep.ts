/** Work over many files in slices, so that the event loop stays free and newer edits win. */
import { Cancelled, type Database } from './database.ts';

/** What the edge lends to a sweep: a clock in milliseconds, a pause that lets other events run, a wish to stop. */
export interface Pace {
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly isCancelled: () => boolean;
}

/**
 * Longest stretch without a pause, in milliseconds. A message from the editor needs up to three turns of the event loop until
 * it is answered, and each turn may hold a stretch.
 */
const SLICE = 2;

/**
 * Calls `visit` for each item, pausing every few milliseconds.
 * Throws {@link Cancelled} when the pace says so or an input was written meanwhile.
 */
export async function sweep<T>(db: Database, items: Iterable<T>, pace: Pace, visit: (item: T) => void): Promise<void> {
  const revision = db.revision;
  let sliceStart = pace.now();
  for (const item of items) {
    visit(item);
    if (pace.now() - sliceStart < SLICE) continue;
    await pace.pause();
    if (pace.isCancelled() || db.revision !== revision) throw new Cancelled();
    sliceStart = pace.now();
  }
}
