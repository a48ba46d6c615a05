/** What Terraform itself has said when it was asked to validate. */
import { validated } from '../../model/terraform/validated.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/validate',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: '`terraform validate`, run by `Plumbline: Validate with Terraform`, does not accept the configuration.',
    why: 'Terraform refuses to plan and apply.',
    limits:
      'Terraform is run on command only, in trusted workspaces, and checks what is saved. Its findings go as soon as the file changes; run the command again. Directories have to be initialised by terraform init before.',
  },
  messages: { said: '{message}' },

  *check(db, file) {
    for (const { severity, message, start, end } of validated(db, file))
      yield { message: 'said', args: { message }, at: { node: 0, from: start, to: end }, severity };
  },
});
