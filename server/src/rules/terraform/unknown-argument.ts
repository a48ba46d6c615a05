/** An argument that the called module has no variable for. */
import { unknownArguments } from '../../model/terraform/calls.ts';
import { whereApplied } from '../applied.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/unknown-argument',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A module block gives an argument that the module does not declare as a variable.',
    why: 'Terraform refuses the whole configuration with "Unsupported argument".',
    limits: 'Only modules in this repository are known.',
  },
  messages: { unknown: 'Module "{module}" has no variable "{name}"' },

  *check(db, file) {
    for (const { module, name, at, meant } of unknownArguments(db, file)) {
      yield {
        message: 'unknown',
        args: { module, name },
        at,
        ...whereApplied(db, file),
        fixes:
          meant === undefined
            ? []
            : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }],
      };
    }
  },
});
