/** A root whose state stays on the machine that applies it, where the others of the repository share theirs. */
import { dirname } from '../../base/paths.ts';
import { contentOf } from '../../model/terraform/content.ts';
import { firstProvider } from '../../model/terraform/modules.ts';
import { countRoots, isBackendGenerated, standing } from '../../model/terraform/roots.ts';
import { repositoryOf } from '../../model/workspace/repository.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/no-remote-state',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A root has no backend, while most roots of the repository keep their state in one.',
    why: 'The state stays in a file on one machine: nobody else can apply, and when it is lost, so is the way to what was made.',
    limits:
      'A directory counts as a root where it configures a provider or a backend, nothing calls it, and it is no example or test. Where a tool writes the backend, nothing is told; `backend "local" {}` says that it is meant.',
  },
  messages: { none: 'This root has no backend; {some} of the {all} roots of this repository have one' },

  *check(db, file) {
    const { providers } = contentOf(db, file);
    const [provider] = providers;
    const directory = dirname(file);
    const root = repositoryOf(db, file)?.root;
    if (provider === undefined || root === undefined || firstProvider(db, directory) !== file) return;
    const { isRoot, hasBackend } = standing(db, directory);
    if (!isRoot || hasBackend || isBackendGenerated(db, directory)) return;
    const { some, all } = countRoots(db, root, ({ backend }) => backend !== undefined);
    if (some * 2 <= all) return;
    yield { message: 'none', args: { some, all }, at: { node: provider.head } };
  },
});
