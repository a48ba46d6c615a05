/** A replacement that selects nothing or cannot be made. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-replacement',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A replacement has no source or target, finds no or several sources, or names fields that are not there.',
    why: 'The build fails: Kustomize refuses a replacement that it cannot make.',
    limits:
      'Where a remote base or a chart is part of the build, objects may be missing here that are there in life; nothing is said then.',
  },
  messages: {
    'replacement-incomplete': 'A replacement needs one source and at least one target{because}',
    'replacement-source': 'Nothing in this build is selected by {source} as the source',
    'replacement-source-ambiguous': 'Several objects are selected by {source} as the source',
    'replacement-source-field': 'The source has no field {path}',
    'replacement-target': 'This target cannot be replaced{because}',
    'replacement-options': 'These options do not fit the value{because}',
  },

  *check(db, file) {
    yield* buildReports(db, file, [
      'replacement-incomplete',
      'replacement-source',
      'replacement-source-ambiguous',
      'replacement-source-field',
      'replacement-target',
      'replacement-options',
    ]);
  },
});
