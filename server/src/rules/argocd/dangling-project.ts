/** An Application of a project that is declared nowhere. */
import { danglingProjects } from '../../model/argocd/projects.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'argocd/dangling-project',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'An Application belongs to an AppProject that nothing in the repository declares.',
    why: 'Argo CD refuses Applications of projects that do not exist: nothing is synced.',
    limits:
      'Told only where the repository clearly declares its own projects: at least half of those that its Applications name, or a similar one that nothing uses. List projects made elsewhere under `external` in `.plumbline.yaml`. Below directories named archive, deprecated, disabled, testdata and the like nothing is told.',
    covers: ['argocd-lint:AR014'],
  },
  messages: { missing: 'The AppProject "{name}" is declared nowhere in this repository' },

  *check(db, file) {
    for (const { name, at, meant } of danglingProjects(db, file)) {
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield { message: 'missing', args: { name }, at, fixes };
    }
  },
});
