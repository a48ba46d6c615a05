/** A field that an object must have and has not. */

import type { FilePath } from '../../base/paths.ts';
import { type Addition, additionsFor, allAdditions } from '../../model/kubernetes/authoring/missing.ts';
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule, type Edit, type Fix } from '../rule.ts';

/** What is written is a beginning that somebody has to fill in. */
function fix(file: FilePath, title: string, additions: readonly Addition[]): Fix {
  return { title, safe: false, edits: additions.map((addition): Edit => ({ do: 'put', file, ...addition })) };
}

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
    const all = allAdditions(db, file);
    for (const mistake of mistakesOf(db, file, 'missing-field')) {
      const { at: node, field, path, kind, because } = mistake;
      const args = { field, where: path === '' ? `This ${kind}` : path, by: by(mistake) };
      const at = { node };
      const fixes = additionsFor(db, file, mistake).map((one) => fix(file, `Add ${one.fields[0]?.name}`, [one]));
      if (all.length > 0) fixes.push(fix(file, 'Add all missing required fields of this file', all));
      if (field.includes(', ')) yield { message: 'choice', args, at, fixes };
      else if (because !== undefined) yield { message: 'because', args: { ...args, because }, at, fixes };
      else yield { message: 'missing', args, at, fixes, ...milder(mistake) };
    }
  },
});
