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

/** Module calls that do the same for two environments in one state: the first such pair of a root, for the others are told with it. */
export function* mixedEnvironments(db: Database, file: FilePath): Generator<Mixed> {
  const { calls } = contentOf(db, file);
  if (calls.length === 0) return;
  const { isRoot, backend } = standing(db, dirname(file));
  if (!isRoot || backend === undefined) return;
  // What is made under a condition may be made in one workspace each.
  const named = [...contents(db, dirname(file))].flatMap(([path, content]) =>
    content.calls.flatMap((call) => {
      const own = call.repeated || call.source === undefined ? undefined : environmentIn(call.name);
      return own === undefined ? [] : [{ path, call, ...own, source: call.source?.text.split('?')[0] ?? '' }];
    }),
  );
  const seen = new Map<string, (typeof named)[number]>();
  for (const one of named) {
    const key = `${one.source}\n${one.rest}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, one);
    else if (other.environment !== one.environment) {
      const environments = `${other.environment} and ${one.environment}`;
      if (one.path === file) yield { name: one.call.name, other: other.call.name, environments, at: one.call.nameAt };
      return;
    }
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
