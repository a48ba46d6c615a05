/** A pod that mounts a directory of its node. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/host-path',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A pod has a volume of type `hostPath`.',
    why: 'Through it the pod reads, and may change, what belongs to the node and to others on it.',
    covers: [
      'pod-security-standards:host-path-volumes',
      'kube-linter:sensitive-host-mounts',
      'kyverno:disallow-host-path',
      'polaris:hostPathSet',
    ],
  },
  messages: { told: 'The pod mounts "{path}" of its node, which the baseline pod security standard does not allow' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'host-path')) yield { message: 'told', args, at };
  },
});
