/** An expression that mentions what its module does not declare. */
import { type Undeclared, undeclared } from '../../model/terraform/undeclared.ts';
import { whereApplied } from '../applied.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'terraform/undeclared-reference',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'An expression mentions a variable, local value, resource, data source, module or output that is declared nowhere.',
    why: 'Terraform refuses the whole configuration: nothing in this directory can be planned or applied.',
    limits:
      'Where a file of the module is written in JSON or cannot be read, nothing is told; nor of variables in a repository with Terragrunt, which may write them, unless another module calls this one. Outputs are known of modules in this repository only. In dynamic blocks and provider configurations it is a warning, because Terraform looks only at those that are used.',
    covers: ['terraform-ls:undeclared reference'],
  },
  messages: {
    name: 'No {what} "{name}" is declared in this module',
    output: 'Module "{module}" has no output "{name}"',
    bare: '"{name}" is no reference: a variable is written var.{name}, a local value local.{name}, a resource with its type and name',
  },

  *check(db, file) {
    for (const found of undeclared(db, file)) {
      const { at } = found;
      const fixes = fixesFor(file, found);
      const severity = whereApplied(db, file);
      if (found.kind === 'name') {
        const milder = found.always ? severity : ({ severity: 'warning' } as const);
        yield { message: 'name', args: { what: found.what, name: found.name }, at, fixes, ...milder };
      } else if (found.kind === 'output')
        yield { message: 'output', args: { module: found.module, name: found.name }, at, fixes, ...severity };
      else yield { message: 'bare', args: { name: found.name }, at, fixes, ...severity };
    }
  },
});

function fixesFor(file: string, { at, meant }: Undeclared): readonly Fix[] {
  if (meant === undefined) return [];
  return [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
}
