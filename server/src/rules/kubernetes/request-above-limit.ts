/** More of a resource asked for than there may be. */
import { mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/request-above-limit',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A container requests more of a resource than its limit, or the amounts of a LimitRange are out of order.',
    why: 'The API server refuses the object.',
    limits: 'Amounts with variables, and those that a kustomization changes on the way to the cluster, are not judged.',
    covers: ['kubectl:must be less than or equal to memory limit', 'kubectl:min value is greater than max value'],
  },
  messages: { above: '{path} cannot be {text}: that is more than {most}' },

  *check(db, file) {
    for (const { at: node, limit, path, text, most } of mistakesOf(db, file, 'request-above-limit'))
      yield {
        message: 'above',
        args: { path, text, most },
        at: { node },
        related: [{ file, at: { node: limit }, message: 'The upper end' }],
      };
  },
});
