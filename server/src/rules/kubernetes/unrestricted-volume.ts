/** A kind of volume that reaches past the cluster. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unrestricted-volume',
  since: '0.1.0',
  severity: 'warning',
  profile: 'restricted',
  docs: {
    what: 'A pod mounts a volume of a kind that the restricted pod security standard does not allow.',
    why: 'Volumes of the older kinds are mounted by the node, with what the pod says; claims leave that to the administrator.',
    covers: ['pod-security-standards:volume-types', 'kyverno:restrict-volume-types'],
  },
  messages: { told: 'Volume "{name}" is of the kind {kind}, which the restricted pod security standard does not allow' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'unrestricted-volume')) yield { message: 'told', args, at };
  },
});
