/** A resource type that no provider has. */
import { contentOf } from '../../model/terraform/content.ts';
import { meantType } from '../../model/terraform/resource-types.ts';
import { whereApplied } from '../applied.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/unknown-resource-type',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A resource has a type that does not exist in its provider, such as aws_rds_instance.',
    why: 'Terraform refuses the configuration once the provider is installed: "The provider does not support resource type".',
    limits:
      'A list of well-known mistakes is told, each with the type that is meant; any other type may exist in a newer provider.',
  },
  messages: { unknown: 'There is no resource type "{type}": {meant} is meant' },

  *check(db, file) {
    for (const { kind, type, typeAt, name } of contentOf(db, file).declared) {
      const meant = kind === 'resource' ? meantType(type) : undefined;
      if (meant === undefined || typeAt === undefined) continue;
      yield {
        message: 'unknown',
        args: { type, meant, name },
        at: typeAt,
        ...whereApplied(db, file),
        fixes: [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at: typeAt, text: meant }] }],
      };
    }
  },
});
