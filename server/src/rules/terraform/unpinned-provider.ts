/** A provider in whatever version there is. */
import { unpinnedProviders } from '../../model/terraform/pins.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/unpinned-provider',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A root or published module uses a provider without a version constraint.',
    why: 'The next terraform init takes the newest version, with whatever it has stopped to understand.',
    limits:
      'A provider that the lock file holds is pinned by it. Modules that this repository calls take the versions of their callers; examples and tests are not judged.',
    covers: ['tflint:terraform_required_providers'],
  },
  messages: { unpinned: 'Provider "{name}" has no version constraint' },

  *check(db, file) {
    for (const { name, at } of unpinnedProviders(db, file)) yield { message: 'unpinned', args: { name }, at };
  },
});
