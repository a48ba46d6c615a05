/** A patch that finds its object only by a name that the object no longer has. */
import { remarkReports } from '../remark-reports.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/former-name',
  since: '0.1.0',
  severity: 'hint',
  files: 'kustomization',
  docs: {
    what: 'A strategic merge patch names its object as a base calls it, while prefixes or suffixes have given it another name since.',
    why: 'Kustomize finds it by the old name, so the patch works; who looks for the object in the cluster by this name finds none.',
  },
  messages: {
    'patch-by-former-name': 'By now {id} is called "{name}"',
  },

  *check(db, file) {
    yield* remarkReports(db, file, ['patch-by-former-name']);
  },
});
