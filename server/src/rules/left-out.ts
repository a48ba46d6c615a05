/** What would stop a controller is an error where it comes to it, and information in what its kustomizations pass over. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { isLeftOut } from '../model/graph/left-out.ts';
import type { Severity } from './rule.ts';

export function whereLeftOut(db: Database, file: FilePath): { readonly severity?: Severity } {
  return isLeftOut(db, file) ? { severity: 'info' } : {};
}
