/** A state or plan in the repository. */
import { savedBy } from '../../model/terraform/secrets.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/state-in-git',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A Terraform state or a saved plan lies in the repository, and Git does not ignore it.',
    why: 'States and plans hold passwords and keys in readable form, and a state in Git is stale as soon as somebody applies.',
    limits:
      'Whether the file is committed is not looked up: one that Git does not ignore soon is. One that was committed although a .gitignore names it is not read, and so not told. Tests and examples may keep some.',
    covers: ['gitignore:Terraform'],
  },
  messages: {
    state: 'A Terraform state holds secrets in readable form: keep it in a backend, and out of Git',
    plan: 'A saved plan holds secrets in readable form: keep it out of Git',
  },

  *check(db, file) {
    const kind = savedBy(db, file);
    if (kind !== undefined) yield { message: kind, at: { node: 0 } };
  },
});
