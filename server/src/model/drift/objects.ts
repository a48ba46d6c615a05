/** What identifies the objects of drift: group, kind, namespace and name; versions are ways to look at the same object. */
import { groupOf, isClusterScoped } from '../kubernetes/kinds.ts';
import { type Json, textAt } from './json.ts';

export interface ObjectId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** '' for objects without one. */
  readonly namespace: string;
  readonly name: string;
}

/** The same for the same object, whatever version it is seen in. */
export function objectKey({ group, kind, namespace, name }: Omit<ObjectId, 'version'>): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** `Deployment web`, as people say it. */
export function objectName({ kind, name }: Pick<ObjectId, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

export function apiVersionOf({ group, version }: Pick<ObjectId, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The id that an object gives itself; undefined for what is no object. */
export function idOf(object: Json | undefined): ObjectId | undefined {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  const name = textAt(object, 'metadata', 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const group = groupOf(apiVersion);
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
  return { group, version, kind, name, namespace: textAt(object, 'metadata', 'namespace') ?? '' };
}

/** What discovery says of a kind in one version. */
export interface ServedKind {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** `apps/v1/Deployment` to how it is served. */
export type ServedKinds = ReadonlyMap<string, ServedKind>;

export function servedKey(id: Pick<ObjectId, 'group' | 'version' | 'kind'>): string {
  return `${apiVersionOf(id)}/${id.kind}`;
}

/** Whether objects of the kind have a namespace: as discovery says, else as the built-in kinds are. */
export function isNamespaced(served: ServedKinds, id: Pick<ObjectId, 'group' | 'version' | 'kind'>): boolean {
  return served.get(servedKey(id))?.namespaced ?? !isClusterScoped(id.group, id.kind);
}
