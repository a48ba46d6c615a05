/** A strategic merge patch for an object that the build does not have. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unmatched-patch',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A strategic merge patch names an object that is not among those accumulated so far, or more than one.',
    why: 'Kustomize fails with "no resource matches strategic merge patch".',
    limits:
      'Where a remote base or a chart is part of the build, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'patch-target-missing': 'The patch is for {id}, which this build does not have',
    'patch-target-ambiguous': 'The patch is for {id}, and this build has several of them',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['patch-target-missing', 'patch-target-ambiguous']);
  },
});
