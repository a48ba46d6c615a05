/** `plumbline fetch`: brings what kustomizations name of other repositories and servers into the cache, where builds find it. */
import { dirname } from '../base/paths.ts';
import type { Arguments } from './arguments.ts';
import { pathsIn } from './check.ts';
import { CLEAN, FAILED } from './status.ts';
import { visible } from './visible.ts';
import type { World } from './world.ts';

export async function fetch(given: Arguments, world: World): Promise<number> {
  const directories = [...pathsIn(given, world)].map(([path, kind]) => (kind === 'directory' ? path : dirname(path)));
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
  if (fetched + failed === 0) world.out.write('Nothing to fetch.\n');
  return failed > 0 ? FAILED : CLEAN;
}
