/** A prefix or suffix that no object takes. */
import { remarkReports } from '../remark-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/field-without-effect',
  since: '0.1.0',
  severity: 'hint',
  files: 'kustomization',
  docs: {
    what: 'A namePrefix or nameSuffix is set, and the build has no object whose name takes it.',
    why: 'Kustomize leaves the names of CustomResourceDefinitions, Namespaces and APIServices alone, and says nothing.',
  },
  messages: {
    'field-without-effect': '{field} changes no name in this build',
  },

  *check(db, file) {
    for (const report of remarkReports(db, file, ['field-without-effect'])) yield { ...report, tags: ['unnecessary'] };
  },
});
