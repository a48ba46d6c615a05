/** A binding to the role that may do everything. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/cluster-admin-binding',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A ClusterRoleBinding binds the role `cluster-admin`.',
    why: 'Whoever takes over one of its subjects owns the cluster.',
    covers: ['kube-linter:cluster-admin-role-binding', 'polaris:clusterrolebindingClusterAdmin'],
  },
  messages: { told: 'ClusterRoleBinding "{name}" gives its subjects everything in the cluster' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'cluster-admin-binding')) yield { message: 'told', args, at };
  },
});
