/** A setting of the kernel that is not the pod’s alone. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unsafe-sysctl',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A pod sets a sysctl that is not among the safe ones.',
    why: 'It changes the kernel for others on the node, and kubelets refuse it unless they are told to take it.',
    covers: ['pod-security-standards:sysctls', 'kube-linter:unsafe-sysctls', 'kyverno:restrict-sysctls'],
  },
  messages: { told: 'The sysctl "{name}" is none of the safe ones' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'unsafe-sysctl')) yield { message: 'told', args, at };
  },
});
