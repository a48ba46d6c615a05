/** Flux objects that wait for one another in a circle. */
import { circularDependencies } from '../../model/flux/dependencies.ts';
import { holdsGitops } from '../../model/gitops-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'flux/depends-on-cycle',
  since: '0.1.0',
  severity: 'error',
  concerns: holdsGitops,
  docs: {
    what: 'The dependsOn of Flux objects run in a circle.',
    why: 'Each waits until the other is ready, so that none of them is ever applied.',
    limits:
      'Where several clusters declare the same name, the object in the same file or directory is taken; where that leaves a choice, nothing is told.',
  },
  messages: { circle: 'This dependency runs in a circle: {chain}' },

  *check(db, file) {
    for (const { at, chain, others } of circularDependencies(db, file)) {
      yield {
        message: 'circle',
        args: { chain: chain.join(' → ') },
        at,
        related: others.map((one) => ({ file: one.file, at: one.at, message: `"${one.name}" depends on "${one.target}"` })),
      };
    }
  },
});
