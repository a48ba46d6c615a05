/** What may be named in a field of an object: by the same table as what is named there. */
import { nodeAt } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Expectation } from '../facts.ts';
import { OBJECT } from '../spaces.ts';
import { meantBy } from './links/named.ts';
import { pointerAt } from './links/pointers.ts';
import { WRITTEN } from './links/reader.ts';
import { type KubernetesObject, objectKey } from './objects.ts';

/** `path` leads from the object's `body` to the name. */
export function expectedAt(
  object: KubernetesObject,
  body: Node | undefined,
  path: readonly (string | number)[],
): readonly Expectation[] {
  const steps = path.map((step) => (typeof step === 'number' ? '*' : step));
  if (steps.join('/') === 'metadata/namespace')
    return [{ space: OBJECT, role: 'kubernetes/namespace', prefix: objectKey('', 'Namespace', ''), scope: undefined }];
  const pointer = pointerAt(object.group, object.kind, steps);
  const meant = pointer && meantBy<Node>(WRITTEN, pointer, nodeAt(body, path.slice(0, -1)), object.scope);
  if (pointer === undefined || meant === undefined) return [];
  const prefix = objectKey(meant.group, meant.kind, '');
  return [{ space: OBJECT, role: pointer.role, prefix, scope: meant.scope === '' ? undefined : meant.scope }];
}
