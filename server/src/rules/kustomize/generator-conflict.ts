/** A generator whose behavior does not fit what is there. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/generator-conflict',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A generator would create an object that exists, or merge into or replace one that does not.',
    why: 'The build fails.',
    limits:
      'Where a remote base or a chart is part of the build, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'generator-behavior': '{id} {reason}, which does not fit the behavior "{behavior}"',
    'generator-target-ambiguous': 'Several objects could be meant by {id}',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['generator-behavior', 'generator-target-ambiguous']);
  },
});
