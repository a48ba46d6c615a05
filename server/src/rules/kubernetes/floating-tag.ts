/** An image that is another one tomorrow. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/floating-tag',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'An image has no tag or the tag `latest`, and no digest.',
    why: 'Two pods of one workload may run different programs, and there is nothing to roll back to.',
    limits: 'What an `images` entry of a kustomization sets counts.',
    covers: [
      'kube-linter:latest-tag',
      'kube-score:container-image-tag',
      'polaris:tagNotSpecified',
      'kyverno:disallow-latest-tag',
      'checkov:CKV_K8S_14',
    ],
  },
  messages: { told: 'The image "{image}" is {how}: it is another one whenever somebody pushes' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'floating-tag')) yield { message: 'told', args, at };
  },
});
