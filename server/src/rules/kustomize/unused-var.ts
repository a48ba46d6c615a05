/** A var that nothing refers to. */
import { remarkReports } from '../remark-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unused-var',
  since: '0.1.0',
  severity: 'warning',
  files: 'kustomization',
  docs: {
    what: 'A var is declared, and no build that has it holds its $(NAME) in a field where Kustomize looks for vars.',
    why: 'Kustomize warns of "well-defined vars that were never replaced": either the var is left over, or $(NAME) stands in a field that varReference does not list and is deployed as it is.',
  },
  messages: {
    'var-unused': '$({name}) stands in no field in which Kustomize replaces vars',
  },

  *check(db, file) {
    for (const report of remarkReports(db, file, ['var-unused'])) yield { ...report, tags: ['unnecessary'] };
  },
});
