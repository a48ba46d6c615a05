/** A module from elsewhere in whatever version there is. */
import { unpinnedModules } from '../../model/terraform/pins.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/unpinned-module',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A module from a registry has no version, or one from a Git repository no ref.',
    why: 'The next terraform init takes whatever is newest: the same configuration makes something else tomorrow.',
    limits: 'Examples and tests are not judged.',
    covers: ['tflint:terraform_module_version', 'tflint:terraform_module_pinned_source', 'checkov:CKV_TF_2'],
  },
  messages: {
    registry: 'Module "{name}" has no version',
    git: 'Module "{name}" comes from the default branch: its source has no ref',
  },

  *check(db, file) {
    for (const { kind, name, at } of unpinnedModules(db, file))
      yield { message: kind === 'git' ? 'git' : 'registry', args: { name }, at };
  },
});
