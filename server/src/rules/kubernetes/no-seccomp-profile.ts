/** A container that may make every system call. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/no-seccomp-profile',
  since: '0.1.0',
  severity: 'warning',
  profile: 'restricted',
  docs: {
    what: 'Neither the container nor its pod sets a seccomp profile.',
    why: 'The restricted pod security standard asks for `seccompProfile: { type: RuntimeDefault }`.',
    covers: [
      'pod-security-standards:seccomp-restricted',
      'kyverno:restrict-seccomp-strict',
      'kube-score:container-seccomp-profile',
    ],
  },
  messages: { told: 'Container "{container}" has no seccomp profile' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'no-seccomp-profile'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
