/** Modules that call themselves, directly or through others. */
import { dirname, type FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { contentOf } from './content.ts';
import { calledModule, contents, moduleAt } from './modules.ts';
import type { ModuleCall, Said } from './said.ts';

/** Modules that are followed from one call; a way that is longer is taken for one that ends. */
const MAX_MODULES = 1000;

/** A call by which the module in one directory takes in that in another. */
interface Step {
  readonly from: FilePath;
  readonly call: string;
  readonly to: FilePath;
}

/** A call that comes back to the module it stands in: `way` are the directories that it leads through, the module's own last. */
export interface ModuleCycle {
  readonly source: Said;
  readonly way: readonly FilePath[];
  /** The calls after the first. */
  readonly next: readonly { readonly file: FilePath; readonly at: Place; readonly to: FilePath }[];
}

/** The modules of this repository that can be reached from one, itself among them, each with the step that found it first. */
const reached = query('terraformReach', (db, directory: FilePath): ReadonlyMap<FilePath, Step | undefined> => {
  const found = new Map<FilePath, Step | undefined>([[directory, undefined]]);
  for (const [from] of found) {
    for (const call of moduleAt(db, from).sources.keys()) {
      const to = calleeOf(db, from, call);
      if (to !== undefined && !found.has(to) && found.size < MAX_MODULES) found.set(to, { from, call, to });
    }
  }
  return found;
});

export function* moduleCycles(db: Database, file: FilePath): Generator<ModuleCycle> {
  const home = dirname(file);
  for (const { name, source } of contentOf(db, file).calls) {
    const callee = calleeOf(db, home, name);
    if (source === undefined || callee === undefined) continue;
    const found = reached(db, callee);
    if (!found.has(home)) continue;
    const steps: Step[] = [];
    for (let step = found.get(home); step !== undefined; step = found.get(step.from)) steps.unshift(step);
    const next = steps.flatMap(({ from, call, to }) => {
      const written = callIn(db, from, call);
      return written === undefined ? [] : { file: written[0], at: written[1].source?.at ?? written[1].nameAt, to };
    });
    yield { source, way: [callee, ...steps.map(({ to }) => to)], next };
  }
}

/** What a call leads to; undefined where an override file may lead it elsewhere. */
function calleeOf(db: Database, directory: FilePath, call: string): FilePath | undefined {
  return moduleAt(db, directory).overridden.has(`module.${call}`) ? undefined : calledModule(db, directory, call);
}

function callIn(db: Database, directory: FilePath, name: string): readonly [FilePath, ModuleCall] | undefined {
  for (const [file, { calls }] of contents(db, directory)) {
    const call = calls.find((one) => one.name === name);
    if (call !== undefined) return [file, call];
  }
  return undefined;
}
