/** Roots that hold what belongs apart: two environments, or a root that others call as a module. */
import { dirname, type FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Place } from '../place.ts';
import { contentOf } from './content.ts';
import { calledModule, contents } from './modules.ts';
import { standing } from './roots.ts';
import type { Said } from './said.ts';
import { isShown } from './shown.ts';

const ENVIRONMENTS: ReadonlyMap<string, string> = new Map(
  [
    ['production', 'prod', 'prd', 'production'],
    ['staging', 'stage', 'stg', 'staging'],
    ['development', 'dev', 'development'],
  ].flatMap(([name = '', ...words]) => words.map((word) => [word, name] as const)),
);

/** The environment that a name speaks of, and the name without it. */
function environmentIn(name: string): { readonly environment: string; readonly rest: string } | undefined {
  const words = name.split(/[_-]/);
  const index = words.findIndex((word) => ENVIRONMENTS.has(word.toLowerCase()));
  const environment = ENVIRONMENTS.get(words[index]?.toLowerCase() ?? '');
  return environment === undefined ? undefined : { environment, rest: words.toSpliced(index, 1).join('_') };
}

export interface Mixed {
  readonly name: string;
  readonly other: string;
  readonly environments: string;
  readonly at: Place;
}

/** Module calls that do the same for two environments in one state. */
export function* mixedEnvironments(db: Database, file: FilePath): Generator<Mixed> {
  const { calls } = contentOf(db, file);
  if (calls.length === 0) return;
  const { isRoot, backend } = standing(db, dirname(file));
  if (!isRoot || backend === undefined) return;
  const all = [...contents(db, dirname(file))].flatMap(([, content]) => content.calls);
  for (const call of calls) {
    const own = environmentIn(call.name);
    // What is made under a condition may be made in one workspace each.
    if (own === undefined || call.source === undefined || call.repeated) continue;
    const before = all.slice(
      0,
      all.findIndex(({ name }) => name === call.name),
    );
    const other = before.find(({ name, source, repeated }) => {
      const one = environmentIn(name);
      return (
        one !== undefined &&
        !repeated &&
        one.rest === own.rest &&
        one.environment !== own.environment &&
        source?.text.split('?')[0] === call.source?.text.split('?')[0]
      );
    });
    const apart = other && environmentIn(other.name)?.environment;
    if (other !== undefined)
      yield { name: call.name, other: other.name, environments: `${apart} and ${own.environment}`, at: call.nameAt };
  }
}

/** Calls of a directory that has a state of its own. */
export function* calledRoots(db: Database, file: FilePath): Generator<{ readonly source: Said; readonly backend: string }> {
  for (const { name, source } of contentOf(db, file).calls) {
    const child = calledModule(db, dirname(file), name);
    if (source === undefined || child === undefined || isShown(db, dirname(file))) continue;
    const { backend } = standing(db, child);
    if (backend !== undefined) yield { source, backend };
  }
}
