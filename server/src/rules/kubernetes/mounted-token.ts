/** A token for the API in a pod that has no use for it. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { remedies } from '../remedies.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/mounted-token',
  since: '0.1.0',
  severity: 'info',
  profile: 'recommended',
  docs: {
    what: 'A pod mounts the token of an account that nothing in the build grants any right.',
    why: 'Who gets into the pod has an account in the cluster, to look around with and to be granted something by mistake.',
    limits: 'An account that stands elsewhere may be bound elsewhere: it is not told.',
    covers: ['kube-linter:default-service-account', 'polaris:automountServiceAccountToken', 'checkov:CKV_K8S_38'],
  },
  messages: {
    told: '{owner} mounts the token of ServiceAccount "{account}", which nothing here grants any right; automountServiceAccountToken: false keeps it out',
  },

  *check(db, file) {
    for (const practice of practicesIn(db, file, 'mounted-token'))
      yield { message: 'told', args: practice.args, at: practice.at, fixes: remedies(db, file, practice) };
  },
});
