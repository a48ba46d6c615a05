/** Which objects a kustomization brings together, as far as that is certain without building it. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { isClusterScoped } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectsIn } from '../kubernetes/objects.ts';
import { pathKind } from '../workspace/inputs.ts';
import { kustomizationFile } from './file.ts';
import { kustomizationOf } from './recognise.ts';

/** Directories looked into for one question, against builds that fan out without end. */
const MAX_DIRECTORIES = 500;

/** True where a file, or the build of a directory, certainly brings an object. */
export function holdsObjects(db: Database, path: FilePath): boolean {
  const waiting = new Set([path]);
  for (const one of waiting) {
    if (waiting.size > MAX_DIRECTORIES) return false;
    if (pathKind(db, one) === 'file') {
      if (objectsIn(db, one).some(({ name }) => name !== undefined)) return true;
      continue;
    }
    const file = kustomizationOf(db, one);
    const read = file === undefined ? undefined : kustomizationFile(db, file);
    for (const entry of read?.paths ?? [])
      if (entry.path !== undefined && (entry.field === 'resources' || entry.field === 'bases')) waiting.add(entry.path);
  }
  return false;
}

/** An object that a kustomization brings, by the identity under which Kustomize registers it. */
export interface Brought {
  /** group, version, kind, namespace and name; the default namespace is the same as none. */
  readonly id: string;
  readonly file: FilePath;
  readonly object: KubernetesObject;
  /** Which of the kustomization's paths brings it. */
  readonly entry: number;
}

/**
 * The objects that the resources of a kustomization bring, with the namespace that it sets. Directories whose own build
 * changes more than namespaces bring objects that are not known here.
 */
export const broughtBy = query('kustomizationBrings', (db, file: FilePath): readonly Brought[] => brought(db, file, new Set()), {
  equal: deepEqual,
});

function brought(db: Database, file: FilePath, above: ReadonlySet<FilePath>): readonly Brought[] {
  const read = kustomizationFile(db, file);
  if (read === undefined || above.has(file) || above.size > 20) return [];
  const found: Brought[] = [];
  const within = new Set([...above, file]);
  for (const [entry, { field, path }] of read.paths.entries()) {
    if (path === undefined || (field !== 'resources' && field !== 'bases')) continue;
    for (const { file, object, namespace } of contents(db, path, within)) {
      if (found.length >= MAX_OBJECTS) return found;
      found.push({ id: identity(object, read.namespace ?? namespace), file, object, entry });
    }
  }
  return found;
}

const MAX_OBJECTS = 20_000;

interface Content {
  readonly file: FilePath;
  readonly object: KubernetesObject;
  readonly namespace: string | undefined;
}

function contents(db: Database, path: FilePath, within: ReadonlySet<FilePath>): readonly Content[] {
  if (pathKind(db, path) === 'file') {
    return objectsIn(db, path).map((object) => ({ file: path, object, namespace: object.namespace }));
  }
  const inner = kustomizationOf(db, path);
  const read = inner === undefined ? undefined : kustomizationFile(db, inner);
  if (inner === undefined || read === undefined || !isPlain(read.kind, read.fields)) return [];
  return brought(db, inner, within).map(({ file, object }) => ({ file, object, namespace: read.namespace ?? object.namespace }));
}

/** Fields that leave the set of objects and their names as they are. */
const HARMLESS = new Set(
  'apiVersion kind metadata resources bases namespace commonLabels labels commonAnnotations images replicas generatorOptions'.split(
    ' ',
  ),
);

function isPlain(kind: string, fields: readonly { readonly name: string }[]): boolean {
  return kind === 'Kustomization' && fields.every(({ name }) => HARMLESS.has(name));
}

function identity({ apiVersion, group, kind, name }: KubernetesObject, namespace: string | undefined): string {
  const effective = isClusterScoped(group, kind) || namespace === 'default' ? '' : (namespace ?? '');
  return `${apiVersion} ${kind} ${effective} ${name ?? ''}`;
}
