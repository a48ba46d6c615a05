/** A Flux Kustomization whose directory does not exist. */
import { missingPaths } from '../../model/flux/paths.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'flux/missing-path',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'A Flux Kustomization builds a directory that does not exist in this repository.',
    why: 'The controller reports that the path is not found and applies nothing, and with `prune` nothing is removed either.',
    limits:
      'Told only where the source is this repository: its URL is one of the git remotes or, where these are not known, at least half of the paths taken from it exist here. Artifacts, other branches and paths with variables are not judged. Below directories named archive, deprecated, disabled, testdata and the like nothing is told.',
    covers: ['kustomize-controller:kustomization path not found'],
  },
  messages: { missing: 'The directory "{path}" does not exist in this repository' },

  *check(db, file) {
    for (const { at, text, meant } of missingPaths(db, file)) {
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield { message: 'missing', args: { path: text }, at, fixes };
    }
  },
});
