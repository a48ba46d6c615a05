/** A port that what is pointed at does not have. */
import { problemsWith } from '../../model/kubernetes/links/problems.ts';
import { linkReport } from '../link-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unknown-port',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A Service, Ingress, route or monitor names a port that the pods or the Service deployed with it do not have.',
    why: 'Nothing is behind the port: connections are refused, the Ingress answers 503, nothing is collected.',
    limits:
      'Only what is deployed together is looked at. Numbers are held against Services only: pods may listen on ports that they do not declare.',
    covers: ['kube-linter:dangling-ingress', 'kube-linter:invalid-target-ports', 'kube-score:ingress-targets-service'],
  },
  messages: { 'unknown-port': '{owner} has no port "{port}": {known}' },

  *check(db, file) {
    for (const problem of problemsWith(db, file, 'unknown-port')) yield linkReport(file, problem, 'unknown-port');
  },
});
