/** Builds what every answer needs before the first question comes. */
import type { Database } from '../engine/database.ts';
import { type Pace, sweep } from '../engine/sweep.ts';
import { indexing } from '../model/names.ts';

/** Throws `Cancelled` when an input was written meanwhile; what was built by then is kept. */
export function warm(db: Database, pace: Pace): Promise<void> {
  return sweep(db, indexing(db), pace, () => {});
}
