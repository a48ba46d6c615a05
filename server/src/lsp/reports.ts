/** The diagnostics of a file as the protocol has them, with an identity by content, for pull and push alike. */
import type { Diagnostic } from 'vscode-languageserver';
import type { FilePath } from '../base/paths.ts';
import { diagnostics, type Diagnostic as Found } from '../ide/diagnostics.ts';
import { ruleFailures } from '../ide/failures.ts';
import type { Session } from './session.ts';

export interface Report {
  readonly items: readonly Diagnostic[];
  /** Equal items have equal ids, across restarts too; nothing has to be remembered. */
  readonly resultId: string;
  /** Other files that the items speak of. */
  readonly others: readonly FilePath[];
}

const NOTHING: Report = { items: [], resultId: 'none', others: [] };

/** The report of one file; the defects of rules that showed on the way are told once. */
export function reportOf(session: Session, file: FilePath): Report {
  const found = diagnostics(session.db, file);
  for (const { rule, error } of ruleFailures(session.db, file))
    session.failures.report(`checking ${file} with the rule ${rule}`, error);
  if (found.length === 0) return NOTHING;
  const convert = session.converter();
  const items = found.map((one) => convert.diagnostic(one));
  return { items, resultId: hash(JSON.stringify(items)), others: othersOf(file, found) };
}

function othersOf(file: FilePath, found: readonly Found[]): readonly FilePath[] {
  const others = new Set(found.flatMap(({ related }) => related.map((one) => one.file)));
  others.delete(file);
  return [...others];
}

/** 53 bits of a text: two multiplications a unit, mixed at the end. */
function hash(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
