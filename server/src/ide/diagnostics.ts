/** The findings of a file as shown: with offsets, severities as configured, suppressions applied, capped. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { placeSpan } from '../model/place.ts';
import { layout } from '../model/source.ts';
import { type Finding, findings, ruleById } from '../rules/findings.ts';
import type { Severity } from '../rules/rule.ts';

export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: FilePath;
  readonly span: Span;
  readonly tags: readonly ('deprecated' | 'unnecessary')[];
  readonly related: readonly { readonly file: FilePath; readonly span: Span; readonly message: string }[];
  readonly fixable: boolean;
  /** What the fixes are made from. */
  readonly finding: Finding;
}

/** Every finding that stands in this file. */
export function diagnostics(db: Database, file: FilePath): readonly Diagnostic[] {
  return findings(db, file).findings.map((finding) => located(db, finding));
}

function located(db: Database, finding: Finding): Diagnostic {
  return {
    rule: finding.rule,
    severity: ruleById(finding.rule)?.severity ?? 'error',
    message: finding.text,
    file: finding.file,
    span: placeSpan(layout(db, finding.file), finding.at),
    tags: finding.tags ?? [],
    related: (finding.related ?? []).map(({ file, at, message }) => ({ file, message, span: placeSpan(layout(db, file), at) })),
    fixable: (finding.fixes ?? []).length > 0,
    finding,
  };
}
