/** A root without a lock file, where the others of the repository have one. */
import { dirname } from '../../base/paths.ts';
import { contentOf } from '../../model/terraform/content.ts';
import { firstProvider } from '../../model/terraform/modules.ts';
import { countRoots, standing } from '../../model/terraform/roots.ts';
import { repositoryOf } from '../../model/workspace/repository.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/missing-lock-file',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A root has no .terraform.lock.hcl, while most roots of the repository have one.',
    why: 'Every run takes the newest provider that the constraints allow, and nobody has checked its checksum.',
    limits: 'A directory counts as a root where it configures a provider, nothing calls it, and it is no example or test.',
  },
  messages: { missing: 'This root has no .terraform.lock.hcl; {some} of the {all} roots of this repository have one' },

  *check(db, file) {
    const [provider] = contentOf(db, file).providers;
    const directory = dirname(file);
    const root = repositoryOf(db, file)?.root;
    if (provider === undefined || root === undefined || firstProvider(db, directory) !== file) return;
    const { isRoot, hasLockFile } = standing(db, directory);
    if (!isRoot || hasLockFile) return;
    const { some, all } = countRoots(db, root, (one) => one.hasLockFile);
    if (some * 2 <= all) return;
    yield { message: 'missing', args: { some, all }, at: { node: provider.head } };
  },
});
