/** A patch that Kustomize cannot read or apply. */
import { buildReports } from '../build-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/invalid-patch',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A patch is not written as Kustomize can read or apply it.',
    why: 'The build fails, and with it every overlay and every sync that uses it.',
  },
  messages: {
    'patch-source': 'This patch cannot be read{because}',
    'patch-unreadable': 'This is neither a strategic merge patch nor a list of JSON 6902 operations{because}',
    'patch-empty': 'This patch is empty',
    'patch-both-kinds': 'This patch can be read as a strategic merge patch and as JSON 6902 operations',
    'patch-no-target': 'A JSON 6902 patch needs a target{because}',
    'patch-many-with-target': 'A patch of several documents cannot have a target',
    'patch-directive': '"{directive}" is no patch directive; $patch may be merge, replace or delete',
    'patch-mismatch': 'The patch has a {found} where the object has a {expected}',
    'json-patch': 'This JSON 6902 operation is not valid{because}',
  },

  *check(db, file) {
    yield* buildReports(db, file, [
      'patch-source',
      'patch-unreadable',
      'patch-empty',
      'patch-both-kinds',
      'patch-no-target',
      'patch-many-with-target',
      'patch-directive',
      'patch-mismatch',
      'json-patch',
    ]);
  },
});
