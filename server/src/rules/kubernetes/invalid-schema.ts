/** A schema in a CustomResourceDefinition that the API server does not take. */
import { mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/invalid-schema',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'The schema of a CustomResourceDefinition is not structural: a field has no type, a list no items, or something stands where structural schemas do not have it; or one of its rules (`x-kubernetes-validations`) is no expression or does not fit the types of the schema, or a pattern is none that Go can read.',
    why: 'The API server refuses the definition, and with it every object of the kind.',
    limits: 'What rules may cost at most is not reckoned; of default values only the words of an enumeration are judged.',
    covers: ['kubectl:must not be empty for specified object fields', 'kubectl:must be specified'],
  },
  messages: { schema: '{path} {problem}' },

  *check(db, file) {
    for (const { at: node, path, problem } of mistakesOf(db, file, 'invalid-schema'))
      yield { message: 'schema', args: { path, problem }, at: { node } };
  },
});
