/** Flux references to objects that nothing declares, neither the repository nor what bootstraps and operators make. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { objectKey } from '../kubernetes/objects.ts';
import { kustomizationFile } from '../kustomize/file.ts';
import { allKustomizations } from '../kustomize/recognise.ts';
import { missing } from '../owned.ts';
import { isExternal } from '../workspace/external.ts';
import { repositoryOf } from '../workspace/repository.ts';
import { isSetAside } from '../workspace/set-aside.ts';
import { type FluxReference, type FluxRole, fluxObjects } from './objects.ts';
import { bootstrapNames, hasResourceSets, isMadeByBootstrap } from './sources.ts';

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
