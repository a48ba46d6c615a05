/** A JSON 6902 operation on a path that the object does not have. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/json-patch-path',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A JSON 6902 operation removes, replaces or tests what is not in the target, or adds below something that is not there.',
    why: 'The build fails when the operation is applied.',
    limits:
      'Where a remote base or a chart is part of the build, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'json-patch-path': 'The target has no {path} to {op}',
    'json-patch-test': 'The test of {path} fails: the target holds another value',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['json-patch-path', 'json-patch-test']);
  },
});
