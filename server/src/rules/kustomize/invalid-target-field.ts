/** A field of an object that a transformer has to change and cannot. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-target-field',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'What stands at a field that labels, namespaces, names, images or references are written into is not of the kind that it must be there.',
    why: 'Kustomize stops, for example with "considering field … expected sequence or mapping node".',
  },
  messages: {
    'field-path': 'Kustomize has to change {what} here, and this is not what it can change',
    'reference-ambiguous': '{name} could be any of {candidates} for {referrer}',
    'blank-namespace': 'A subject of {id} has a blank namespace',
  },

  *check(db, file) {
    for (const report of buildReports(db, file, ['field-path', 'reference-ambiguous', 'blank-namespace'])) {
      const { path, step } = report.args ?? {};
      yield { ...report, args: { ...report.args, what: path || step || 'a field' } };
    }
  },
});
