/** Rules that threw on a file: defects of ours, for the log and the server status. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { findings, type RuleFailure } from '../rules/findings.ts';

export function ruleFailures(db: Database, file: FilePath): readonly RuleFailure[] {
  return findings(db, file).failures;
}
