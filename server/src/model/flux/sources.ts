/** Which Git repository a Flux Kustomization is built from, as far as the files say. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { gitopsFiles } from '../gitops-files.ts';
import { scopesMeet } from '../spaces.ts';
import { followsBranch } from '../workspace/repository.ts';
import { type FluxObject, fluxObjects, KUSTOMIZE_GROUP, operatorObjects, SOURCE_GROUP, type Sync } from './objects.ts';

/** `flux bootstrap` and the Flux Operator name what they make after the namespace that Flux is installed in. */
export const BOOTSTRAP = 'flux-system';

/** Kinds that a bootstrap makes. */
const BOOTSTRAP_KINDS: ReadonlySet<string> = new Set(['GitRepository', 'OCIRepository', 'Bucket', 'Kustomization']);

interface Git {
  readonly name: string;
  readonly scope: string | undefined;
  readonly url: string | undefined;
  readonly branch: string | undefined;
  readonly rearranged: boolean;
}

const gitRepositoriesOf = query(
  'fluxGitRepositoriesOf',
  (db, file: FilePath): readonly Git[] =>
    fluxObjects(db, file)
      .filter(({ group, kind }) => group === SOURCE_GROUP && kind === 'GitRepository')
      .map(({ name, scope, url, branch, rearranged }) => ({ name, scope, url, branch, rearranged })),
  { equal: deepEqual },
);

/** The GitRepository objects of a repository (key: its root). */
const gitRepositories = query(
  'fluxGitRepositories',
  (db, root: FilePath): readonly Git[] => gitopsFiles(db, root).flatMap((file) => gitRepositoriesOf(db, file)),
  { equal: deepEqual },
);

/** What the Flux Operator makes in a repository (key: its root). */
const operator = query(
  'fluxOperator',
  (db, root: FilePath): { readonly syncs: readonly Sync[]; readonly resourceSets: number } => {
    const all = gitopsFiles(db, root).map((file) => operatorObjects(db, file));
    return { syncs: all.flatMap(({ syncs }) => syncs), resourceSets: all.reduce((sum, one) => sum + one.resourceSets, 0) };
  },
  { equal: deepEqual },
);

/** True for objects that a bootstrap or the Flux Operator makes, so that no file has to declare them. */
export function isMadeByBootstrap(db: Database, root: FilePath, kind: string, name: string): boolean {
  if (name === BOOTSTRAP && BOOTSTRAP_KINDS.has(kind)) return true;
  return operator(db, root).syncs.some((sync) => sync.name === name && (sync.kind === kind || kind === 'Kustomization'));
}

/** The name that a bootstrap gives to its object of a kind. */
export function bootstrapNames(kind: string): readonly string[] {
  return BOOTSTRAP_KINDS.has(kind) ? [BOOTSTRAP] : [];
}

/** True where ResourceSets of the Flux Operator make objects whose names no file says. */
export function hasResourceSets(db: Database, root: FilePath): boolean {
  return operator(db, root).resourceSets > 0;
}

/** Where a Kustomization's path starts from: every URL it could be, or the name of the bootstrap's own source. */
export type Origin = { readonly urls: readonly string[] } | { readonly bootstrap: string };

/** The origin of a Kustomization's files; undefined where it is no Git repository's tree or not known. */
export function originOf(db: Database, root: FilePath, object: FluxObject): Origin | undefined {
  if (object.group !== KUSTOMIZE_GROUP || object.kind !== 'Kustomization') return undefined;
  const source = object.references.find(({ role }) => role === 'flux/sourceRef');
  if (source === undefined || source.kind !== 'GitRepository') return undefined;
  const named = gitRepositories(db, root).filter(({ name, scope }) => name === source.name && scopesMeet(scope, source.scope));
  if (named.length === 0)
    return isMadeByBootstrap(db, root, 'GitRepository', source.name) ? { bootstrap: source.name } : undefined;
  const urls: string[] = [];
  for (const { url, branch, rearranged } of named) {
    if (url === undefined || rearranged || !followsBranch(db, root, branch)) return undefined;
    urls.push(url);
  }
  return { urls };
}
