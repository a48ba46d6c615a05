/** What the faces tell of the rules themselves: their words and their pages. */
import { ruleById } from '../rules/findings.ts';
import { RULE_IDS } from '../rules/ids.ts';
import type { Rule } from '../rules/rule.ts';

/** Where the pages that `npm run gen` writes to `docs/rules` are read; the one place that knows. */
const PAGES = 'https://plumbline.dev/rules';

/** Every rule's id, in their order. */
export function ruleIds(): readonly string[] {
  return RULE_IDS;
}

export function ruleOf(id: string): Rule | undefined {
  return ruleById(id);
}

/** The page of a rule: what, why, limits, examples. */
export function ruleUrl(id: string): string {
  return `${PAGES}/${id}`;
}
