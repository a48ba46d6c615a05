/** The findings of a file as shown: located, with severities as configured, suppressions and baseline applied, capped. */
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { linesOf } from '../model/source.ts';
import { withoutBaseline } from '../model/workspace/baseline.ts';
import { configuredLevel, configuredProfile, isIgnored } from '../model/workspace/config.ts';
import { type Finding, findingsIn, ruleById } from '../rules/findings.ts';
import { isInProfile, type Report, type Rule, type Severity, sentence } from '../rules/rule.ts';
import tooMany from '../rules/workspace/too-many-findings.ts';
import unusedSuppression, { removal } from '../rules/workspace/unused-suppression.ts';
import { activeSuppressions, type Silencer } from './suppress.ts';
import { spanAt } from './text.ts';

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

/** Findings shown for one file; what is beyond is summed up in one more. */
export const MAX_SHOWN = 200;

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/** Every finding that stands in this file, in the order of the text. */
export function diagnostics(db: Database, file: FilePath): readonly Diagnostic[] {
  const found = heard(db, file);
  if (found.length === 0) return found;
  const shown = [...withoutBaseline(db, file, found)].sort(
    (a, b) => a.span.start - b.span.start || ORDER[a.severity] - ORDER[b.severity],
  );
  return capped(db, file, shown);
}

/** The findings that no setting and no comment silences: what a baseline may accept. */
export function heard(db: Database, file: FilePath): readonly Diagnostic[] {
  const found = findingsIn(db, file);
  const silencers = activeSuppressions(db, file);
  if ((found.length === 0 && silencers.length === 0) || isIgnored(db, file)) return [];
  const lines = linesOf(db, file);
  const kept: Diagnostic[] = [];
  for (const finding of found) {
    const severity = effectiveSeverity(db, file, finding.rule, finding.severity);
    if (severity === 'off') continue;
    const diagnostic = located(db, finding, severity);
    if (!silence(silencers, finding.rule, lines.lineAt(diagnostic.span.start))) kept.push(diagnostic);
  }
  return [...kept, ...unused(db, file, silencers)];
}

/** The severity that counts for a rule in a file, or `off`; `own` is what a single report asks for. */
export function effectiveSeverity(db: Database, file: FilePath, id: string, own?: Severity): Severity | 'off' {
  const rule = ruleById(id);
  if (rule === undefined) return 'off';
  return configuredLevel(db, file, id) ?? (isInProfile(rule, configuredProfile(db, file)) ? (own ?? rule.severity) : 'off');
}

function located(db: Database, finding: Finding, severity: Severity): Diagnostic {
  return {
    rule: finding.rule,
    severity,
    message: finding.text,
    file: finding.file,
    span: spanAt(db, finding.file, finding.at),
    tags: finding.tags ?? [],
    related: (finding.related ?? []).map(({ file, at, message }) => ({ file, message, span: spanAt(db, file, at) })),
    fixable: (finding.fixes ?? []).length > 0,
    finding,
  };
}

/** Notes that a comment was of use; true where one silences this rule on this line. */
function silence(silencers: readonly Silencer[], rule: string, line: number): boolean {
  let silenced = false;
  for (const silencer of silencers) {
    if (!silencer.rules.some(({ id }) => id === rule) || !(silencer.wholeFile || silencer.line === line)) continue;
    silencer.used.add(rule);
    silenced = true;
  }
  return silenced;
}

function unused(db: Database, file: FilePath, silencers: readonly Silencer[]): readonly Diagnostic[] {
  return silencers.flatMap(({ directive, rules, used }) =>
    rules
      .filter(({ id }) => !used.has(id) && ruleById(id) !== undefined)
      .flatMap(({ id, from, to }) => {
        const at = { node: directive.id, from, to };
        return own(db, file, unusedSuppression, {
          message: 'unused',
          args: { rule: id },
          at,
          tags: ['unnecessary'],
          fixes: [removal(file, directive)],
        });
      }),
  );
}

/** A report that only this file can make, as a diagnostic; none where the rule is off. */
function own<M extends string>(db: Database, file: FilePath, rule: Rule<M>, report: Report<M>): readonly Diagnostic[] {
  const severity = effectiveSeverity(db, file, rule.id);
  return severity === 'off' ? [] : [located(db, { ...report, file, rule: rule.id, text: sentence(rule, report) }, severity)];
}

/** The most severe findings stay, in the order of the text, and one says how many are not shown. */
function capped(db: Database, file: FilePath, shown: readonly Diagnostic[]): readonly Diagnostic[] {
  if (shown.length <= MAX_SHOWN) return shown;
  const kept = new Set([...shown].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]).slice(0, MAX_SHOWN));
  const [first] = kept;
  const note =
    first === undefined
      ? []
      : own(db, file, tooMany, { message: 'hidden', args: { count: shown.length - kept.size }, at: first.finding.at });
  return [...note, ...shown.filter((one) => kept.has(one))];
}
