/** A replicas entry for a workload that the build does not have. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unmatched-replicas',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'An entry of replicas names no object with replicas.',
    why: 'The build fails.',
    limits:
      'Where a remote base or a chart is part of the build, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'replicas-no-match': 'No object with replicas in this build is called "{name}"',
  },

  *check(db, file) {
    yield* buildReports(db, file, ['replicas-no-match']);
  },
});
