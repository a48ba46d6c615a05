/** A schema in a CustomResourceDefinition that the API server does not take. */
import { mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/invalid-schema',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'The schema of a CustomResourceDefinition is not structural: a field has no type, a list no items, or something stands where structural schemas do not have it.',
    why: 'The API server refuses the definition, and with it every object of the kind.',
    limits:
      'Of expressions (`x-kubernetes-validations`) only the form is judged, not whether they fit the types of the schema; default values are not judged.',
    covers: ['kubectl:must not be empty for specified object fields', 'kubectl:must be specified'],
  },
  messages: { schema: '{path} {problem}' },

  *check(db, file) {
    for (const { at: node, path, problem } of mistakesOf(db, file, 'invalid-schema'))
      yield { message: 'schema', args: { path, problem }, at: { node } };
  },
});
