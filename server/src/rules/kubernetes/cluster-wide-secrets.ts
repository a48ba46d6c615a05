/** A role by which the Secrets of all namespaces can be read. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/cluster-wide-secrets',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A ClusterRole that is bound in the whole cluster lets its subjects read Secrets, without naming them.',
    why: 'Who reads every Secret has every account that the cluster knows.',
    limits: 'Only bindings that are deployed with the role are seen.',
    covers: ['kube-linter:access-to-secrets', 'checkov:CKV2_K8S_5'],
  },
  messages: { told: '{owner} lets its subjects read the Secrets of every namespace' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'cluster-wide-secrets')) yield { message: 'told', args, at };
  },
});
