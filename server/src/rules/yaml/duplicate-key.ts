/** A key that stands twice in one mapping. */
import { duplicateKeys } from '../../model/yaml/documents.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'yaml/duplicate-key',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A mapping holds the same key twice.',
    why: 'Kustomize, Flux and strict API servers reject the document; lenient readers keep one of the two values and drop the other without a word.',
    covers: ['monokle:YML010', 'kubeconform:strict', 'yamllint:key-duplicates'],
  },
  messages: { duplicate: 'The key "{key}" already stands above in this mapping' },

  *check(db, file) {
    for (const { key, first, again } of duplicateKeys(db, file)) {
      yield {
        message: 'duplicate',
        args: { key },
        at: { node: again },
        related: [{ file, at: { node: first }, message: 'The same key, first' }],
        fixes: [{ title: `Remove this "${key}"`, safe: false, edits: [{ do: 'remove', file, node: again }] }],
      };
    }
  },
});
