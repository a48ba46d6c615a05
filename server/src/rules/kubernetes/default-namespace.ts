/** An object in the namespace that belongs to nobody. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/default-namespace',
  since: '0.1.0',
  severity: 'info',
  profile: 'recommended',
  docs: {
    what: 'An object is deployed into the namespace `default`.',
    why: 'Everybody ends up there by accident; nothing can be granted, limited or cleaned up by namespace.',
    covers: ['kyverno:disallow-default-namespace', 'kube-linter:use-namespace', 'checkov:CKV_K8S_21'],
  },
  messages: { told: 'This {kind} goes into the namespace "default"' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'default-namespace')) yield { message: 'told', args, at };
  },
});
