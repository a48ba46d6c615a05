/** A container that runs as root or may. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/runs-as-root',
  since: '0.1.0',
  severity: 'warning',
  profile: 'restricted',
  docs: {
    what: 'A container runs as user 0, or neither it nor its pod sets `runAsNonRoot: true`.',
    why: 'Whoever breaks out of it is root on the node.',
    covers: [
      'pod-security-standards:running-as-non-root',
      'kube-linter:run-as-non-root',
      'polaris:runAsRootAllowed',
      'kyverno:require-run-as-nonroot',
    ],
  },
  messages: { told: 'Container "{container}" runs {how}' },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'runs-as-root'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
