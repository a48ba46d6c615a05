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
  },

  *check(db, file) {
    for (const mistake of mistakesOf(db, file, 'out-of-range')) {
      const { at: node, path, text, bounds } = mistake;
      yield {
        message: !Number.isFinite(bounds.most) ? 'least' : Number.isFinite(bounds.least) ? 'between' : 'most',
        args: { path, text, least: bounds.least, most: bounds.most, by: by(mistake) },
        at: { node },
        ...milder(mistake),
      };
    }
  },
});
