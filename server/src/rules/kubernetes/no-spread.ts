/** Several pods that may all be on one node. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/no-spread',
  since: '0.1.0',
  severity: 'info',
  profile: 'recommended',
  docs: {
    what: 'A workload with several pods has neither anti-affinity nor topology spread constraints.',
    why: 'One node that fails may take all of its pods with it.',
    limits: 'Schedulers may spread by default; where that is enough, switch the rule off.',
    covers: [
      'kube-linter:no-anti-affinity',
      'kube-score:deployment-has-host-podantiaffinity',
      'polaris:topologySpreadConstraint',
    ],
  },
  messages: { told: '{owner} runs several pods and nothing keeps them on different nodes' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'no-spread'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
