/** Flux's objects, read: what each points at, with names, namespaces and places. */
import { deepEqual } from '../../base/equal.ts';
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { contentOf } from '../../syntax/content.ts';
import { at, field, items, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../syntax/tree.ts';
import { FLUX_OPERATOR_GROUP, holdsGitops, isFluxGroup } from '../gitops-files.ts';
import { groupOf } from '../kubernetes/kinds.ts';
import { bodyOf, type KubernetesObject, objectsIn } from '../kubernetes/objects.ts';
import { type Place, textPlace } from '../place.ts';

export const SOURCE_GROUP = 'source.toolkit.fluxcd.io';
export const KUSTOMIZE_GROUP = 'kustomize.toolkit.fluxcd.io';
export const HELM_GROUP = 'helm.toolkit.fluxcd.io';
const IMAGE_GROUP = 'image.toolkit.fluxcd.io';
const NOTIFICATION_GROUP = 'notification.toolkit.fluxcd.io';

/** A pointer from one object to another by kind and name. */
export interface FluxReference {
  readonly role: FluxRole;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly at: Place;
  /** The namespace that counts: as written, else the object's own; undefined where that is not known. */
  readonly scope: string | undefined;
  /** Where the namespace is written, where it is. */
  readonly scopeAt?: Place;
}

export type FluxRole =
  | 'flux/sourceRef'
  | 'flux/dependsOn'
  | 'flux/secretRef'
  | 'flux/valuesFrom'
  | 'flux/substituteFrom'
  | 'flux/healthCheck'
  | 'flux/serviceAccount'
  | 'flux/imageRepository'
  | 'flux/provider'
  | 'flux/eventSource'
  | 'flux/namespace';

export interface FluxObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly scope: string | undefined;
  readonly node: NodeId;
  readonly references: readonly FluxReference[];
  /** Of a Kustomization: the directory, seen from its source's root. */
  readonly path: { readonly text: string; readonly at: Place } | undefined;
  /** Of a Kustomization: sets the namespace of what it builds. */
  readonly targetNamespace: string | undefined;
  /** Of a Kustomization: `components`, which take part in the build beside those of the kustomization file. */
  readonly addsComponents: boolean;
  /** Of a Kustomization: what its specification adds to the build; '' where it adds nothing. */
  readonly overrides: string;
  /** Of a Kustomization: deletes what is no longer in Git. */
  readonly prunes: boolean;
  /** Of a Kustomization: `force`, objects are made anew where they cannot be changed. */
  readonly replaces: boolean;
  /** Of a GitRepository: where it is cloned from, and from which branch. */
  readonly url: string | undefined;
  readonly branch: string | undefined;
  /** Of a GitRepository: true where its content may be more than the repository's tree at the branch's tip. */
  readonly rearranged: boolean;
}

export function fluxObjects(db: Database, file: FilePath): readonly FluxObject[] {
  return holdsGitops(db, file) ? readObjects(db, file) : [];
}

const readObjects = query(
  'fluxObjects',
  (db, file: FilePath): readonly FluxObject[] =>
    objectsIn(db, file).flatMap((object) => {
      if (object.partial || object.name === undefined || !isFluxGroup(object.group)) return [];
      const body = bodyOf(db, file, object);
      return body === undefined ? [] : readObject(object, object.name, body);
    }),
  { equal: deepEqual },
);

/** What the Kustomizations of a file add to their builds; patches of Kustomizations that stand elsewhere count too. */
export const overridesIn = query(
  'fluxOverridesIn',
  (db, file: FilePath): readonly string[] =>
    objectsIn(db, file)
      .filter(({ group, kind }) => group === KUSTOMIZE_GROUP && kind === 'Kustomization')
      .map((object) => overridesOf(field(bodyOf(db, file, object), 'spec'))),
  { equal: deepEqual },
);

/** What a FluxInstance makes: the source and the Kustomization that follow its repository. */
export interface Sync {
  readonly kind: string;
  readonly name: string;
}

/** The operator's objects of a file: what FluxInstances sync from, and the kinds that ResourceSets make. */
export const operatorObjects = query(
  'fluxOperatorObjects',
  (db, file: FilePath): { readonly syncs: readonly Sync[]; readonly resourceSets: number } => {
    const syncs: Sync[] = [];
    let resourceSets = 0;
    for (const object of objectsIn(db, file)) {
      if (object.group !== FLUX_OPERATOR_GROUP) continue;
      if (object.kind === 'ResourceSet') resourceSets++;
      if (object.kind !== 'FluxInstance') continue;
      const sync = at(bodyOf(db, file, object), 'spec', 'sync');
      const name = textOf(field(sync, 'name')) ?? object.namespace;
      if (sync !== undefined && name !== undefined) syncs.push({ kind: textOf(field(sync, 'kind')) ?? 'GitRepository', name });
    }
    return { syncs, resourceSets };
  },
  { equal: deepEqual },
);

/** Text that a post-build substitution or a template fills in. */
export function isFilledIn(text: string): boolean {
  return text.includes('$') || text.includes('{{') || text.includes('<<');
}

function readObject(object: KubernetesObject, name: string, body: Mapping): FluxObject {
  const spec = field(body, 'spec');
  const path = object.kind === 'Kustomization' ? field(spec, 'path') : undefined;
  const text = textOf(path);
  const reference = field(spec, 'ref');
  return {
    group: object.group,
    kind: object.kind,
    name,
    scope: object.scope,
    node: object.node,
    references: [...referencesOf(object, spec)],
    path: path === undefined || text === undefined ? undefined : { text, at: textPlace(path) },
    targetNamespace: object.kind === 'Kustomization' ? textOf(field(spec, 'targetNamespace')) : undefined,
    addsComponents: object.kind === 'Kustomization' && items(field(spec, 'components')).length > 0,
    overrides: object.kind === 'Kustomization' ? overridesOf(spec) : '',
    prunes: object.kind === 'Kustomization' && textOf(field(spec, 'prune')) === 'true',
    replaces: object.kind === 'Kustomization' && textOf(field(spec, 'force')) === 'true',
    url: object.kind === 'GitRepository' ? textOf(field(spec, 'url')) : undefined,
    branch: textOf(field(reference, 'branch')),
    rearranged:
      field(spec, 'include') !== undefined ||
      ['tag', 'semver', 'commit', 'name'].some((key) => field(reference, key) !== undefined),
  };
}

/** What the controller adds before and after it builds (kustomize-controller, api/v1, KustomizationSpec). */
const OVERRIDES = [
  'targetNamespace',
  'namePrefix',
  'nameSuffix',
  'patches',
  'images',
  'components',
  'commonMetadata',
  'postBuild',
] as const;

function overridesOf(spec: Node | undefined): string {
  return OVERRIDES.map((name) => field(spec, name))
    .map((node) => (node === undefined ? '' : contentOf(node)))
    .join('')
    .replace(/^(?:\[\]|\{\}|"")*$/, '');
}

function* referencesOf(object: KubernetesObject, spec: Node | undefined): Generator<FluxReference> {
  const own = object.scope;
  const to = (role: FluxRole, group: string, kind: string, node: Node | undefined, scope = own): readonly FluxReference[] => {
    const name = textOf(node);
    if (node === undefined || name === undefined || name === '' || name === '*' || isFilledIn(name)) return [];
    return [{ role, group, kind, name, at: textPlace(node), scope }];
  };
  /** `{ kind, name, namespace }`, the kind written or given by nature. */
  const typed = (role: FluxRole, group: string, node: Node | undefined, given?: string): readonly FluxReference[] => {
    const kind = textOf(field(node, 'kind')) ?? given;
    const version = textOf(field(node, 'apiVersion'));
    const namespace = textOf(field(node, 'namespace'));
    if (kind === undefined) return [];
    const scope = namespace === undefined ? own : isFilledIn(namespace) ? undefined : namespace;
    const written = field(node, 'namespace');
    return to(role, version === undefined ? group : groupOf(version), kind, field(node, 'name'), scope).map((one) =>
      written === undefined || scope === undefined ? one : { ...one, scopeAt: textPlace(written) },
    );
  };
  const secrets = (...paths: readonly (readonly string[])[]): readonly FluxReference[] =>
    paths.flatMap((path) => to('flux/secretRef', '', 'Secret', at(spec, ...path, 'name')));
  yield* secrets(['secretRef'], ['certSecretRef'], ['proxySecretRef'], ['verify', 'secretRef'], ['kubeConfig', 'secretRef']);
  if (object.group === KUSTOMIZE_GROUP || object.group === HELM_GROUP) {
    for (const one of items(field(spec, 'dependsOn'))) yield* typed('flux/dependsOn', object.group, one, object.kind);
    yield* to('flux/serviceAccount', '', 'ServiceAccount', field(spec, 'serviceAccountName'));
    yield* to('flux/namespace', '', 'Namespace', field(spec, 'targetNamespace'), '');
  }
  switch (`${object.group}/${object.kind}`) {
    case `${KUSTOMIZE_GROUP}/Kustomization`:
      yield* typed('flux/sourceRef', SOURCE_GROUP, field(spec, 'sourceRef'));
      yield* secrets(['decryption', 'secretRef']);
      for (const one of items(at(spec, 'postBuild', 'substituteFrom'))) yield* typed('flux/substituteFrom', '', one);
      for (const one of items(field(spec, 'healthChecks'))) yield* typed('flux/healthCheck', '', one);
      break;
    case `${HELM_GROUP}/HelmRelease`:
      yield* typed('flux/sourceRef', SOURCE_GROUP, at(spec, 'chart', 'spec', 'sourceRef'));
      yield* typed('flux/sourceRef', SOURCE_GROUP, field(spec, 'chartRef'));
      for (const one of items(field(spec, 'valuesFrom'))) yield* typed('flux/valuesFrom', '', one);
      break;
    case `${SOURCE_GROUP}/HelmChart`:
      yield* typed('flux/sourceRef', SOURCE_GROUP, field(spec, 'sourceRef'));
      break;
    case `${SOURCE_GROUP}/GitRepository`:
      for (const one of items(field(spec, 'include')))
        yield* to('flux/sourceRef', SOURCE_GROUP, 'GitRepository', at(one, 'repository', 'name'));
      break;
    case `${IMAGE_GROUP}/ImagePolicy`:
      yield* typed('flux/imageRepository', IMAGE_GROUP, field(spec, 'imageRepositoryRef'), 'ImageRepository');
      break;
    case `${IMAGE_GROUP}/ImageUpdateAutomation`:
      yield* typed('flux/sourceRef', SOURCE_GROUP, field(spec, 'sourceRef'), 'GitRepository');
      break;
    case `${NOTIFICATION_GROUP}/Alert`:
      yield* typed('flux/provider', NOTIFICATION_GROUP, field(spec, 'providerRef'), 'Provider');
      for (const one of items(field(spec, 'eventSources'))) yield* eventSource(one);
      break;
    case `${NOTIFICATION_GROUP}/Receiver`:
      for (const one of items(field(spec, 'resources'))) yield* eventSource(one);
      break;
  }

  function* eventSource(node: Node): Generator<FluxReference> {
    const group = GROUPS.get(textOf(field(node, 'kind')) ?? '');
    if (group !== undefined) yield* typed('flux/eventSource', group, node);
  }
}

/** The groups of the kinds that alerts and receivers name without one. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['Bucket', SOURCE_GROUP],
  ['GitRepository', SOURCE_GROUP],
  ['HelmChart', SOURCE_GROUP],
  ['HelmRepository', SOURCE_GROUP],
  ['OCIRepository', SOURCE_GROUP],
  ['HelmRelease', HELM_GROUP],
  ['Kustomization', KUSTOMIZE_GROUP],
  ['ImagePolicy', IMAGE_GROUP],
  ['ImageRepository', IMAGE_GROUP],
  ['ImageUpdateAutomation', IMAGE_GROUP],
]);
