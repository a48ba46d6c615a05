/** Two roots that keep their state in the same place. */
import { dirname, join } from '../../base/paths.ts';
import { contentOf } from '../../model/terraform/content.ts';
import { stateArgument, stateOf, statesIn } from '../../model/terraform/roots.ts';
import { displayPath, repositoryOf } from '../../model/workspace/repository.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/shared-state',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'The backends of two roots name the same state.',
    why: 'Each apply of the one plans to destroy what the other has made.',
    limits:
      'Backends that are completed on the command line are not known. Examples, tests and what is put away are not compared.',
  },
  messages: { shared: 'The state "{state}" is also that of {other}' },

  *check(db, file) {
    const { backends } = contentOf(db, file);
    const root = repositoryOf(db, file)?.root;
    if (backends.length === 0 || root === undefined) return;
    const directory = dirname(file);
    for (const backend of backends) {
      const state = stateOf(backend);
      const sharing = state === undefined ? [] : (statesIn(db, root).get(state) ?? []);
      const [other] = sharing.filter((one) => one !== directory);
      const argument = backend.arguments.get(stateArgument(backend.type));
      if (other === undefined || argument === undefined || !sharing.includes(directory)) continue;
      yield { message: 'shared', args: { state: argument.text, other: displayPath(db, join(other, '.')) }, at: argument.at };
    }
  },
});
