/** A root that makes the same for two environments. */
import { mixedEnvironments } from '../../model/terraform/environments.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/mixed-environments',
  since: '0.1.0',
  severity: 'info',
  docs: {
    what: 'A root calls the same module for two environments, which then share one state.',
    why: 'A change that is meant for staging is planned and applied together with production, by whoever may do the one.',
    limits: 'Told by the names of module calls that differ in nothing but the environment.',
  },
  messages: { mixed: '"{name}" and "{other}" keep {environments} in one state' },

  *check(db, file) {
    for (const { name, other, environments, at } of mixedEnvironments(db, file))
      yield { message: 'mixed', args: { name, other, environments }, at };
  },
});
