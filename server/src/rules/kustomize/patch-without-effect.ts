/** A patch that says what is there already. */
import { remarkReports } from '../remark-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/patch-without-effect',
  since: '0.1.0',
  severity: 'hint',
  files: 'kustomization',
  docs: {
    what: 'A patch leaves every object that it is for as it is: all its fields have these values already.',
    why: 'Who reads the overlay takes it for a difference between environments, and there is none.',
    limits: 'A component is judged where it is used: it is told only where it changes nothing in any build.',
  },
  messages: {
    'patch-without-effect': 'This patch changes nothing in {what}',
  },

  *check(db, file) {
    for (const report of remarkReports(db, file, ['patch-without-effect'])) yield { ...report, tags: ['unnecessary'] };
  },
});
