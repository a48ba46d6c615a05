/** A key that stands twice in one mapping. */
import { duplicateKeys } from '../../model/yaml/documents.ts';
import { isReadLeniently } from '../../model/yaml/readers.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'yaml/duplicate-key',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A mapping holds the same key twice.',
    why: 'Kustomize and Flux reject the document; lenient readers keep one of the two values and drop the other without a word.',
    limits:
      'In kustomization files, Helm values and manifests that no kustomization lists the finding is a warning: their readers take the last value.',
    covers: ['monokle:YML010', 'kubeconform:strict', 'yamllint:key-duplicates'],
  },
  messages: { duplicate: 'The key "{key}" already stands above in this mapping' },

  *check(db, file) {
    const lenient = isReadLeniently(db, file);
    for (const { key, first, again } of duplicateKeys(db, file)) {
      yield {
        message: 'duplicate',
        args: { key },
        at: { node: again },
        related: [{ file, at: { node: first }, message: 'The same key, first' }],
        ...(lenient && { severity: 'warning' }),
        fixes: [{ title: `Remove this "${key}"`, safe: false, edits: [{ do: 'remove', file, node: again }] }],
      };
    }
  },
});
