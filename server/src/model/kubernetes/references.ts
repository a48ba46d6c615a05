/** What built-in objects point at by name: configuration, accounts, volumes, backends, scale targets, roles. */
import { asMapping, at, field, items, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node } from '../../syntax/tree.ts';
import type { Reference } from '../facts.ts';
import { textPlace } from '../place.ts';
import { groupOf, podSpecPath } from './kinds.ts';
import { type KubernetesObject, OBJECT, objectKey } from './objects.ts';

/** The references of one object, in no particular order. */
export function* referencesOf(object: KubernetesObject, body: Mapping): Generator<Reference> {
  yield* pointer('kubernetes/namespace', '', 'Namespace', '', field(field(body, 'metadata'), 'namespace'));
  const path = podSpecPath(object.group, object.kind);
  if (path !== undefined) yield* podReferences(at(body, ...path), object.scope);
  switch (`${object.group}/${object.kind}`) {
    case 'apps/StatefulSet':
      yield* pointer('kubernetes/service', '', 'Service', object.scope, at(body, 'spec', 'serviceName'));
      break;
    case '/ServiceAccount':
      for (const one of [...items(field(body, 'secrets')), ...items(field(body, 'imagePullSecrets'))])
        yield* pointer('kubernetes/secret', '', 'Secret', object.scope, field(one, 'name'));
      break;
    case 'networking.k8s.io/Ingress':
      yield* ingressReferences(field(body, 'spec'), object.scope);
      break;
    case 'autoscaling/HorizontalPodAutoscaler':
      yield* typed('kubernetes/scaleTarget', at(body, 'spec', 'scaleTargetRef'), 'apiVersion', object.scope);
      break;
    case 'rbac.authorization.k8s.io/RoleBinding':
    case 'rbac.authorization.k8s.io/ClusterRoleBinding':
      yield* bindingReferences(body, object.scope);
      break;
  }
}

function* podReferences(spec: Node | undefined, scope: string | undefined): Generator<Reference> {
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'])
    for (const container of items(field(spec, list))) yield* containerReferences(container, scope);
  for (const volume of items(field(spec, 'volumes'))) {
    yield* pointer('kubernetes/configMap', '', 'ConfigMap', scope, at(volume, 'configMap', 'name'));
    yield* pointer('kubernetes/secret', '', 'Secret', scope, at(volume, 'secret', 'secretName'));
    yield* pointer('kubernetes/claim', '', 'PersistentVolumeClaim', scope, at(volume, 'persistentVolumeClaim', 'claimName'));
    for (const source of items(at(volume, 'projected', 'sources'))) {
      yield* pointer('kubernetes/configMap', '', 'ConfigMap', scope, at(source, 'configMap', 'name'));
      yield* pointer('kubernetes/secret', '', 'Secret', scope, at(source, 'secret', 'name'));
    }
  }
  for (const name of ['serviceAccountName', 'serviceAccount'])
    yield* pointer('kubernetes/serviceAccount', '', 'ServiceAccount', scope, field(spec, name));
  for (const one of items(field(spec, 'imagePullSecrets')))
    yield* pointer('kubernetes/secret', '', 'Secret', scope, field(one, 'name'));
  yield* pointer('kubernetes/priorityClass', 'scheduling.k8s.io', 'PriorityClass', '', field(spec, 'priorityClassName'));
}

function* containerReferences(container: Node, scope: string | undefined): Generator<Reference> {
  for (const variable of items(field(container, 'env'))) {
    yield* pointer('kubernetes/configMap', '', 'ConfigMap', scope, at(variable, 'valueFrom', 'configMapKeyRef', 'name'));
    yield* pointer('kubernetes/secret', '', 'Secret', scope, at(variable, 'valueFrom', 'secretKeyRef', 'name'));
  }
  for (const source of items(field(container, 'envFrom'))) {
    yield* pointer('kubernetes/configMap', '', 'ConfigMap', scope, at(source, 'configMapRef', 'name'));
    yield* pointer('kubernetes/secret', '', 'Secret', scope, at(source, 'secretRef', 'name'));
  }
}

function* ingressReferences(spec: Node | undefined, scope: string | undefined): Generator<Reference> {
  yield* pointer('kubernetes/service', '', 'Service', scope, at(spec, 'defaultBackend', 'service', 'name'));
  for (const rule of items(field(spec, 'rules')))
    for (const path of items(at(rule, 'http', 'paths')))
      yield* pointer('kubernetes/service', '', 'Service', scope, at(path, 'backend', 'service', 'name'));
  for (const one of items(field(spec, 'tls'))) yield* pointer('kubernetes/secret', '', 'Secret', scope, field(one, 'secretName'));
  yield* pointer('kubernetes/ingressClass', 'networking.k8s.io', 'IngressClass', '', field(spec, 'ingressClassName'));
}

function* bindingReferences(body: Mapping, scope: string | undefined): Generator<Reference> {
  const role = field(body, 'roleRef');
  const kind = textOf(field(role, 'kind'));
  if (kind === 'Role' || kind === 'ClusterRole')
    yield* pointer('kubernetes/role', 'rbac.authorization.k8s.io', kind, kind === 'Role' ? scope : '', field(role, 'name'));
  for (const subject of items(field(body, 'subjects'))) {
    if (textOf(field(subject, 'kind')) !== 'ServiceAccount') continue;
    // A namespace transformer rewrites the namespaces of subjects too, so what is written is a hint at most.
    yield* pointer('kubernetes/serviceAccount', '', 'ServiceAccount', undefined, field(subject, 'name'));
    yield* pointer('kubernetes/namespace', '', 'Namespace', '', field(subject, 'namespace'));
  }
}

/** A reference that names its kind itself. */
function* typed(role: string, node: Node | undefined, groupField: string, scope: string | undefined): Generator<Reference> {
  const kind = textOf(field(node, 'kind'));
  const version = textOf(field(node, groupField));
  if (asMapping(node) === undefined || kind === undefined || version === undefined) return;
  yield* pointer(role, groupOf(version), kind, scope, field(node, 'name'));
}

/** Names with variables that are filled in later point at nothing that is known. */
function* pointer(
  role: string,
  group: string,
  kind: string,
  scope: string | undefined,
  node: Node | undefined,
): Generator<Reference> {
  const name = textOf(node);
  if (node === undefined || name === undefined || name === '' || name.includes('$')) return;
  yield { space: OBJECT, key: objectKey(group, kind, name), scope, role, place: textPlace(node), text: name };
}
