/** Names that changed are changed where others refer to them: the last step before vars, over everything that was built. */

import { addTo } from '../../../base/groups.ts';
import type { NameReference } from './default-config.ts';
import { type Edition, isBefore } from './edition.ts';
import { type FieldSpec, setEverywhere } from './field-specs.ts';
import { isClusterScoped } from './kinds.ts';
import { BuildFailure, fail } from './problems.ts';
import { apiVersionOf, effectiveNamespace, type Gvk, idText, isSelected, NO_NAMESPACE, type Resource } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import {
  asList,
  asMap,
  at,
  isMissingOrNull,
  type MapValue,
  restyled,
  type Spot,
  setField,
  textOf,
  untypedValue,
  type Value,
} from './values.ts';

/** A field of a referrer and what it may name. */
interface Filter {
  readonly spec: FieldSpec;
  readonly target: Gvk;
}

/** Corrects every reference to an object whose name changed. */
export function fixNameReferences(list: ResourceList, references: readonly NameReference[], edition: Edition): void {
  for (const resource of list.items) if (isRoleBinding(resource)) accountNamespaces(resource);
  if (list.items.every(({ memory }) => memory.previous.length === 0)) return;
  const renamed = new Renamed(list.items, !isBefore(edition, '5.4'));
  const filters = new Map<string, readonly Filter[]>();
  const useful = references.filter((reference) => renamed.has(reference));
  list.transform((resource) => {
    const original = resource.originalId;
    const key = `${apiVersionOf(original)} ${original.kind}`;
    let wanted = filters.get(key);
    if (wanted === undefined) {
      wanted = filtersOf(useful, original);
      filters.set(key, wanted);
    }
    return wanted.length === 0 ? resource : resource.with(new Referrer(resource, renamed).fix(wanted));
  });
}

function filtersOf(references: readonly NameReference[], referrer: Gvk): readonly Filter[] {
  const filters: Filter[] = [];
  for (const target of references)
    for (const spec of target.referrers) if (isSelected(referrer, spec)) filters.push({ spec, target });
  return filters;
}

/** Objects that have had other names, by those names. */
class Renamed {
  readonly #byName = new Map<string, Resource[]>();
  readonly #kinds = new Map<string, Gvk>();
  /** All objects by their original and by their present namespace, for references that name one. */
  readonly byOriginalNamespace = new Map<string, Resource[]>();
  readonly byNamespace = new Map<string, Resource[]>();
  /** True where an object without a prefix may be meant by one with a prefix, and the other way round. */
  readonly reachesUnprefixed: boolean;

  constructor(resources: readonly Resource[], reachesUnprefixed: boolean) {
    this.reachesUnprefixed = reachesUnprefixed;
    for (const resource of resources) {
      for (const name of new Set(resource.memory.previous.map((id) => id.name))) addTo(this.#byName, name, resource);
      for (const id of resource.previousIds) this.#kinds.set(`${apiVersionOf(id)} ${id.kind}`, id);
      addTo(this.byOriginalNamespace, effectiveNamespace(resource.originalId), resource);
      addTo(this.byNamespace, effectiveNamespace(resource.id), resource);
    }
  }

  /** True where something of the kind was renamed. */
  has(target: Gvk): boolean {
    for (const kind of this.#kinds.values()) if (isSelected(kind, target)) return true;
    return false;
  }

  named(name: string): readonly Resource[] {
    return this.#byName.get(name) ?? [];
  }
}

class Referrer {
  readonly #resource: Resource;
  readonly #renamed: Renamed;
  readonly #isClusterScoped: boolean;
  readonly #namespace: string;
  #accountNamespaces: ReadonlySet<string> | undefined;

  constructor(resource: Resource, renamed: Renamed) {
    this.#resource = resource;
    this.#renamed = renamed;
    this.#isClusterScoped = isClusterScoped(apiVersionOf(resource.id), resource.id.kind);
    this.#namespace = effectiveNamespace(resource.id);
    if (isRoleBinding(resource)) this.#accountNamespaces = accountNamespaces(resource);
  }

  fix(filters: readonly Filter[]): MapValue {
    const spot: Spot = { source: this.#resource.root.source, at: this.#resource.root.at };
    let root = this.#resource.root;
    for (const { spec, target } of filters) {
      root = setEverywhere(root, spec, undefined, spot, (value) => this.#set(value, target, spec));
    }
    return root;
  }

  #set(value: Value, target: Gvk, spec: FieldSpec): Value {
    if (isMissingOrNull(value)) return value;
    if (value.kind === 'map') return this.#setMap(value, target, spec);
    if (value.kind === 'scalar') return this.#setScalar(value, target, spec);
    const items = value.items.map((item) => {
      if (isMissingOrNull(item)) return item;
      if (item.kind === 'list')
        return fail('field-path', { source: item.source, at: item.at }, { step: '', found: 'list', path: spec.path });
      return item.kind === 'map' ? this.#setMap(item, target, spec) : this.#setScalar(item, target, spec);
    });
    return items.every((item, i) => item === value.items[i]) ? value : value.with(items);
  }

  #setScalar(value: Value, target: Gvk, spec: FieldSpec): Value {
    const name = textOf(value);
    const referral = this.#referral(name, this.#renamed.named(name), target, spec, value, false);
    if (referral === undefined || referral.name === name || referral.name === '') return value;
    return restyled(untypedValue(referral.name, nameSpot(referral)), value);
  }

  #setMap(map: MapValue, target: Gvk, spec: FieldSpec): Value {
    const nameValue = map.get('name');
    if (nameValue === undefined) return fail('field-path', { source: map.source, at: map.at }, { step: 'name', path: spec.path });
    const name = textOf(nameValue);
    const referral = this.#referral(name, this.#inNamespaceOf(map, name), target, spec, map, true);
    if (referral === undefined || (referral.name === name && referral.namespace === '')) return map;
    let result = referral.name === name ? map : setField(map, 'name', untypedValue(referral.name, nameSpot(referral)));
    if (referral.namespace !== '' && referral.namespace !== textOf(map.get('namespace'))) {
      const place = at(referral.root, 'metadata', 'namespace') ?? referral.root;
      result = setField(
        result,
        'namespace',
        untypedValue(referral.namespace, { source: { ...place.source, via: 'reference' }, at: place.at }),
      );
    }
    return result;
  }

  /** Where the reference names a namespace, only what is or was in it is meant. */
  #inNamespaceOf(map: MapValue, name: string): readonly Resource[] {
    const value = map.get('namespace');
    const named = this.#renamed.named(name);
    if (value === undefined || named.length === 0) return named;
    const namespace = textOf(value);
    if (namespace === NO_NAMESPACE) return [];
    const isThere = this.#renamed.byOriginalNamespace.get(namespace)?.some((one) => this.#canReach(one)) ?? false;
    return named.filter((one) => effectiveNamespace(isThere ? one.originalId : one.id) === namespace);
  }

  /** What the referrer may refer to at all. */
  #canReach(candidate: Resource): boolean {
    if (this.#isClusterScoped) return true;
    const namespace = effectiveNamespace(candidate.id);
    if (namespace === NO_NAMESPACE || namespace === this.#namespace) return true;
    return this.#accountNamespaces?.has(candidate.namespace) ?? false;
  }

  #referral(
    name: string,
    named: readonly Resource[],
    target: Gvk,
    spec: FieldSpec,
    place: Value,
    byNamespace: boolean,
  ): Resource | undefined {
    const role = spec.path.endsWith('roleRef/name') ? roleOf(this.#resource.root) : undefined;
    let candidates = named.filter(
      (one) =>
        this.#canReach(one) &&
        one.previousIds.some((id) => isSelected(id, target)) &&
        (role === undefined || one.previousIds.some((id) => isSelected(id, role))) &&
        this.#inSameNamespace(one),
    );
    if (candidates.length === 1) return candidates[0];
    const { reachesUnprefixed } = this.#renamed;
    if (reachesUnprefixed) candidates = candidates.filter((one) => this.#hasSameAffixes(one, true));
    if (candidates.length > 1 || !reachesUnprefixed) candidates = candidates.filter((one) => this.#hasSameAffixes(one, false));
    const [first] = candidates;
    const alike = candidates.every((one) => one.name === first?.name && (!byNamespace || one.namespace === first.namespace));
    if (alike) return first;
    throw new BuildFailure({
      code: 'reference-ambiguous',
      file: place.source.file,
      node: place.at,
      args: {
        name,
        path: spec.path,
        referrer: idText(this.#resource.id),
        candidates: candidates.map((one) => idText(one.id)).join(', '),
      },
    });
  }

  #inSameNamespace(candidate: Resource): boolean {
    if (this.#isClusterScoped || candidate.id.kind === 'ServiceAccount') return true;
    const namespace = effectiveNamespace(candidate.id);
    return namespace === NO_NAMESPACE || namespace === this.#namespace;
  }

  #hasSameAffixes(candidate: Resource, emptyMatches: boolean): boolean {
    const [a, b] = [this.#resource.memory, candidate.memory];
    return sameEnding(a.prefixes, b.prefixes, emptyMatches) && sameEnding(a.suffixes, b.suffixes, emptyMatches);
  }
}

function sameEnding(a: readonly string[], b: readonly string[], emptyMatches: boolean): boolean {
  if (a.length === 0 || b.length === 0) return emptyMatches || a.length === b.length;
  const length = Math.min(a.length, b.length);
  for (let i = 1; i <= length; i++) if (a.at(-i) !== b.at(-i)) return false;
  return true;
}

function nameSpot(referral: Resource): Spot {
  const place = at(referral.root, 'metadata', 'name') ?? referral.root;
  return { source: { ...place.source, via: 'reference' }, at: place.at };
}

function roleOf(root: MapValue): Partial<Gvk> | undefined {
  const role = asMap(root.get('roleRef'));
  const group = role?.get('apiGroup');
  const kind = role?.get('kind');
  return group === undefined || kind === undefined ? undefined : { group: textOf(group), kind: textOf(kind) };
}

function isRoleBinding(resource: Resource): boolean {
  return resource.id.kind === 'RoleBinding';
}

/** Namespaces of the accounts that a role binding binds. */
function accountNamespaces(resource: Resource): ReadonlySet<string> {
  const namespaces = new Set<string>();
  for (const subject of asList(resource.root.get('subjects'))?.items ?? []) {
    const map = asMap(subject);
    const namespace = map?.get('namespace');
    if (namespace === undefined || textOf(map?.get('kind')) !== 'ServiceAccount') continue;
    if (namespace.kind !== 'scalar' || (namespace.tag !== 'str' && namespace.tag !== ''))
      fail('blank-namespace', { source: namespace.source, at: namespace.at }, { id: idText(resource.id) });
    namespaces.add(textOf(namespace));
  }
  return namespaces;
}
