/** A container of which the scheduler does not know what it needs. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/no-resource-requests',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A container requests no CPU or no memory.',
    why: 'It is put where there is no room for it, and is the first to be evicted.',
    limits: 'A limit counts as a request; a LimitRange or a VerticalPodAutoscaler in the same build fills them in.',
    covers: [
      'kube-linter:unset-cpu-requirements',
      'kube-score:container-resources',
      'polaris:cpuRequestsMissing',
      'polaris:memoryRequestsMissing',
      'checkov:CKV_K8S_10',
      'checkov:CKV_K8S_12',
    ],
  },
  messages: { told: 'Container "{container}" requests no {missing}' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'no-resource-requests'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
