/** A module that calls itself, directly or through others. */
import { moduleCycles } from '../../model/terraform/cycles.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { isSetAside } from '../../model/workspace/set-aside.ts';
import { whereApplied } from '../applied.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/module-cycle',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A module block has its own module as its source, or one that leads back to it through the modules that it calls.',
    why: '`terraform init` nests the modules ever deeper, until the system refuses so long a path; `count = 0` does not stop it. Neither this module nor what calls it can be planned or applied.',
    limits: 'Only sources that start with ./ or ../ are followed, and no call that an override file changes.',
  },
  messages: {
    itself: '"{source}" is the module that this call stands in, so nesting it never ends',
    circle: '"{source}" leads back to this module: {way}',
  },

  *check(db, file) {
    for (const { source, way, next } of moduleCycles(db, file)) {
      if (isSetAside(db, file)) return;
      yield {
        message: way.length === 1 ? 'itself' : 'circle',
        args: { source: source.text, way: way.map((directory) => displayPath(db, directory) || '.').join(' → ') },
        at: source.at,
        ...whereApplied(db, file),
        related: next.map(({ file, at, to }) => ({ file, at, message: `Leads to ${displayPath(db, to) || '.'}` })),
      };
    }
  },
});
