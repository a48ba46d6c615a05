/** A container that takes a port of its node. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/host-port',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A container has a `hostPort`.',
    why: 'It can be reached past Services and network policies, and two such pods do not fit on one node.',
    covers: ['pod-security-standards:host-ports', 'kyverno:disallow-host-ports', 'polaris:hostPortSet'],
  },
  messages: {
    told: 'Container "{container}" takes port {port} of its node, which the baseline pod security standard does not allow',
  },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'host-port')) yield { message: 'told', args, at };
  },
});
