/** An object's name that the API server refuses. */
import { isNamedByWord, judgedObjects, nameOf } from '../../model/kubernetes/metadata.ts';
import { isPlaceholder, nameProblem } from '../../model/kubernetes/naming.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/invalid-name',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'The name of an object breaks the rules of its kind, or is no string.',
    why: 'The API server refuses the object.',
    limits:
      'Names with variables or template tags, and words in capitals that look like placeholders, are not judged. Kinds of unknown groups are judged where a kustomization lists them.',
    covers: ['flux-schema:DNS-1123 name', 'kubeconform:schema'],
  },
  messages: {
    invalid: 'The name "{name}" of this {kind} {problem}',
    type: 'The name of this {kind} is read as a {type}; put "{name}" in quotes',
  },

  *check(db, file) {
    for (const object of judgedObjects(db, file)) {
      const name = nameOf(db, file, object);
      if (name === undefined || isPlaceholder(name.text)) continue;
      const args = { name: name.text, kind: object.kind, type: name.type };
      const at = name.place;
      if (name.type !== 'string') {
        const quote = { do: 'replace' as const, file, at, text: `"${name.text}"` };
        yield { message: 'type', args, at, fixes: [{ title: 'Put it in quotes', safe: true, edits: [quote] }] };
        continue;
      }
      const problem = nameProblem(object.group, object.kind, name.text);
      if (problem === undefined || object.partial || isNamedByWord(db, file, object, name.text)) continue;
      const text = name.text.toLowerCase().replaceAll('_', '-');
      const fixes: Fix[] =
        nameProblem(object.group, object.kind, text) === undefined
          ? [{ title: `Change to "${text}"`, safe: false, edits: [{ do: 'replace', file, at, text }] }]
          : [];
      yield { message: 'invalid', args: { ...args, problem }, at, fixes };
    }
  },
});
