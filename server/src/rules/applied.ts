/** What would stop Terraform is an error where somebody applies it, and a warning in what only shows, tests or lies about. */
import { dirname, type FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { isApplied } from '../model/terraform/roots.ts';
import type { Severity } from './rule.ts';

export function whereApplied(db: Database, file: FilePath): { readonly severity?: Severity } {
  return isApplied(db, dirname(file)) ? {} : { severity: 'warning' };
}
