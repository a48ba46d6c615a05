/** Two items of a list that have to differ and do not. */
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/duplicate-entry',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'A list holds two items with the same key, such as two containers, volumes, ports or variables of one name.',
    why: 'The API server refuses two containers, volumes, mounts or service ports that are the same. Of two variables the last one counts, and server-side apply, with which Flux works, refuses the object.',
    limits: 'Where only server-side apply refuses it, this is a warning. Patches are not judged.',
    covers: ['kubectl:Duplicate value', 'kube-score:environment-variable-key-duplication', 'kube-linter:duplicate-env-var'],
  },
  messages: {
    refused: '"{text}" stands twice in {path}, and the API server refuses that{by}',
    applied: '"{text}" stands twice in {path}: server-side apply refuses that, else the last one counts',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'duplicate-entry')) {
      const { at: node, first, path, text, isRefused } = mistake;
      yield {
        message: isRefused ? 'refused' : 'applied',
        args: { path, text, by: by(mistake) },
        at: { node },
        related: [{ file, at: { node: first }, message: 'The first one' }],
        ...(isRefused ? milder(mistake) : { severity: 'warning' as const }),
      };
    }
  },
});
