/** `--schema-location`: catalogues of schemas that a command line names. */
import { catalogueProblem, isCatalogueUrl } from '../ide/schemas.ts';
import { type Arguments, UsageError } from './arguments.ts';
import { visible } from './visible.ts';
import type { World } from './world.ts';

export const SCHEMA_LOCATION = {
  kind: 'text',
  repeatable: true,
} as const;

/** The locations as they are named, folders as absolute paths. */
export function schemaLocations(given: Arguments, world: World): readonly string[] {
  return (given.options.get('schema-location') ?? []).map((written) => {
    const problem = catalogueProblem(written);
    if (problem !== undefined) throw new UsageError(`--schema-location "${visible(written)}" ${problem}`);
    return isCatalogueUrl(written) ? written : world.resolve(written);
  });
}
