/** Which objects a kustomization brings together, as far as that is certain without building it. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { isClusterScoped } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectsIn } from '../kubernetes/objects.ts';
import { pathKind } from '../workspace/inputs.ts';
import { kustomizationFile } from './file.ts';
import { cyclesOf } from './graph.ts';
import { hasKustomizationName, kustomizationOf } from './recognise.ts';

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

/** An object that a kustomization brings. */
export interface Brought {
  readonly file: FilePath;
  readonly object: KubernetesObject;
  /** Which of the kustomization's paths brings it. */
  readonly entry: number;
  /** As it is by then: a namespace set on the way also names the Namespace itself. */
  readonly name: string;
  readonly namespace: string | undefined;
}

/**
 * The objects that the resources of a kustomization bring, with the namespace that it sets. Directories whose own build
 * changes more than namespaces bring objects that are not known here, and so do circles.
 */
export function broughtBy(db: Database, file: FilePath): readonly Brought[] {
  return hasKustomizationName(file) ? brings(db, file) : [];
}

const brings = query(
  'kustomizationBrings',
  (db, file: FilePath): readonly Brought[] => {
    const read = kustomizationFile(db, file);
    if (read === undefined || cyclesOf(db, file).length > 0) return [];
    const found: Brought[] = [];
    for (const [entry, { field, path }] of read.paths.entries()) {
      if (path === undefined || (field !== 'resources' && field !== 'bases')) continue;
      for (const content of contents(db, path)) {
        if (found.length >= MAX_OBJECTS) return found;
        found.push(inNamespace({ ...content, entry }, read.namespace));
      }
    }
    return found;
  },
  { equal: deepEqual },
);

/** The identity under which Kustomize registers an object; the default namespace is the same as none. */
export function identity({ object: { apiVersion, group, kind }, name, namespace }: Brought): string {
  const effective = isClusterScoped(group, kind) || namespace === 'default' ? '' : (namespace ?? '');
  return `${apiVersion} ${kind} ${effective} ${name}`;
}

const MAX_OBJECTS = 20_000;

function contents(db: Database, path: FilePath): readonly Brought[] {
  if (pathKind(db, path) === 'file') {
    return objectsIn(db, path).flatMap((object) =>
      object.name === undefined ? [] : { file: path, object, entry: 0, name: object.name, namespace: object.namespace },
    );
  }
  const inner = kustomizationOf(db, path);
  const read = inner === undefined ? undefined : kustomizationFile(db, inner);
  return inner === undefined || read === undefined || !isPlain(read.kind, read.fields) ? [] : broughtBy(db, inner);
}

/** The namespace transformer's default fields hold the name of Namespaces too (`namespace.go` in `konfig/builtinpluginconsts`). */
function inNamespace(brought: Brought, namespace: string | undefined): Brought {
  if (namespace === undefined) return brought;
  const isNamespace = brought.object.kind === 'Namespace' && brought.object.group === '';
  return { ...brought, namespace, ...(isNamespace && { name: namespace }) };
}

/** Fields that leave the set of objects and their names as they are. */
const HARMLESS = new Set([
  ...['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'namespace', 'commonLabels', 'labels', 'commonAnnotations'],
  ...['images', 'replicas', 'generatorOptions'],
]);

function isPlain(kind: string, fields: readonly { readonly name: string }[]): boolean {
  return kind === 'Kustomization' && fields.every(({ name }) => HARMLESS.has(name));
}
