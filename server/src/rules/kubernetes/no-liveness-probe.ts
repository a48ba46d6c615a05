/** A container that nobody restarts when it hangs. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/no-liveness-probe',
  since: '0.1.0',
  severity: 'info',
  profile: 'recommended',
  docs: {
    what: 'A container of a long-running workload declares a port and has no liveness probe.',
    why: 'A process that hangs and does not end stays as it is.',
    limits: 'Containers without ports are not told: there is nothing to ask them by.',
    covers: ['kube-linter:no-liveness-probe', 'polaris:livenessProbeMissing', 'checkov:CKV_K8S_8'],
  },
  messages: { told: 'Container "{container}" has no liveness probe' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'no-liveness-probe'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
