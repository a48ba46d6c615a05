/** Fields of one object that cannot stand together as they are written. */
import { mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/conflicting-fields',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'Fields of an object contradict one another: two handlers in one probe, a rollingUpdate beside type Recreate, a nodePort in a Service of type ClusterIP, maxReplicas below minReplicas.',
    why: 'The API server refuses the object.',
    limits: 'Fields with variables, and those that a kustomization changes on the way to the cluster, are not judged.',
    covers: ['kubectl:may not specify more than 1', 'kubectl:may not be set when', 'kubectl:must be greater than or equal to'],
  },
  messages: { conflict: '{path} {problem}' },

  *check(db, file) {
    for (const { at: node, path, problem } of mistakesOf(db, file, 'conflicting-fields'))
      yield { message: 'conflict', args: { path, problem }, at: { node } };
  },
});
