/** A field of a kustomization with a value that Kustomize cannot take. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-field',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A field of a kustomization file has a value of the wrong type, or one that Kustomize does not know.',
    why: 'Kustomize cannot read the file, or stops when it comes to the field.',
    covers: ['kustomize:invalid Kustomization', 'kustomize:sortOptions', 'kustomize:openapi'],
  },
  messages: {
    'invalid-kustomization': 'Kustomize cannot read this: {reason}',
    'sort-options': 'These options do not go together: {reason}',
    openapi: 'openapi cannot be used: {reason}',
  },

  *check(db, file) {
    for (const report of buildReports(db, file, ['invalid-kustomization', 'sort-options', 'openapi']))
      if (!isToldElsewhere(report.args)) yield report;
  },
});

/** By `unknown-field`, `kubernetes/invalid-label` and `kubernetes/invalid-namespace`. */
function isToldElsewhere({ reason, field }: Readonly<Record<string, string | number>> = {}): boolean {
  return String(reason).startsWith('unknown field') || /^(?:commonLabels\.|labels\.pairs\.|namespace$)/.test(String(field));
}
