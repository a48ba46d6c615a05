/** A Flux object that waits for one that is declared nowhere. */
import { danglingReferences } from '../../model/flux/dangling.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { whereLeftOut } from '../left-out.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'flux/dangling-depends-on',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'A Flux object depends on one that nothing in the repository declares.',
    why: 'Flux waits until the dependency is ready: what does not exist never is, and nothing of this object is applied.',
    limits:
      'Told only where the repository clearly declares what its objects depend on: at least half of the names, or a similar one that nothing uses. List objects made outside Git under `external` in `.plumbline.yaml`. Below directories named archive, deprecated, disabled, testdata and the like nothing is told; in directories that the kustomization above leaves out it is told as information.',
    covers: ['kustomize-controller:dependency not found', 'helm-controller:dependency not found'],
  },
  messages: { missing: '{kind} "{name}" is declared nowhere in this repository' },

  *check(db, file) {
    for (const { kind, name, at, meant } of danglingReferences(db, file, 'flux/dependsOn')) {
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield { message: 'missing', args: { kind, name }, at, fixes, ...whereLeftOut(db, file) };
    }
  },
});
