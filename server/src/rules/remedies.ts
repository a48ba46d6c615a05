/** Fixes of what recommended practice advises against. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import type { PlacedPractice } from '../model/kubernetes/practice/practices.ts';
import { remediesFor } from '../model/kubernetes/practice/remedies.ts';
import type { Fix } from './rule.ts';

/** They change what runs, so that none is made unasked. */
export function remedies(db: Database, file: FilePath, practice: PlacedPractice): readonly Fix[] {
  return remediesFor(db, file, practice).map(({ title, node, fields }) => {
    return { title, safe: false, edits: [{ do: 'put', file, node, fields }] };
  });
}
