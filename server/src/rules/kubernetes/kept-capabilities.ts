/** A container that keeps capabilities it does not need. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/kept-capabilities',
  since: '0.1.0',
  severity: 'warning',
  profile: 'restricted',
  docs: {
    what: 'A container does not drop all capabilities.',
    why: 'The restricted pod security standard asks for `capabilities: { drop: [ALL] }`; what is needed is added back.',
    covers: [
      'pod-security-standards:capabilities-restricted',
      'kyverno:disallow-capabilities-strict',
      'polaris:insecureCapabilities',
    ],
  },
  messages: { told: 'Container "{container}" does not drop all capabilities' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'kept-capabilities'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
