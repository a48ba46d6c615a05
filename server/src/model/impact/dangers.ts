/** What is dangerous in a change and certain to be so; each entry says in one sentence what will happen. */
import { isClusterScoped } from '../kubernetes/kinds.ts';
import type { BuiltObject } from '../kustomize/build/build.ts';
import { asList, asMap, at, isMissingOrNull, type Spot, textOf, type Value } from '../kustomize/build/values.ts';
import { type FieldChange, pathText } from './fields.ts';
import { isImmutable } from './immutable.ts';
import { quantity } from './quantities.ts';

export type DangerId =
  | 'removed-statefulset'
  | 'removed-pvc'
  | 'removed-namespace'
  | 'removed-crd'
  | 'removed-networkpolicy'
  | 'removed-application'
  | 'immutable-field'
  | 'replicas-zero'
  | 'namespace-change'
  | 'pvc-shrink'
  | 'privileged'
  | 'rbac-widened'
  | 'suspends'
  | 'prune-enabled'
  | 'prune-disabled'
  | 'destination-change'
  | 'crd-version-dropped';

export interface Danger {
  readonly id: DangerId;
  /** What will happen, as a sentence without its full stop. */
  readonly message: string;
  /** The place that says it: on the new side, or of what is gone on the old one. */
  readonly spot: Spot;
  readonly side: 'before' | 'after';
}

const REMOVED: ReadonlyMap<string, DangerId> = new Map([
  ['apps/StatefulSet', 'removed-statefulset'],
  ['/PersistentVolumeClaim', 'removed-pvc'],
  ['/Namespace', 'removed-namespace'],
  ['apiextensions.k8s.io/CustomResourceDefinition', 'removed-crd'],
  ['networking.k8s.io/NetworkPolicy', 'removed-networkpolicy'],
]);

/** What goes with an object of such a kind. */
const CONSEQUENCE: Readonly<Partial<Record<DangerId, string>>> = {
  'removed-pvc': ' with its data',
  'removed-namespace': ' with everything in it',
  'removed-crd': ' with every object of its kind',
  'removed-networkpolicy': ', and the traffic that it forbids is allowed',
};

/** `Kind name`, or `Kind namespace/name` where that tells more. */
export function objectText({ id }: BuiltObject): string {
  return id.namespace === '' ? `${id.kind} ${id.name}` : `${id.kind} ${id.namespace}/${id.name}`;
}

/** Told of an object that is no longer deployed. `prunes`: undefined where nothing in the repository says so. */
export function removalDanger(object: BuiltObject, prunes: boolean | undefined): Danger | undefined {
  const { group, kind } = object.id;
  const name = objectText(object);
  const told = (id: DangerId, message: string): Danger => ({ id, message, spot: object.value, side: 'before' });
  if (isController(group, kind)) {
    const deletes = kind === 'Kustomization' ? textOf(at(object.value, 'spec', 'prune')) === 'true' : hasFinalizer(object.value);
    return deletes ? told('removed-application', `${name} would be deleted with everything that it has deployed`) : undefined;
  }
  const id = REMOVED.get(`${group}/${kind}`);
  if (id === undefined) return undefined;
  if (prunes === false || isKept(object.value)) return undefined;
  const consequence = CONSEQUENCE[id] ?? '';
  return told(
    id,
    prunes ? `${name} would be deleted${consequence}` : `${name} is no longer deployed; if it is pruned, it goes${consequence}`,
  );
}

/** Dangers of an object that stays. `replaces`: whoever deploys it makes it anew where it cannot be changed. */
export function* changeDangers(
  before: BuiltObject,
  after: BuiltObject,
  changes: readonly FieldChange[],
  replaces: boolean,
): Generator<Danger> {
  const { group, kind } = after.id;
  const name = objectText(after);
  const found = (id: DangerId, spot: Spot, message: string): Danger => ({ id, message, spot, side: 'after' });
  const refused = changes.filter((change) => isImmutable(group, kind, change, before.value, after.value));
  const [first] = refused;
  if (first !== undefined && !replaces && !isRecreated(after.value)) {
    const fields = [...new Set(refused.map(({ path }) => pathText(path.slice(0, 3))))].slice(0, 3).join(', ');
    yield found(
      'immutable-field',
      first.after ?? after.value,
      `${name}: ${fields} cannot be changed, the API server refuses it; the object has to be deleted and made anew`,
    );
  }
  yield* workloadDangers(before, after, found);
  yield* rightsDangers(before, after, found);
  yield* controllerDangers(before, after, found);
}

type Found = (id: DangerId, spot: Spot, message: string) => Danger;

const SCALED: ReadonlySet<string> = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet']);

function* workloadDangers(before: BuiltObject, after: BuiltObject, found: Found): Generator<Danger> {
  const { group, kind } = after.id;
  const name = objectText(after);
  const [old, now] = [before.value, after.value];
  const replicas = at(now, 'spec', 'replicas');
  if (
    SCALED.has(`${group}/${kind}`) &&
    replicas !== undefined &&
    textOf(replicas) === '0' &&
    textOf(at(old, 'spec', 'replicas')) !== '0'
  )
    yield found('replicas-zero', replicas, `${name} is scaled to 0: nothing of it runs`);
  if (kind === 'PersistentVolumeClaim' && group === '') {
    const size = at(now, 'spec', 'resources', 'requests', 'storage');
    const [from, to] = [quantity(textOf(at(old, 'spec', 'resources', 'requests', 'storage'))), quantity(textOf(size))];
    if (size !== undefined && from !== undefined && to !== undefined && to < from)
      yield found('pvc-shrink', size, `${name} cannot shrink to ${textOf(size)}, the API server refuses it`);
  }
  const risen = privilegedContainers(now).find(({ name: one }) => !privilegedContainers(old).some((other) => other.name === one));
  if (risen !== undefined) yield found('privileged', risen.spot, `${name}: container ${risen.name} becomes privileged`);
  if (kind === 'CustomResourceDefinition') {
    const served = new Set(servedVersions(now));
    const dropped = servedVersions(old).filter((version) => !served.has(version));
    if (dropped.length > 0)
      yield found('crd-version-dropped', at(now, 'spec', 'versions') ?? now, `${name} serves ${dropped.join(', ')} no longer`);
  }
}

function* rightsDangers(before: BuiltObject, after: BuiltObject, found: Found): Generator<Danger> {
  const { kind, group } = after.id;
  if (group !== 'rbac.authorization.k8s.io') return;
  if (kind !== 'Role' && kind !== 'ClusterRole') return;
  const has = (value: Value | undefined, field: string): boolean =>
    asList(asMap(value)?.get(field))?.items.some((item) => textOf(item) === '*') === true;
  const rules = (value: Value): readonly Value[] => asList(at(value, 'rules'))?.items ?? [];
  for (const field of ['verbs', 'resources']) {
    const wide = rules(after.value).find((rule) => has(rule, field));
    if (wide === undefined || rules(before.value).some((rule) => has(rule, field))) continue;
    yield found('rbac-widened', wide, `${objectText(after)} is given all ${field}`);
    return;
  }
}

/** Argo CD's Applications and Flux's objects: what their controllers do once this is merged. */
function* controllerDangers(before: BuiltObject, after: BuiltObject, found: Found): Generator<Danger> {
  const { group, kind } = after.id;
  const name = objectText(after);
  const [old, now] = [before.value, after.value];
  if (group.endsWith('.toolkit.fluxcd.io')) {
    const suspend = at(now, 'spec', 'suspend');
    if (suspend !== undefined && textOf(suspend) === 'true' && textOf(at(old, 'spec', 'suspend')) !== 'true')
      yield found('suspends', suspend, `${name} is suspended: nothing is applied from it until it is resumed`);
  }
  if (!isController(group, kind)) return;
  const path = kind === 'Kustomization' ? ['spec', 'prune'] : ['spec', 'syncPolicy', 'automated', 'prune'];
  const [was, is] = [textOf(at(old, ...path)) === 'true', textOf(at(now, ...path)) === 'true'];
  const spot = at(now, ...path) ?? now;
  if (!was && is) yield found('prune-enabled', spot, `${name} starts to delete objects that are not in Git`);
  if (was && !is) yield found('prune-disabled', spot, `${name} no longer deletes objects that are not in Git`);
  const destination = at(now, 'spec', 'destination');
  const target = (value: Value): string =>
    ['server', 'name', 'namespace'].map((key) => textOf(at(value, 'spec', 'destination', key))).join(' ');
  if (kind === 'Application' && destination !== undefined && target(old) !== target(now))
    yield found(
      'destination-change',
      destination,
      `${name} deploys to another destination; what it deployed before stays where it is`,
    );
}

/** Objects with one name and kind that leave a namespace and appear in another within one unit. */
export function namespaceMoves(
  gone: readonly BuiltObject[],
  made: readonly BuiltObject[],
): ReadonlyMap<BuiltObject, BuiltObject> {
  const key = ({ id, stableName }: BuiltObject): string => `${id.group}/${id.kind}/${stableName}`;
  const free = new Map<string, BuiltObject[]>();
  for (const object of made) free.set(key(object), [...(free.get(key(object)) ?? []), object]);
  const moves = new Map<BuiltObject, BuiltObject>();
  for (const object of gone) {
    const target = free.get(key(object));
    if (target?.length !== 1 || target[0] === undefined || isClusterScoped(object.id.group, object.id.kind)) continue;
    if (target[0].id.namespace !== object.id.namespace) moves.set(object, target[0]);
  }
  return moves;
}

export function namespaceDanger(moves: ReadonlyMap<BuiltObject, BuiltObject>): Danger | undefined {
  const [first] = moves;
  if (first === undefined) return undefined;
  const [from, to] = first;
  const namespace = (object: BuiltObject): string =>
    object.id.namespace === '' ? 'the default namespace' : `namespace ${object.id.namespace}`;
  const what = moves.size === 1 ? `${from.id.kind} ${from.id.name} moves` : `${moves.size} objects move`;
  const spot = at(to.value, 'metadata', 'namespace') ?? to.value;
  const message = `${what} from ${namespace(from)} to ${namespace(to)}: deleted there and created anew`;
  return { id: 'namespace-change', message, spot, side: 'after' };
}

function isController(group: string, kind: string): boolean {
  return (
    (kind === 'Application' && group === 'argoproj.io') || (kind === 'Kustomization' && group === 'kustomize.toolkit.fluxcd.io')
  );
}

function hasFinalizer(value: Value): boolean {
  const finalizers = asList(at(value, 'metadata', 'finalizers'))?.items ?? [];
  return finalizers.some((one) => textOf(one).startsWith('resources-finalizer.argocd.argoproj.io'));
}

function annotation(value: Value, key: string): string {
  return textOf(at(value, 'metadata', 'annotations', key));
}

/** Told by the object itself that it stays when it is no longer in Git. */
function isKept(value: Value): boolean {
  return (
    /(?:^|,)\s*(?:Prune|Delete)=false/.test(annotation(value, 'argocd.argoproj.io/sync-options')) ||
    annotation(value, 'kustomize.toolkit.fluxcd.io/prune') === 'disabled' ||
    annotation(value, 'helm.sh/resource-policy') === 'keep'
  );
}

/** Told to be replaced where it cannot be changed, or run anew at each sync. */
function isRecreated(value: Value): boolean {
  return (
    /(?:^|,)\s*(?:Replace|Force)=true/.test(annotation(value, 'argocd.argoproj.io/sync-options')) ||
    annotation(value, 'kustomize.toolkit.fluxcd.io/force').toLowerCase() === 'enabled' ||
    annotation(value, 'argocd.argoproj.io/hook') !== '' ||
    annotation(value, 'helm.sh/hook') !== ''
  );
}

function servedVersions(value: Value): readonly string[] {
  const versions = asList(at(value, 'spec', 'versions'))?.items ?? [];
  return versions.flatMap((one) => (textOf(at(one, 'served')) === 'true' ? [textOf(at(one, 'name'))] : []));
}

function privilegedContainers(value: Value): readonly { readonly name: string; readonly spot: Spot }[] {
  const spec =
    at(value, 'spec', 'template', 'spec') ?? at(value, 'spec', 'jobTemplate', 'spec', 'template', 'spec') ?? at(value, 'spec');
  return ['containers', 'initContainers'].flatMap((field) =>
    (asList(asMap(spec)?.get(field))?.items ?? []).flatMap((container) => {
      const flag = at(container, 'securityContext', 'privileged');
      return isMissingOrNull(flag) || textOf(flag) !== 'true' ? [] : [{ name: textOf(at(container, 'name')), spot: flag }];
    }),
  );
}
