/** An Application whose directory does not exist. */
import { missingPaths } from '../../model/argocd/paths.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'argocd/missing-path',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'An Application, or one that an ApplicationSet makes, is built from a directory that does not exist in this repository.',
    why: 'Argo CD reports `app path does not exist` and syncs nothing.',
    limits:
      'Told only where the source is this repository: its URL is one of the git remotes or, where these are not known, at least half of the paths taken from it exist here. Other branches and tags are not judged, nor are paths that a generator fills in with what clusters, hosting services or plugins say; lists, the directories and files of this repository, and matrices and merges of these are known. Below directories named archive, deprecated, disabled, testdata and the like nothing is told.',
    covers: ['argocd:app path does not exist'],
  },
  messages: {
    missing: 'The directory "{path}" does not exist in this repository',
    filledIn: 'The generator makes an Application of "{path}", which does not exist in this repository',
  },

  *check(db, file) {
    for (const { at, text, meant, isMade, element } of missingPaths(db, file)) {
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield {
        message: isMade ? 'filledIn' : 'missing',
        args: { path: text },
        at,
        fixes,
        related: element === undefined ? [] : [{ file, at: element, message: 'The element that leads there' }],
      };
    }
  },
});
