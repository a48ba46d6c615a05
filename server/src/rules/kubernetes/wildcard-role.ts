/** A role with a wildcard. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/wildcard-role',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A role allows every verb, or something with every resource.',
    why: 'It grants what nobody has thought of, also what will be added later.',
    covers: ['kube-linter:wildcard-in-rules', 'polaris:rolesWildcard', 'checkov:CKV_K8S_49'],
  },
  messages: { told: '{owner} allows {what}' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'wildcard-role')) yield { message: 'told', args, at };
  },
});
