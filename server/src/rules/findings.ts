/** Runs every rule on a file, each behind its own fence. */
import { deepEqual } from '../base/equal.ts';
import type { FilePath } from '../base/paths.ts';
import { Cancelled, type Database, query } from '../engine/database.ts';
import { PATH } from '../model/facts.ts';
import { isKept } from '../model/kustomize/survival.ts';
import { referencesNow } from '../model/names.ts';
import { asksForMore } from '../model/workspace/config.ts';
import { repositoryOf } from '../model/workspace/repository.ts';
import { isSetAside } from '../model/workspace/set-aside.ts';
import { type Suppression, suppressions } from '../model/workspace/suppressions.ts';
import { isTemplate } from '../model/yaml/templates.ts';
import { rulesFor } from './asked.ts';
import { RULES } from './registry.ts';
import { type Report, type Rule, type Severity, sentence } from './rule.ts';

/** One report with the rule's words, still without offsets. */
export interface Finding extends Report {
  readonly rule: string;
  readonly file: FilePath;
  /** The sentence, values put in. */
  readonly text: string;
}

/** A rule that threw: a defect of ours, told once and never in the user's way. */
export interface RuleFailure {
  readonly rule: string;
  readonly error: string;
}

export interface Findings {
  readonly findings: readonly Finding[];
  /** The comments that silence some of them: they outlive the file's tree. */
  readonly suppressions: readonly Suppression[];
  readonly failures: readonly RuleFailure[];
}

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}

/** Rules on values of objects, which a kustomization may still change before a controller sees it. */
const ABOUT_OBJECTS =
  /^(?:kubernetes\/(?:invalid-|unknown-value$|out-of-range$|wrong-type$|duplicate-entry$|broken-rule$|conflicting-fields$|dangling-name$|unmatched-selector$|request-above-limit$)|argocd\/|flux\/)/;

/** Rules of profiles cost nothing where nobody has asked for one. */
function mayAskForMore(db: Database, file: FilePath): boolean {
  const root = repositoryOf(db, file)?.root;
  return root !== undefined && asksForMore(db, root);
}

/** What is put away, or there to be broken in tests, stops nobody. */
function milder(severity: Severity): { readonly severity?: Severity } {
  return severity === 'error' || severity === 'warning' ? { severity: 'info' } : {};
}

const NOTHING: Findings = { findings: [], suppressions: [], failures: [] };

/** What all rules say when they check this file. */
export const findings = query(
  'findings',
  (db, file: FilePath): Findings => {
    const found: Finding[] = [];
    const failures: RuleFailure[] = [];
    const asksForMore = mayAskForMore(db, file);
    for (const rule of rulesFor(file)) {
      if (rule.profile !== undefined && !asksForMore) continue;
      try {
        if (rule.concerns?.(db, file) === false) continue;
        // A template of a kustomization file is none yet.
        if (rule.files === 'kustomization' && isTemplate(db, file)) continue;
        for (const report of rule.check(db, file)) {
          if (ABOUT_OBJECTS.test(rule.id) && !isKept(db, report.file ?? file, report.at.node)) continue;
          const mild = isSetAside(db, report.file ?? file) ? milder(report.severity ?? rule.severity) : {};
          found.push({ file, ...report, ...mild, rule: rule.id, text: sentence(rule, report) });
        }
      } catch (error) {
        if (error instanceof Cancelled) throw error;
        failures.push({ rule: rule.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    }
    const silencing = suppressions(db, file);
    if (found.length === 0 && failures.length === 0 && silencing.length === 0) return NOTHING;
    return { findings: found, suppressions: silencing, failures };
  },
  { equal: deepEqual },
);

/**
 * Every finding that stands in this file: its own, and those that came up while a file that points at it was checked,
 * such as the kustomization that lists a patch.
 */
export function findingsIn(db: Database, file: FilePath): readonly Finding[] {
  const all = findings(db, file).findings;
  const found = all.length === 0 ? [] : all.filter((finding) => finding.file === file);
  const sites = referencesNow(db, file, { space: PATH, key: file, scope: undefined });
  if (sites.length === 0) return found;
  const pointing = new Set(sites.map((site) => site.file));
  pointing.delete(file);
  for (const other of pointing) found.push(...findings(db, other).findings.filter((finding) => finding.file === file));
  return found;
}
