/** A field that an object must have and has not. */
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/missing-field',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'An object lacks a field that the API server insists on.',
    why: 'The API server refuses the object.',
    limits:
      'Patches are parts of objects and lack nothing. A field that a kustomization adds is not missing. Only fields that the server itself checks are told, not all that its schema calls required.',
    covers: ['kubeconform:missing properties', 'kubectl:Required value'],
  },
  messages: {
    missing: '{where} has no "{field}", which the API server insists on{by}',
    because: '{where} has no "{field}", which the API server insists on where {because}',
    choice: '{where} has none of {field}: one of them has to be there',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'missing-field')) {
      const { at: node, field, path, kind, because } = mistake;
      const args = { field, where: path === '' ? `This ${kind}` : path, by: by(mistake) };
      const at = { node };
      if (field.includes(', ')) yield { message: 'choice', args, at };
      else if (because !== undefined) yield { message: 'because', args: { ...args, because }, at };
      else yield { message: 'missing', args, at, ...milder(mistake) };
    }
  },
});
