/** A source of an Application that Argo CD refuses. */
import { sourceMistakes } from '../../model/argocd/mistakes.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'argocd/invalid-source',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'A source of an Application does not say where its manifests are.',
    why: 'Argo CD sets the condition InvalidSpecError and syncs nothing.',
    limits: 'Not told where a patch of a kustomization, a template of a generator or a templatePatch may complete the source.',
    covers: ['argocd-lint:AR009', 'argocd:InvalidSpecError'],
  },
  messages: {
    noSource: 'The Application has no source',
    noUrl: 'The source has no repoURL',
    nothing: 'The source needs a path or a chart',
    noRevision: 'A chart needs a targetRevision',
  },

  *check(db, file) {
    for (const { mistake, at } of sourceMistakes(db, file)) yield { message: mistake, at };
  },
});
