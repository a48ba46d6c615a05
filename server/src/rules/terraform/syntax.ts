/** Text of a Terraform file that cannot be read as HCL. */
import { mistakesIn } from '../../model/terraform/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/syntax',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A `.tf`, `.tofu` or `.tfvars` file has a mistake that HCL does not allow.',
    why: 'Terraform reads a module whole or not at all: no command works in this directory, nor in any that calls it.',
    limits: 'Of several mistakes in one block the first is told; those behind it are often its consequence.',
  },
  messages: { problem: '{problem}' },

  *check(db, file) {
    for (const { id, message } of mistakesIn(db, file))
      yield { message: 'problem', args: { problem: message }, at: { node: id } };
  },
});
