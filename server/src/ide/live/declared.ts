/** Between applications of a cluster and the files that declare them. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import { type Database, query } from '../../engine/database.ts';
import { facts } from '../../model/facts.ts';
import { deployedDirectories } from '../../model/graph/applications.ts';
import { type LiveApplication, liveApplication } from '../../model/live/application.ts';
import type { ClusterFacts } from '../../model/live/cluster.ts';
import { LIVE_KINDS } from '../../model/live/kinds.ts';
import { declaredIn } from '../../model/names.ts';
import { OBJECT } from '../../model/spaces.ts';
import { repositories } from '../../model/workspace/inputs.ts';
import { spanAt } from '../text.ts';

export interface DeclaredApplication {
  readonly kind: string;
  readonly name: string;
  /** Undefined where the files leave it open. */
  readonly namespace: string | undefined;
  readonly file: FilePath;
  readonly index: number;
}

/** Every application and source that the workspace declares. */
export const declaredApplications = query(
  'declaredApplications',
  (db, _: ''): readonly DeclaredApplication[] => {
    const found: DeclaredApplication[] = [];
    for (const { key, scope, file, index } of declaredIn(db, OBJECT)) {
      const [group, kind, ...name] = key.split('/');
      if (LIVE_KINDS.some((one) => one.kind === kind && one.group === group))
        found.push({ kind: kind ?? '', name: name.join('/'), namespace: scope, file, index });
    }
    return found;
  },
  { equal: deepEqual },
);

/** Those that could be this one: of its kind and name, in its namespace or in one that is left open. */
export function declarationOf(
  application: Pick<LiveApplication, 'kind' | 'name' | 'namespace'>,
  declared: readonly DeclaredApplication[],
): DeclaredApplication | undefined {
  const same = declared.filter(({ kind, name }) => kind === application.kind && name === application.name);
  const certain = same.filter(({ namespace }) => namespace === application.namespace);
  const possible = certain.length > 0 ? certain : same.filter(({ namespace }) => namespace === undefined);
  return possible.length === 1 || certain.length > 0 ? possible[0] : undefined;
}

export function spanOf(db: Database, { file, index }: DeclaredApplication): Span {
  const declaration = facts(db, file).declarations[index];
  return declaration === undefined ? { start: 0, end: 0 } : spanAt(db, file, declaration.name);
}

/** The directories that the declared applications deploy, by kind and name: they tell environments. */
export function directoriesByName(db: Database): ReadonlyMap<string, FilePath> {
  const found = new Map<string, FilePath>();
  for (const { root } of repositories(db, ''))
    for (const { kind, name, directory } of deployedDirectories(db, root)) found.set(`${kind}/${name}`, directory);
  return found;
}

/** The applications and sources of a cluster, in order. */
export function liveApplications({ objects }: ClusterFacts): readonly LiveApplication[] {
  return objects
    .flatMap((object) => liveApplication(object) ?? [])
    .sort((a, b) => compare(a.name, b.name) || compare(a.namespace, b.namespace) || compare(a.kind, b.kind));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
