/** A selector that misses what it seems to be meant for. */
import { problemsWith } from '../../model/kubernetes/links/problems.ts';
import { linkReport } from '../link-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/selects-nothing',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A selector selects nothing that is deployed with it, and misses something there by one label.',
    why: 'A Service without pods answers nobody, a PodDisruptionBudget or NetworkPolicy without pods protects nothing, a monitor without Services collects nothing; and none of them says so.',
    limits:
      'Only what is deployed together is looked at: the objects of one build, or of one directory without kustomization. A selector of which no near miss is there may be for pods that something else makes.',
    covers: [
      'kube-linter:dangling-service',
      'kube-linter:dangling-networkpolicy',
      'kube-linter:dangling-servicemonitor',
      'kube-score:service-targets-pod',
      'kube-score:networkpolicy-targets-pod',
    ],
  },
  messages: { 'selects-nothing': 'No {what} deployed with it has "{selected}"; {owner} has "{has}"' },

  *check(db, file) {
    for (const problem of problemsWith(db, file, 'selects-nothing')) yield linkReport(file, problem, 'selects-nothing');
  },
});
