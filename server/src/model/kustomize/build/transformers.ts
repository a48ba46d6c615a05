/** The transformers that write the same thing into many objects: namespace, names, labels, annotations, replicas. */

import { type Edition, isBefore } from './edition.ts';
import { appliesTo, type FieldSpec, fieldSpec, overwritten, setAt, setEverywhere, withEntry } from './field-specs.ts';
import { isClusterScoped } from './kinds.ts';
import { BuildFailure, fail } from './problems.ts';
import { apiVersionOf, HELM_GENERATED, isSelected, type Resource } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import {
  asList,
  asMap,
  at,
  isMissingOrNull,
  isNull,
  type MapValue,
  ScalarValue,
  type Spot,
  stringValue,
  textOf,
  untypedValue,
  type Value,
  type Via,
} from './values.ts';

/** Writes `via` into where a value is said. */
export function spotOfValue(value: Value, via: Via): Spot {
  return { source: { ...value.source, via }, at: value.at };
}

export interface NamespaceOptions {
  readonly specs: readonly FieldSpec[];
  readonly unsetOnly: boolean;
  /** Which subjects of role bindings are moved: defaultOnly, allServiceAccounts or none. */
  readonly subjects: string;
  readonly edition: Edition;
}

const NAMESPACE_PATH = 'metadata/namespace';
const IN_NAMESPACE = fieldSpec({ group: '', version: '', kind: '', path: NAMESPACE_PATH, create: true });

/** Moves every object that can be in a namespace; fails where two would then be the same. */
export function setNamespace(list: ResourceList, namespace: ScalarValue, options: NamespaceOptions): void {
  const spot = spotOfValue(namespace, 'namespace');
  const value = stringValue(namespace.text, spot);
  const set = (old: Value): Value =>
    options.unsetOnly && old.kind === 'scalar' && !isNull(old) && old.text !== '' ? old : overwritten(old, value);
  list.transform((resource) =>
    !isBefore(options.edition, '5.8') && isFromHelm(resource) ? resource : moved(resource.rememberingId(), options, spot, set),
  );
  list.demandUniqueIds('namespace-conflict', spot);
}

/** What helm rendered is where helm put it. */
function isFromHelm(resource: Resource): boolean {
  return textOf(at(resource.root, 'metadata', 'annotations', HELM_GENERATED)) === 'true';
}

/** Objects that belong to no namespace, as far as that Kustomize knows them: the admission policies only after 5.8. */
function isLeftOut(apiVersion: string, kind: string, edition: Edition): boolean {
  return isClusterScoped(apiVersion, kind) && (edition === 'next' || !kind.startsWith('ValidatingAdmissionPolicy'));
}

function moved(resource: Resource, options: NamespaceOptions, spot: Spot, set: (old: Value) => Value): Resource {
  const { id } = resource;
  const apiVersion = apiVersionOf(id);
  let root = resource.root;
  if (!isLeftOut(apiVersion, id.kind, options.edition)) root = setAt(root, id, IN_NAMESPACE, 'scalar', spot, set);
  const isBinding = id.kind === 'RoleBinding' || id.kind === 'ClusterRoleBinding';
  if (isBinding) root = withSubjects(root, options.subjects, set, spot);
  for (const spec of options.specs) {
    if (spec.path === NAMESPACE_PATH || (spec.path === 'metadata/name' && apiVersion !== 'v1')) continue;
    if (isBinding && (spec.kind === 'RoleBinding' || spec.kind === 'ClusterRoleBinding') && spec.path === 'subjects/namespace')
      continue;
    root = setAt(root, id, spec, 'scalar', spot, set);
  }
  return resource.with(root);
}

function withSubjects(root: MapValue, mode: string, set: (old: Value) => Value, spot: Spot): MapValue {
  const subjects = root.get('subjects');
  if (mode === 'none' || isMissingOrNull(subjects)) return root;
  const list = asList(subjects);
  if (list === undefined)
    return fail('field-path', { source: subjects.source, at: subjects.at }, { step: 'subjects', path: 'subjects' });
  const items = list.items.map((item) => {
    const subject = asMap(item);
    if (subject === undefined) return item;
    const moves =
      mode === 'allServiceAccounts'
        ? textOf(subject.get('kind')) === 'ServiceAccount'
        : textOf(subject.get('name')) === 'default';
    if (!moves) return item;
    const old = subject.get('namespace');
    return subject.set('namespace', set(old ?? new ScalarValue('', '', 'plain', spot.source, spot.at)), 'str');
  });
  return items.every((item, i) => item === list.items[i]) ? root : root.set('subjects', list.with(items));
}

/** Kinds whose names are left alone. */
function isNameKept(resource: Resource): boolean {
  const { kind, group } = resource.originalId;
  return (
    kind === 'CustomResourceDefinition' || kind === 'Namespace' || (kind === 'APIService' && group === 'apiregistration.k8s.io')
  );
}

/** Puts a prefix before, or a suffix behind, the names of all objects. False where no name can have it. */
export function addAffix(
  list: ResourceList,
  affix: ScalarValue,
  side: 'prefix' | 'suffix',
  specs: readonly FieldSpec[],
): boolean {
  const spot = spotOfValue(affix, side === 'prefix' ? 'namePrefix' : 'nameSuffix');
  let found = false;
  list.transform((resource) => {
    if (isNameKept(resource)) return resource;
    const original = resource.originalId;
    let result = resource;
    for (const spec of specs) {
      if (!isSelected(original, spec)) continue;
      found = true;
      if (spec.path === 'metadata/name' && affix.text !== '') result = rememberAffix(result, affix.text, side).rememberingId();
      const set = (old: Value): Value =>
        overwritten(old, untypedValue(side === 'prefix' ? affix.text + textOf(old) : textOf(old) + affix.text, spot));
      result = result.with(setAt(result.root, result.id, spec, 'scalar', spot, set));
    }
    return result;
  });
  return found;
}

function rememberAffix(resource: Resource, affix: string, side: 'prefix' | 'suffix'): Resource {
  const { prefixes, suffixes } = resource.memory;
  return resource.remembering(side === 'prefix' ? { prefixes: [...prefixes, affix] } : { suffixes: [...suffixes, affix] });
}

/** Writes labels or annotations wherever the specs say. */
export function addTexts(list: ResourceList, texts: MapValue, specs: readonly FieldSpec[], via: 'labels' | 'annotations'): void {
  const entries = texts.keys.map((key, i) => {
    const value = texts.values[i] ?? texts;
    const text = isNull(value) ? '' : textOf(value);
    return [key, stringValue(text, spotOfValue(value, via))] as const;
  });
  if (entries.length === 0) return;
  const spot = spotOfValue(texts, via);
  list.transform((resource) => {
    const own = specs.filter((spec) => appliesTo(spec, resource.id));
    // In one place alone there is nothing to share.
    const written = own.length < 2 ? entries : entries.map(([key, value]) => [key, value.sharing({})] as const);
    const set = (old: Value): Value => written.reduce((map, [key, value]) => withEntry(map, key, value), old);
    const root = own.reduce(
      (changed, spec) => setEverywhere(changed, spec, spec.create ? 'map' : undefined, spot, set),
      resource.root,
    );
    if (own.length < 2) return resource.with(root);
    const shared = new Set(resource.memory.shared);
    for (const [, value] of written) if (value.shared !== undefined) shared.add(value.shared);
    return resource.with(root).remembering({ shared });
  });
}

/** Sets the number of replicas of the workloads of a name, which stands at `place`; fails where there is none. */
export function setReplicas(
  list: ResourceList,
  name: string,
  count: ScalarValue,
  specs: readonly FieldSpec[],
  place: Value = count,
): void {
  const spot = spotOfValue(count, 'replicas');
  const value = new ScalarValue(count.text, 'int', 'plain', spot.source, spot.at);
  let found = false;
  list.transform((resource) => {
    const ids = [...resource.previousIds, resource.id].filter((id) => id.name === name);
    if (ids.length === 0) return resource;
    let root = resource.root;
    for (const spec of specs) {
      if (!ids.some((id) => isSelected(id, spec))) continue;
      found = true;
      root = setAt(root, resource.id, spec, 'scalar', spot, (old) => overwritten(old, value));
    }
    return resource.with(root);
  });
  if (!found) throw new BuildFailure({ code: 'replicas-no-match', file: place.source.file, node: place.at, args: { name } });
}
