/** Flux references to objects that nothing declares, neither the repository nor what bootstraps and operators make. */
import { deepEqual } from '../../base/equal.ts';
import { editDistance } from '../../base/near.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { gitopsFiles } from '../gitops-files.ts';
import { isNamespaceGiven } from '../graph/given-namespaces.ts';
import { OBJECT, objectKey } from '../kubernetes/objects.ts';
import { kustomizationFile } from '../kustomize/file.ts';
import { allKustomizations } from '../kustomize/recognise.ts';
import { declarationsOf } from '../names.ts';
import { missing } from '../owned.ts';
import type { Place } from '../place.ts';
import { isExternal } from '../workspace/external.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { isSetAside } from '../workspace/set-aside.ts';
import { type FluxReference, type FluxRole, fluxObjects } from './objects.ts';
import { BOOTSTRAP, bootstrapNames, hasResourceSets, isMadeByBootstrap } from './sources.ts';

export interface DanglingReference extends FluxReference {
  /** A declared name that is similar. */
  readonly meant: string | undefined;
}

/** The references of one role in a file that lead nowhere for certain. */
export function* danglingReferences(db: Database, file: FilePath, role: FluxRole): Generator<DanglingReference> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isSetAside(db, file) || hasResourceSets(db, root)) return;
  for (const object of fluxObjects(db, file)) {
    for (const reference of object.references) {
      const { group, kind, name, scope } = reference;
      // ExternalArtifacts are made by generators under names of their own.
      if (reference.role !== role || kind === 'ExternalArtifact') continue;
      const isMadeElsewhere = (one: string): boolean =>
        isMadeByBootstrap(db, root, kind, one) || isExternal(db, file, kind, scope, one) || isRenamed(db, root, one);
      const found = missing(db, file, role, objectKey(group, kind, ''), name, isMadeElsewhere, bootstrapNames(kind));
      if (found !== undefined) yield { ...reference, meant: found.meant };
    }
  }
}

export interface MisplacedReference extends FluxReference {
  readonly scope: string;
  readonly scopeAt: Place;
  /** The namespace that the object is in. */
  readonly meant: string;
}

/** The references of one role in a file whose namespace, written beside the name, is not that of the object. */
export function* misplacedReferences(db: Database, file: FilePath, role: FluxRole): Generator<MisplacedReference> {
  const root = repositoryOf(db, file)?.root;
  if (root === undefined || isSetAside(db, file) || hasResourceSets(db, root)) return;
  for (const { references } of fluxObjects(db, file)) {
    for (const reference of references) {
      const { group, kind, name, scope, scopeAt } = reference;
      if (reference.role !== role || scope === undefined || scope === '' || scopeAt === undefined) continue;
      const meant = namespaceOf(db, file, root, group, kind, name, scope);
      if (meant !== undefined) yield { ...reference, scope, scopeAt, meant };
    }
  }
}

/** The namespace of an object where it is certain and another than `scope`, which nothing gives to objects either. */
function namespaceOf(
  db: Database,
  file: FilePath,
  root: FilePath,
  group: string,
  kind: string,
  name: string,
  scope: string,
): string | undefined {
  const sites = declarationsOf(db, file, { space: OBJECT, key: objectKey(group, kind, name), scope: undefined });
  if (sites.length === 0) {
    const isSlip = isMadeByBootstrap(db, root, kind, name) && scope !== BOOTSTRAP && editDistance(scope, BOOTSTRAP) <= 2;
    return isSlip ? BOOTSTRAP : undefined;
  }
  // Where it is not said who deploys the source, whoever does may give it a namespace.
  if (sites.some((site) => isNamespaceGiven(db, site.file))) return undefined;
  const scopes = new Set(sites.map((site) => site.scope));
  const [meant] = scopes;
  return scopes.has(undefined) || scopes.has(scope) || givenNamespaces(db, root).has(scope) ? undefined : meant;
}

/** The namespaces that kustomizations and Flux Kustomizations of a repository (key: its root) give to what they build. */
const givenNamespaces = query(
  'fluxGivenNamespaces',
  (db, root: FilePath): ReadonlySet<string> => {
    const found = new Set<string>();
    const add = (namespace: string | undefined): void => {
      if (namespace !== undefined) found.add(namespace);
    };
    for (const file of gitopsFiles(db, root)) for (const object of fluxObjects(db, file)) add(object.targetNamespace);
    for (const kustomization of allKustomizations(db, '')) add(kustomizationFile(db, kustomization)?.namespace);
    return found;
  },
  { equal: deepEqual },
);

/** True where a kustomization gives names this beginning or end. */
function isRenamed(db: Database, root: FilePath, name: string): boolean {
  const { prefixes, suffixes } = renamings(db, root);
  return prefixes.some((prefix) => name.startsWith(prefix)) || suffixes.some((suffix) => name.endsWith(suffix));
}

/** What the kustomizations of a repository (key: its root) put before and after names. */
const renamings = query(
  'fluxRenamings',
  (db, root: FilePath): { readonly prefixes: readonly string[]; readonly suffixes: readonly string[] } => {
    const prefixes = new Set<string>();
    const suffixes = new Set<string>();
    for (const kustomization of allKustomizations(db, '')) {
      if (repositoryOf(db, kustomization)?.root !== root) continue;
      const { namePrefix = '', nameSuffix = '' } = kustomizationFile(db, kustomization) ?? {};
      if (namePrefix !== '') prefixes.add(namePrefix);
      if (nameSuffix !== '') suffixes.add(nameSuffix);
    }
    return { prefixes: [...prefixes].sort(), suffixes: [...suffixes].sort() };
  },
  { equal: deepEqual },
);
