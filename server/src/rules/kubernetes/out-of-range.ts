/** A number that its field does not take. */
import { hasSchemaMistakes, mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { by, milder } from '../by.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/out-of-range',
  since: '0.1.0',
  severity: 'error',
  concerns: hasSchemaMistakes,
  docs: {
    what: 'A number is smaller or larger than its field takes, such as port 70000 or -1 replicas.',
    why: 'The API server refuses the object.',
    limits: 'Ranges that depend on other fields or on the cluster, such as that of node ports, are not judged.',
    covers: ['kubectl:must be between 1 and 65535', 'kubectl:must be greater than or equal to 0'],
  },
  messages: {
    between: '{path} cannot be {text}: it takes {least} to {most}{by}',
    least: '{path} cannot be {text}: it takes {least} or more{by}',
    most: '{path} cannot be {text}: it takes {most} or less{by}',
    positive: '{path} cannot be {text}: it has to be more than 0',
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'out-of-range')) {
      const { at: node, path, text, bounds } = mistake;
      yield {
        message: boundOf(bounds),
        args: { path, text, least: bounds.least, most: bounds.most, by: by(mistake) },
        at: { node },
        ...milder(mistake),
      };
    }
  },
});

function boundOf({ least, most }: { readonly least: number; readonly most: number }): 'between' | 'least' | 'most' | 'positive' {
  if (Number.isFinite(most)) return Number.isFinite(least) ? 'between' : 'most';
  return least > 0 && least < 1 ? 'positive' : 'least';
}
