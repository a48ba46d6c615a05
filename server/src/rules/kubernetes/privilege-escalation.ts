/** A container whose processes may gain rights. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/privilege-escalation',
  since: '0.1.0',
  severity: 'warning',
  profile: 'restricted',
  docs: {
    what: 'A container does not set `allowPrivilegeEscalation: false`.',
    why: 'A program with the setuid bit makes root of whoever runs it.',
    covers: [
      'pod-security-standards:privilege-escalation',
      'kube-linter:privilege-escalation-container',
      'polaris:privilegeEscalationAllowed',
      'kyverno:disallow-privilege-escalation',
    ],
  },
  messages: { told: 'Container "{container}" does not set allowPrivilegeEscalation: false' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'privilege-escalation'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
