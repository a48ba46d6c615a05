/** A role by which more rights can be had. */
import { practicesIn } from '../../model/kubernetes/practice/practices.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/escalating-role',
  since: '0.1.0',
  severity: 'warning',
  profile: 'recommended',
  docs: {
    what: 'A role lets its subjects grant rights that they do not have, act as others, or enter pods and nodes.',
    why: 'Such a right is worth every right that can be reached by it.',
    limits: 'Roles of operators and of CI may need it; silence these one by one.',
    covers: [
      'kube-linter:access-to-create-pods',
      'checkov:CKV_K8S_156',
      'checkov:CKV_K8S_157',
      'checkov:CKV_K8S_158',
      'checkov:CKV2_K8S_2',
      'checkov:CKV2_K8S_3',
    ],
  },
  messages: { told: '{owner} lets its subjects use {what}, by which they can get rights that they were not given' },

  *check(db, file) {
    for (const { args, at } of practicesIn(db, file, 'escalating-role')) yield { message: 'told', args, at };
  },
});
