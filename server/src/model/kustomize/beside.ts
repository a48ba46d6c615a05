/** Manifests that lie beside a kustomization file and are not in its resources. */
import { basename, dirname, type FilePath, join } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, asSequence } from '../../syntax/navigate.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { manifestsIn } from '../kubernetes/objects.ts';
import type { Place } from '../place.ts';
import { kustomizationFile, kustomizationMapping, topField } from './file.ts';
import { isKustomizationFile, kustomizationOf } from './recognise.ts';

export interface Beside {
  readonly kustomization: FilePath;
  /** The list of resources or, where there is none, the mapping at the top that it would be an entry of. */
  readonly list: { readonly node: NodeId; readonly isNew: boolean };
  /** The names of the manifests. */
  readonly names: readonly string[];
  /** In the kustomization file: the field; nothing where the file itself is what is not listed. */
  readonly at: readonly Place[];
}

/** For a kustomization file all manifests of its directory that it does not name; for such a manifest itself alone. */
export function unlistedBeside(db: Database, file: FilePath): Beside | undefined {
  const isOwn = isKustomizationFile(db, file);
  const kustomization = isOwn ? file : kustomizationOf(db, dirname(file));
  const read = kustomization === undefined ? undefined : kustomizationFile(db, kustomization);
  if (kustomization === undefined || read?.root === undefined) return undefined;
  const root = asMapping(kustomizationMapping(db, kustomization));
  const resources = topField(root, 'resources');
  const list = asSequence(resources);
  if (root === undefined || (resources !== undefined && list === undefined)) return undefined;
  const named = new Set(read.paths.map(({ path }) => path));
  const names = manifestsIn(db, dirname(kustomization)).filter(
    (name) =>
      !named.has(join(dirname(kustomization), name)) && /^[A-Za-z_][\w.-]*$/.test(name) && (isOwn || name === basename(file)),
  );
  if (names.length === 0) return undefined;
  const where = list === undefined ? { node: root.id, isNew: true } : { node: list.id, isNew: false };
  const entry = root.entries.find(({ value }) => value === resources);
  return {
    kustomization,
    list: where,
    names,
    at: isOwn && list !== undefined && entry !== undefined ? [{ node: entry.key.id }, { node: list.id }] : [],
  };
}
