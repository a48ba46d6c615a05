/** What the faces tell of the rules themselves: their words and their pages. */
import { ruleById } from '../rules/findings.ts';
import { RULE_IDS } from '../rules/ids.ts';
import type { Rule } from '../rules/rule.ts';

/** Every rule's id, in their order. */
export function ruleIds(): readonly string[] {
  return RULE_IDS;
}

export function ruleOf(id: string): Rule | undefined {
  return ruleById(id);
}

/** The page of a rule (what, why, limits, examples) in Plumbline's repository, where `npm run gen` writes it. */
export function rulePage(id: string): string {
  return `docs/rules/${id}.md`;
}
