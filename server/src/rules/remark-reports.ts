/** Reports on what a kustomization says in vain, in the words of the rule that asks. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import type { RemarkCode } from '../model/kustomize/build/remarks.ts';
import { ownRemarks } from '../model/kustomize/own-remarks.ts';
import { spoken } from './build-reports.ts';
import type { Report } from './rule.ts';

/** One report for each remark with one of these codes; the code is the message. */
export function* remarkReports<C extends RemarkCode>(db: Database, file: FilePath, codes: readonly C[]): Generator<Report<C>> {
  for (const { code, args, file: where, at } of ownRemarks(db, file)) {
    const message = codes.find((one) => one === code);
    if (message === undefined) continue;
    const said = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, IDS.has(key) ? spoken(value) : value]));
    yield { message, args: said, file: where, at };
  }
}

/** Arguments that may be ids as Kustomize writes them. */
const IDS: ReadonlySet<string> = new Set(['id', 'first', 'second', 'what']);
