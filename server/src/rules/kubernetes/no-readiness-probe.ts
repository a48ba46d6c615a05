/** A container that gets requests before it can answer. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/no-readiness-probe',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A container of a long-running workload declares a port and has no readiness probe.',
    why: 'Its Service sends requests to it as soon as the process starts, also while it cannot answer them.',
    limits: 'Containers without ports are not told: nobody asks them anything.',
    covers: ['kube-linter:no-readiness-probe', 'kube-score:pod-probes', 'polaris:readinessProbeMissing', 'checkov:CKV_K8S_9'],
  },
  messages: { told: 'Container "{container}" has no readiness probe' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'no-readiness-probe'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
