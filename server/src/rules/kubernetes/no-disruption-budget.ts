/** Several pods that may all be evicted at once. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/no-disruption-budget',
  since: '0.1.0',
  severity: 'info',
  profile: 'recommended',
  docs: {
    what: 'A workload with several pods has no PodDisruptionBudget in its build.',
    why: 'Draining nodes may take all of its pods at the same time.',
    covers: ['kube-score:deployment-has-poddisruptionbudget', 'polaris:missingPodDisruptionBudget'],
  },
  messages: { told: '{owner} runs several pods and no PodDisruptionBudget keeps some of them' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'no-disruption-budget')) yield { message: 'told', args, at };
  },
});
