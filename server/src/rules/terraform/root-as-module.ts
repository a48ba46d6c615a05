/** A root that is called as a module. */
import { calledRoots } from '../../model/terraform/environments.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/root-as-module',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A module block calls a directory that has a backend of its own.',
    why: 'The same code is applied twice, into two states: by itself and by its caller. Terraform passes over the backend of a called module in silence.',
  },
  messages: { root: '"{source}" is applied by itself too: it has a backend "{backend}", which does not count here' },

  *check(db, file) {
    for (const { source, backend } of calledRoots(db, file))
      yield { message: 'root', args: { source: source.text, backend }, at: source.at };
  },
});
