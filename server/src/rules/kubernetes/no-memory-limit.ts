/** A container that may use all memory of its node. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/no-memory-limit',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A container has no memory limit.',
    why: 'A leak takes down what else runs on the node.',
    limits: 'A LimitRange in the same build fills in limits.',
    covers: [
      'kube-linter:unset-memory-requirements',
      'kube-score:container-resources',
      'polaris:memoryLimitsMissing',
      'checkov:CKV_K8S_13',
    ],
  },
  messages: { told: 'Container "{container}" has no memory limit' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'no-memory-limit'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
