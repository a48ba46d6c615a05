/** A lock file that does not hold what the configuration asks for. */
import { outdated } from '../../model/terraform/lock.ts';
import { whereApplied } from '../applied.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/outdated-lock-file',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'The lock file holds a provider in a version that the constraint does not allow, or lacks the provider.',
    why: 'Terraform refuses to run with "Inconsistent dependency lock file"; with a version that does not fit, so does terraform init without -upgrade.',
    limits:
      'Constraints of called modules are not compared. A provider that is not locked yet is a warning: terraform init adds it.',
  },
  messages: {
    unfit: 'The lock file holds {provider} {locked}, which "{constraint}" does not allow: run terraform init -upgrade',
    absent: 'The lock file does not hold the provider "{provider}": run terraform init',
  },

  *check(db, file) {
    for (const { provider, constraint, locked, at } of outdated(db, file)) {
      if (locked === undefined) yield { message: 'absent', args: { provider }, at, severity: 'warning' };
      else yield { message: 'unfit', args: { provider, constraint, locked }, at, ...whereApplied(db, file) };
    }
  },
});
