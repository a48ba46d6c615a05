/** A var that names nothing, several objects, or a field that is not there. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-var',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A var cannot be resolved.',
    why: 'The build fails, or $(NAME) stays in the objects as it is.',
    limits:
      'Where a remote base or a chart is part of the build, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'var-duplicate': 'The var "{name}" is declared twice',
    'var-ambiguous': 'The var "{name}" means {matches} objects',
    'var-unmapped': 'The var "{name}" means no object of this build',
    'var-field': 'The object that the var "{name}" means has no field {path}',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['var-duplicate', 'var-ambiguous', 'var-unmapped', 'var-field']);
  },
});
