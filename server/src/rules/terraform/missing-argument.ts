/** A required argument that a module call leaves out. */
import { missingArguments } from '../../model/terraform/calls.ts';
import { whereApplied } from '../applied.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/missing-argument',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A module block leaves out a variable of the module that has no default.',
    why: 'Terraform refuses the whole configuration with "Missing required argument".',
    limits: 'Only modules in this repository are known.',
  },
  messages: {
    one: 'Module "{module}" needs the argument {names}',
    several: 'Module "{module}" needs the arguments {names}',
  },

  *check(db, file) {
    for (const { module, names, at } of missingArguments(db, file)) {
      const args = { module, names: names.map((name) => `"${name}"`).join(', ') };
      yield { message: names.length === 1 ? 'one' : 'several', args, at, ...whereApplied(db, file) };
    }
  },
});
