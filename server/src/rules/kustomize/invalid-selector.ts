/** A target selector that is no regular expression or no label selector. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-selector',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A pattern in a target cannot be compiled, or a label selector cannot be parsed.',
    why: 'The build fails before any patch or replacement is applied.',
  },
  messages: {
    selector: '"{expression}" is not a valid selector{because}',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['selector']);
  },
});
