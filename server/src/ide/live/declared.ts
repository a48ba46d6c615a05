/** Between applications of a cluster and the files that declare them. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import { type Database, query } from '../../engine/database.ts';
import { madeApplications } from '../../model/argocd/sets/made.ts';
import { facts } from '../../model/facts.ts';
import { ARGO_GROUP } from '../../model/gitops-files.ts';
import { deployedDirectories } from '../../model/graph/applications.ts';
import { type LiveApplication, liveApplication } from '../../model/live/application.ts';
import type { ClusterFacts } from '../../model/live/cluster.ts';
import { LIVE_KINDS } from '../../model/live/kinds.ts';
import { declaredIn } from '../../model/names.ts';
import { OBJECT } from '../../model/spaces.ts';
import { displayPath, repositoryOf } from '../../model/workspace/repository.ts';
import { spanAt } from '../text.ts';

export interface DeclaredApplication {
  readonly kind: string;
  readonly name: string;
  /** Undefined where the files leave it open. */
  readonly namespace: string | undefined;
  readonly file: FilePath;
  readonly index: number;
}

/** Every application and source that the workspace declares, and the sets that make some. */
export const declaredApplications = query(
  'declaredApplications',
  (db, _: ''): readonly DeclaredApplication[] => {
    const found: DeclaredApplication[] = [];
    for (const { key, scope, file, index } of declaredIn(db, OBJECT)) {
      const [group, kind, ...name] = key.split('/');
      const isSet = kind === 'ApplicationSet' && group === ARGO_GROUP;
      if (isSet || LIVE_KINDS.some((one) => one.kind === kind && one.group === group))
        found.push({ kind: kind ?? '', name: name.join('/'), namespace: scope, file, index });
    }
    return found;
  },
  { equal: deepEqual },
);

/**
 * The one that is this application. Several clusters of a repository may have one of the same name: then the directory that
 * it deploys tells which is meant, and where it does not, nothing is said.
 */
export function declarationOf(
  db: Database,
  application: Pick<LiveApplication, 'kind' | 'name' | 'namespace' | 'path'>,
  declared: readonly DeclaredApplication[],
): DeclaredApplication | undefined {
  const same = declared.filter(({ kind, name }) => kind === application.kind && name === application.name);
  const certain = same.filter(({ namespace }) => namespace === application.namespace);
  const possible = certain.length > 0 ? certain : same.filter(({ namespace }) => namespace === undefined);
  if (possible.length === 0 && application.kind === 'Application') return setOf(db, application, declared);
  if (possible.length < 2) return possible[0];
  const path = application.path === undefined ? undefined : normalised(application.path);
  const meant = possible.filter((one) => {
    const directory = directoryOf(db, one);
    return directory !== undefined && path !== undefined && isAt(displayPath(db, directory), path);
  });
  return meant.length === 1 ? meant[0] : undefined;
}

/** The one set that makes an Application of this name. */
function setOf(
  db: Database,
  { name, namespace }: Pick<LiveApplication, 'name' | 'namespace'>,
  declared: readonly DeclaredApplication[],
): DeclaredApplication | undefined {
  const sets = declared.filter(
    (one) =>
      one.kind === 'ApplicationSet' &&
      (one.namespace ?? namespace) === namespace &&
      madeApplications(db, one.file).some((made) => made.set === one.name && made.name === name),
  );
  return sets.length === 1 ? sets[0] : undefined;
}

/** The directory of this repository that a declared application deploys. */
export function directoryOf(db: Database, { file, kind, name }: DeclaredApplication): FilePath | undefined {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined) return undefined;
  return deployedDirectories(db, root).find((one) => one.file === file && one.kind === kind && one.name === name)?.directory;
}

/** A displayed path may begin with the repository's name, where several are open. */
function isAt(displayed: string, path: string): boolean {
  return displayed === path || displayed.endsWith(`/${path}`);
}

function normalised(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

export function spanOf(db: Database, { file, index }: DeclaredApplication): Span {
  const declaration = facts(db, file).declarations[index];
  return declaration === undefined ? { start: 0, end: 0 } : spanAt(db, file, declaration.name);
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
