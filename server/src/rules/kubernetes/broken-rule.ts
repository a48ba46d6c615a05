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
    what: 'A custom resource breaks what its CustomResourceDefinition demands: a pattern, a format, a length, a number of items or fields, or one of several alternatives.',
    why: 'The API server refuses the object.',
    limits:
      'Values with variables, and alternatives that depend on them, are not judged. Without a definition in the repository kinds are judged by the connected cluster, by a release of a well-known project or by a catalogue, as warnings.',
    covers: ['kubectl:should match', 'kubectl:must validate one and only one schema', 'kubectl:should have at least'],
  },
  messages: {
    value: '{path} {problem}{by}',
    object: 'This {kind} {problem}{by}',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'broken-rule')) {
      const { at: node, path, problem, kind } = mistake;
      const args = { path, kind, problem, by: by(mistake) };
      yield { message: path === '' ? 'object' : 'value', args, at: { node }, ...milder(mistake) };
    }
  },
});
