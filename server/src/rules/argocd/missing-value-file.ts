/** A Helm value file of an Application that does not exist. */
import { missingValueFiles } from '../../model/argocd/paths.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'argocd/missing-value-file',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'An Application renders its chart with a value file that does not exist in this repository.',
    why: 'Argo CD cannot make the manifests, and syncs nothing; with `ignoreMissingValueFiles` it would go on without the values.',
    limits:
      'Told only where chart or values come from this repository, as for argocd/missing-path; URLs and patterns are not judged. Below directories named archive, deprecated, disabled, testdata and the like nothing is told.',
    covers: ['argocd:value file does not exist'],
  },
  messages: { missing: 'The value file "{path}" does not exist in this repository' },

  *check(db, file) {
    for (const { at, text, meant } of missingValueFiles(db, file)) {
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield { message: 'missing', args: { path: text }, at, fixes };
    }
  },
});
