/** A destination of an Application that names no cluster, or one in two ways. */
import { destinationMistakes } from '../../model/argocd/mistakes.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'argocd/invalid-destination',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'A destination of an Application has both `server` and `name`, or neither.',
    why: 'Argo CD sets the condition InvalidSpecError and syncs nothing.',
    limits:
      'Not told where a patch of a kustomization, a template of a generator or a templatePatch may complete the destination.',
    covers: ['argocd:InvalidSpecError'],
  },
  messages: {
    both: 'The destination has both "server" and "name"; one of them has to go',
    neither: 'The destination names no cluster; "server" or "name" is needed',
  },

  *check(db, file) {
    for (const { mistake, at, other } of destinationMistakes(db, file))
      yield {
        message: mistake,
        at,
        related: other === undefined ? [] : [{ file, at: other, message: 'The cluster is named here as well' }],
      };
  },
});
