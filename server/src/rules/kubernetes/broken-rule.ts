/** A custom resource that breaks what its definition demands beyond the types of its fields. */
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/broken-rule',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'A custom resource breaks what its CustomResourceDefinition demands: a pattern, a format, a length, a number of items or fields, one of several alternatives, or a rule that the definition words itself (`x-kubernetes-validations`, in the Common Expression Language).',
    why: 'The API server refuses the object.',
    limits:
      'Values with variables, and alternatives and rules that depend on them, are not judged; nor are rules about changes (`oldSelf`), rules with functions that Kubernetes does not have, and rules that cost more than a keystroke may. As on the API server, rules are looked at once nothing else is wrong. Without a definition in the repository kinds are judged by the connected cluster, by a release of a well-known project or by a catalogue, as warnings.',
    covers: [
      'kubectl:should match',
      'kubectl:must validate one and only one schema',
      'kubectl:should have at least',
      'kubectl:failed rule',
    ],
  },
  messages: {
    value: '{path} {problem}{by}',
    object: 'This {kind} {problem}{by}',
    rule: '{path} breaks a rule of its definition: {problem}{by}',
    whole: 'This {kind} breaks a rule of its definition: {problem}{by}',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'broken-rule')) {
      const { at: node, path, problem, kind, isOwnRule = false } = mistake;
      const args = { path, kind, problem, by: by(mistake) };
      const message = isOwnRule ? (path === '' ? 'whole' : 'rule') : path === '' ? 'object' : 'value';
      yield { message, args, at: { node }, ...milder(mistake) };
    }
  },
});
