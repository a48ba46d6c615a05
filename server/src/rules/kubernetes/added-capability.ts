/** A capability beyond those that containers have anyway. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/added-capability',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A container adds a capability that the baseline pod security standard does not allow.',
    why: 'Capabilities such as SYS_ADMIN or NET_ADMIN are most of what being root on the node is.',
    covers: [
      'pod-security-standards:capabilities',
      'kyverno:disallow-capabilities',
      'polaris:dangerousCapabilities',
      'kube-linter:drop-net-raw-capability',
    ],
  },
  messages: {
    told: 'Container "{container}" adds the capability {capability}, which the baseline pod security standard does not allow',
  },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'added-capability')) yield { message: 'told', args, at };
  },
});
