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
      'In kustomization files, Helm values, manifests that no kustomization lists and files that are for some other program the finding is a warning: most such readers take the last value.',
    covers: ['monokle:YML010', 'kubeconform:strict', 'yamllint:key-duplicates'],
  },
  messages: { duplicate: 'The key "{key}" already stands above in this mapping' },

  *check(db, file) {
    const mildly = isReadLeniently(db, file) ? 'warning' : undefined;
    for (const { key, first, again } of duplicateKeys(db, file)) {
      yield {
        message: 'duplicate',
        args: { key },
        at: { node: again },
        related: [{ file, at: { node: first }, message: 'The same key, first' }],
        ...(mildly !== undefined && { severity: mildly }),
        fixes: [{ title: `Remove this "${key}"`, safe: false, edits: [{ do: 'remove', file, node: again }] }],
      };
    }
  },
});
