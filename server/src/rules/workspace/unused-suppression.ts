/** A `plumbline-ignore` comment that silences nothing. */
import { nearest } from '../../base/near.ts';
import type { FilePath } from '../../base/paths.ts';
import { directives } from '../../model/source.ts';
import { type SuppressionComment, suppressions } from '../../model/workspace/suppressions.ts';
import { RULE_IDS } from '../ids.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'workspace/unused-suppression',
  since: '0.1.0',
  severity: 'warning',
  concerns: (db, file) => directives(db, file).length > 0,
  docs: {
    what: 'A plumbline-ignore comment names a rule that has nothing to say there, or no rule at all.',
    why: 'A comment that silences nothing hides the next real finding of that rule; a misspelled one silences nothing although its author believes it does.',
  },
  messages: {
    unused: 'This comment silences nothing: {rule} has no finding here',
    unknown: 'There is no rule "{rule}"',
    empty: 'This comment names no rule and silences nothing; write "plumbline-ignore rule-id: reason"',
  },

  // Whether a known rule is silenced shows only where findings meet lines: `ide/diagnostics.ts` reports `unused`.
  *check(db, file) {
    for (const { directive, rules } of suppressions(db, file)) {
      if (rules.length === 0)
        yield { message: 'empty', at: { node: directive.id }, tags: ['unnecessary'], fixes: [removal(file, directive)] };
      for (const { id, from, to } of rules) {
        if (RULE_IDS.includes(id)) continue;
        const at = { node: directive.id, from, to };
        const meant = nearest(id, RULE_IDS);
        const fixes: Fix[] =
          meant === undefined
            ? []
            : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
        yield { message: 'unknown', args: { rule: id }, at, fixes: [...fixes, removal(file, directive)] };
      }
    }
  },
});

/** Takes the whole comment out. */
export function removal(file: FilePath, directive: SuppressionComment): Fix {
  return { title: 'Remove the comment', safe: true, edits: [{ do: 'removeComment', file, at: { node: directive.id } }] };
}
