/** Objects that an application has in the cluster and Git no longer has. */

import { type DeployedApplication, nameOf, namespaceOf, type ObservedObject } from './application.ts';
import { inventoryOf } from './flux-rendering.ts';
import { asArray, fieldOf, jsonAt, textAt } from './json.ts';
import { type ObjectId, objectKey } from './objects.ts';
import type { ObjectDrift } from './result.ts';

/** Every object that the controller says it has: Flux's inventory, Argo CD's resources. */
export function managedObjects(application: DeployedApplication): readonly ObjectId[] {
  return application.engine === 'flux' ? inventory(application) : resources(application);
}

/** The namespace ends at the first `_`, group and kind stand behind the last two: what is between is the name. */
function inventory(application: DeployedApplication): readonly ObjectId[] {
  return inventoryOf(application).flatMap(({ id, version }) => {
    const [, namespace = '', name = '', group = '', kind = ''] = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id) ?? [];
    return name === '' ? [] : [{ namespace, name: name.replaceAll('__', ':'), group, kind, version }];
  });
}

function resources({ object }: DeployedApplication): readonly ObjectId[] {
  return (asArray(jsonAt(object, 'status', 'resources')) ?? []).flatMap((one) => {
    const [kind, name] = [textAt(one, 'kind'), textAt(one, 'name')];
    if (kind === undefined || name === undefined || fieldOf(one, 'hook') === true) return [];
    const version = textAt(one, 'version') ?? 'v1';
    return [{ group: textAt(one, 'group') ?? '', version, kind, namespace: textAt(one, 'namespace') ?? '', name }];
  });
}

/** Those of the managed objects that are not known and that the cluster still has. */
export function extraObjects(
  application: DeployedApplication,
  known: ReadonlySet<string>,
  seen: ReadonlyMap<string, ObservedObject>,
): readonly ObjectDrift[] {
  return managedObjects(application).flatMap((id): ObjectDrift[] => {
    const key = objectKey(id);
    const live = seen.get(key)?.live;
    if (known.has(key) || live === undefined || !belongs(live, application)) return [];
    return [{ key, id, state: 'extra', by: 'managedFields', fields: [], note: undefined, spot: undefined }];
  });
}

/** False where the object says that it belongs to another application, or that it may be there beside Git. */
function belongs(live: NonNullable<ObservedObject['live']>, application: DeployedApplication): boolean {
  const name = nameOf(application.object);
  const text = (field: 'labels' | 'annotations', key: string): string | undefined => textAt(live, 'metadata', field, key);
  if (application.engine === 'flux') {
    const owner = text('labels', 'kustomize.toolkit.fluxcd.io/name');
    const namespace = text('labels', 'kustomize.toolkit.fluxcd.io/namespace');
    return owner === undefined || (owner === name && namespace === namespaceOf(application.object));
  }
  if (text('annotations', 'argocd.argoproj.io/compare-options')?.includes('IgnoreExtraneous') === true) return false;
  const id = text('annotations', 'argocd.argoproj.io/tracking-id');
  const owner = id?.slice(0, id.indexOf(':'));
  return owner === undefined || owner === name || owner === `${namespaceOf(application.object)}_${name}`;
}
