/** What objects point at by name, as written: configuration, accounts, volumes, backends, scale targets, roles. */
import { at } from '../../syntax/navigate.ts';
import type { Mapping, Node } from '../../syntax/tree.ts';
import type { Reference } from '../facts.ts';
import { textPlace } from '../place.ts';
import { OBJECT_PART } from '../spaces.ts';
import { type Named, namedBy } from './links/named.ts';
import { WRITTEN } from './links/reader.ts';
import { type KubernetesObject, OBJECT, objectKey } from './objects.ts';

/** The references of one object, in no particular order. */
export function* referencesOf(object: KubernetesObject, body: Mapping): Generator<Reference> {
  const namespace = at(body, 'metadata', 'namespace');
  const text = WRITTEN.text(namespace);
  if (namespace !== undefined && text !== undefined) yield* toNamespace(text, namespace);
  for (const named of namedBy<Node>(WRITTEN, object, body)) {
    const { pointer, group, kind, name } = named;
    const key = objectKey(group, kind, name.text);
    const scope = scopeOf(object, named);
    yield { space: OBJECT, key, scope, role: pointer.role, place: textPlace(name.at), text: name.text };
    if (named.namespace !== undefined) yield* toNamespace(named.namespace.text, named.namespace.at);
    for (const part of named.keys) {
      const place = textPlace(part.at);
      yield { space: OBJECT_PART, key: `${key}/${part.text}`, scope, role: 'kubernetes/key', place, text: part.text };
    }
  }
}

/** A namespace transformer rewrites the namespaces of subjects too, so what is written there is a hint at most. */
function scopeOf({ group }: KubernetesObject, { pointer, scope }: Named<Node>): string | undefined {
  return group === 'rbac.authorization.k8s.io' && pointer.role === 'kubernetes/serviceAccount' ? undefined : scope;
}

function* toNamespace(name: string, node: Node): Generator<Reference> {
  if (name === '' || name.includes('$')) return;
  const key = objectKey('', 'Namespace', name);
  yield { space: OBJECT, key, scope: '', role: 'kubernetes/namespace', place: textPlace(node), text: name };
}
