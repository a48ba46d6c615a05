/** A value for a variable that its module does not declare. */
import { unknownValues } from '../../model/terraform/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/unknown-variable',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A .tfvars file sets a variable that the module does not declare.',
    why: 'Terraform passes over the value with a warning: what it was meant for keeps its default or is asked for.',
    limits:
      'A file that Terraform does not read by itself is judged where at least half of its names are variables of the module in its directory, or of the nearest one above.',
    covers: ['terraform-ls:tfvars unknown variable'],
  },
  messages: { unknown: 'No variable "{name}" is declared in the module' },

  *check(db, file) {
    for (const { name, at, meant } of unknownValues(db, file)) {
      yield {
        message: 'unknown',
        args: { name },
        at,
        fixes:
          meant === undefined
            ? []
            : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }],
      };
    }
  },
});
