/** A build that is too large to be made. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/too-large',
  since: '0.1.0',
  severity: 'warning',
  files: 'kustomization',
  docs: {
    what: 'The build would visit too many kustomizations, expand too many aliases or make too many objects.',
    why: 'Plumbline stops here, and the real tools take minutes or run out of memory.',
  },
  messages: {
    budget: 'This build has more than {limit} {what} and is not made',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['budget']);
  },
});
