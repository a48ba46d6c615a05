/** A pod that shares the network, the processes or the memory of its node. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/host-namespace',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A pod uses `hostNetwork`, `hostPID` or `hostIPC`.',
    why: 'It sees and reaches what belongs to the node and to all pods on it, past every network policy.',
    covers: [
      'pod-security-standards:host-namespaces',
      'kube-linter:host-network',
      'kube-linter:host-pid',
      'kube-linter:host-ipc',
      'kyverno:disallow-host-namespaces',
    ],
  },
  messages: { told: '{field} is what the baseline pod security standard does not allow' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'host-namespace')) yield { message: 'told', args, at };
  },
});
