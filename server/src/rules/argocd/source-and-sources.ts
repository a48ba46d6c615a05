/** An Application that has both `source` and `sources`. */
import { doubledSources } from '../../model/argocd/mistakes.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'argocd/source-and-sources',
  since: '0.1.0',
  severity: 'warning',
  concerns: holdsGitops,
  docs: {
    what: 'An Application has both `source` and `sources`.',
    why: 'Argo CD reads `sources` and passes over `source` without a word: what stands there is not deployed.',
    covers: ['argocd-lint:AR009'],
  },
  messages: { both: '"source" does not count beside "sources"' },

  *check(db, file) {
    for (const { source, sources } of doubledSources(db, file)) {
      yield {
        message: 'both',
        at: { node: source },
        related: [{ file, at: { node: sources }, message: 'These sources count' }],
        fixes: [{ title: 'Remove "source"', safe: true, edits: [{ do: 'remove', file, node: source }] }],
        tags: ['unnecessary'],
      };
    }
  },
});
