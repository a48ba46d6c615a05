/** A name that its module declares twice. */
import { duplicates } from '../../model/terraform/duplicates.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import { whereApplied } from '../applied.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/duplicate-declaration',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A module declares the same variable, local value, output, module, resource, data source, provider configuration, backend or required_providers twice.',
    why: 'Terraform refuses the whole configuration: all files of a directory are one module.',
    limits: 'Override files and files of OpenTofu alone change what others declare, and are no duplicates.',
  },
  messages: { twice: '"{address}" is declared before, in {file}' },

  *check(db, file) {
    for (const { address, at, first } of duplicates(db, file)) {
      yield {
        message: 'twice',
        args: { address, file: displayPath(db, first.file) },
        at,
        ...whereApplied(db, file),
        related: [{ file: first.file, at: first.at, message: 'The first declaration' }],
      };
    }
  },
});
