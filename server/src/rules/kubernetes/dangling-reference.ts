/** A name of an object that is not there. */
import { problemsWith } from '../../model/kubernetes/links/problems.ts';
import { linkReport } from '../link-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/dangling-reference',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'An object names another one that is not deployed with it, nor declared anywhere in the repository.',
    why: 'Pods wait for ever for a ConfigMap, a Secret or a volume that is not there, are not made without their ServiceAccount, and a binding to a Role that is not there grants nothing.',
    limits:
      "What is declared anywhere in the repository counts, also by what a controller makes of it: ExternalSecrets, SealedSecrets, Certificates, operators' objects. A name that is nearly that of another object in the same unit is told always. Else it is told only where the build claims the namespace: it is complete, declares the Namespace itself, no chart and no other repository deploys into it, no custom resource in it asks an unknown operator for something, no role of the build may create such objects, and the kind is one that hardly anybody makes by hand; never of Secrets and of what has no namespace. List what is made outside under `external` in `.plumbline.yaml`.",
    covers: [
      'monokle:no-missing-links',
      'kube-linter:non-existent-service-account',
      'kube-linter:dangling-horizontalpodautoscaler',
      'kube-score:horizontalpodautoscaler-has-target',
    ],
  },
  messages: {
    missing: '{kind} "{name}" is declared nowhere{where}',
    'missing-near': '{kind} "{name}" is declared nowhere{where}{hint}',
  },

  *check(db, file) {
    for (const problem of problemsWith(db, file, 'missing')) yield linkReport(file, problem, 'missing');
    for (const problem of problemsWith(db, file, 'missing-near')) yield linkReport(file, problem, 'missing-near');
  },
});
