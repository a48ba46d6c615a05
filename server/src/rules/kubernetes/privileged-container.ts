/** A container that is root on its node. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/privileged-container',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A container is privileged.',
    why: 'Nothing separates it from the node and from whatever runs there.',
    covers: [
      'pod-security-standards:privileged-containers',
      'kube-linter:privileged-container',
      'polaris:runAsPrivileged',
      'kyverno:disallow-privileged-containers',
    ],
  },
  messages: { told: 'Container "{container}" is privileged, which the baseline pod security standard does not allow' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'privileged-container')) yield { message: 'told', args, at };
  },
});
