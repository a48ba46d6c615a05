/**
 * `plumbline fetch`: brings what is elsewhere into the cache: what kustomizations name of other repositories and servers, where builds
 * find it, and schemas of custom kinds, where checks do.
 */
import { dirname } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { warmKinds } from '../ide/schemas.ts';
import type { Arguments } from './arguments.ts';
import { pathsIn } from './check.ts';
import { schemaLocations } from './schema-locations.ts';
import { CLEAN, FAILED } from './status.ts';
import { visible } from './visible.ts';
import type { World } from './world.ts';

export async function fetch(given: Arguments, world: World): Promise<number> {
  const directories = [...pathsIn(given, world)].map(([path, kind]) => (kind === 'directory' ? path : dirname(path)));
  const locations = schemaLocations(given, world);
  const db = await world.load(directories, () => {});
  const options = { again: given.options.has('again'), allowed: new Set(given.options.get('allow-host')) };
  let fetched = 0;
  let failed = 0;
  for await (const { entry, result } of world.fetchRemotes(db, directories, options)) {
    if ('error' in result) {
      failed++;
      world.err.write(`plumbline: ${visible(entry)} was not fetched: ${visible(result.error)}.\n`);
      continue;
    }
    fetched++;
    const commit = result.commit === undefined ? '' : ` at ${result.commit.slice(0, 12)}`;
    world.out.write(`${visible(entry)} fetched${commit}\n`);
  }
  const schemas = await fetchSchemas(db, world, locations, options.again);
  fetched += schemas.fetched;
  failed += schemas.failed;
  if (fetched + failed + schemas.unknown === 0) world.out.write('Nothing to fetch.\n');
  return failed > 0 ? FAILED : CLEAN;
}

async function fetchSchemas(
  db: Database,
  world: World,
  locations: readonly string[],
  again: boolean,
): Promise<{ readonly fetched: number; readonly failed: number; readonly unknown: number }> {
  let [fetched, failed, unknown] = [0, 0, 0];
  await warmKinds(db, world.pace);
  for await (const { kind, host, result } of world.fetchSchemas(db, { locations, again })) {
    if (typeof result === 'object') {
      failed++;
      world.err.write(
        `plumbline: the schema of ${visible(kind)} was not fetched from ${visible(host)}: ${visible(result.error)}.\n`,
      );
    } else if (result === 'unknown') {
      unknown++;
      world.out.write(`${visible(host)} has no schema of ${visible(kind)}\n`);
    } else {
      fetched++;
      world.out.write(`schema of ${visible(kind)} fetched from ${visible(host)}\n`);
    }
  }
  return { fetched, failed, unknown };
}
