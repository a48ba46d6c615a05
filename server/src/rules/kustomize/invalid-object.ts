/** A document of a resource file that is no Kubernetes object. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-object',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A file under resources holds something without kind or name.',
    why: 'Kustomize refuses the file, and the build fails.',
  },
  messages: {
    'not-an-object': 'This is no Kubernetes object{because}',
    'missing-kind': 'This object has no kind',
    'missing-name': 'This {kind} has no name',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['not-an-object', 'missing-kind', 'missing-name']);
  },
});
