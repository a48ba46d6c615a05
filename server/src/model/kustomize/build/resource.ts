/** An object on its way through a build: its value and what Kustomize remembers of it beside that. */
import { isClusterScoped } from './kinds.ts';
import {
  asMap,
  at,
  isNullOrEmpty,
  type MapValue,
  type Spot,
  setField,
  stringValue,
  textOf,
  untypedValue,
  type Value,
} from './values.ts';

export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What identifies an object; the namespace as written, '' where none is. */
export interface ResourceId extends Gvk {
  readonly name: string;
  readonly namespace: string;
}

/** A name that an object had before; its group and version are always those it has now. */
export interface PreviousId {
  readonly name: string;
  readonly namespace: string;
  readonly kind: string;
}

export type Behavior = 'unspecified' | 'create' | 'replace' | 'merge';

/** Where an object or a transformer comes from, as the `buildMetadata` annotations say it. */
export interface OriginNote {
  readonly path?: string;
  readonly repo?: string;
  readonly ref?: string;
  readonly configuredIn?: string;
  readonly configuredBy?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name?: string;
    readonly namespace?: string;
  };
}

/** What a build remembers of an object without writing it into it. */
export interface Memory {
  readonly previous: readonly PreviousId[];
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly behavior: Behavior;
  readonly needsHash: boolean;
  /** Names of the vars that read this object. */
  readonly vars: readonly string[];
  readonly origin?: OriginNote;
  readonly transformations?: readonly OriginNote[];
  /** True where Kustomize would keep notes of its own among the annotations, so that the field exists for patches. */
  readonly annotated: boolean;
  /** The groups of scalars that change together; see `shared.ts`. */
  readonly shared: ReadonlySet<object>;
}

/** No scalars change together. */
export const UNSHARED: ReadonlySet<object> = new Set();

const NOTHING: Memory = {
  previous: [],
  prefixes: [],
  suffixes: [],
  behavior: 'unspecified',
  needsHash: false,
  vars: [],
  annotated: false,
  shared: UNSHARED,
};

/** The annotation on what helm made, while a build lasts. */
export const HELM_GENERATED = 'internal.config.kubernetes.io/helm-generated';

/** In place of a namespace, for objects that have none by nature. */
export const NO_NAMESPACE = '_non_namespaceable_';

export class Resource {
  readonly root: MapValue;
  readonly memory: Memory;
  readonly #id: ResourceId;
  #key: string | undefined;

  constructor(root: MapValue, memory: Memory = NOTHING, id: ResourceId = idOf(root)) {
    this.root = root;
    this.memory = memory;
    this.#id = id;
  }

  /** The id it has now. */
  get id(): ResourceId {
    return this.#id;
  }

  /** The {@link idKey} of its id. */
  get key(): string {
    this.#key ??= idKey(this.#id);
    return this.#key;
  }

  get name(): string {
    return this.#id.name;
  }

  get namespace(): string {
    return this.#id.namespace;
  }

  /** The id it had when it was read. */
  get originalId(): ResourceId {
    const [first] = this.memory.previous;
    return first === undefined ? this.#id : { ...this.#id, ...first };
  }

  /** Every id it had before, the oldest first. */
  get previousIds(): readonly ResourceId[] {
    return this.memory.previous.map((previous) => ({ ...this.#id, ...previous }));
  }

  with(root: MapValue): Resource {
    if (root === this.root) return this;
    return new Resource(
      root,
      this.memory,
      ID_FIELDS.every((field) => root.get(field) === this.root.get(field)) ? this.#id : idOf(root),
    );
  }

  remembering(more: Partial<Memory>): Resource {
    return new Resource(this.root, { ...this.memory, ...more }, this.#id);
  }

  /** Keeps its present id before something changes it. */
  rememberingId(): Resource {
    const { name, kind } = this.#id;
    const previous = [...this.memory.previous, { name, kind, namespace: effectiveNamespace(this.#id) }];
    return this.with(withoutFolds(this.root)).remembering({ previous, annotated: true });
  }

  withName(name: string, spot: Spot): Resource {
    const metadata = asMap(this.root.get('metadata'));
    if (metadata === undefined) return this;
    return this.with(this.root.set('metadata', setField(metadata, 'name', untypedValue(name, spot))));
  }
}

/** Kustomize keeps former ids among the annotations and writes all of these anew for it: none is folded from then on. */
function withoutFolds(root: MapValue): MapValue {
  const metadata = asMap(root.get('metadata'));
  const annotations = asMap(metadata?.get('annotations'));
  const isFolded = (value: Value): boolean => value.kind === 'scalar' && value.style === 'folded';
  if (metadata === undefined || annotations === undefined || !annotations.values.some(isFolded)) return root;
  const values = annotations.values.map((value) => (isFolded(value) ? stringValue(textOf(value), value) : value));
  return root.set('metadata', metadata.set('annotations', annotations.withValues(values)));
}

/** What an id is read from. */
const ID_FIELDS = ['apiVersion', 'kind', 'metadata'] as const;

function idOf(root: MapValue): ResourceId {
  const apiVersion = textOf(root.get('apiVersion'));
  const slash = apiVersion.indexOf('/');
  const metadata = root.get('metadata');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: slash < 0 ? apiVersion : apiVersion.slice(slash + 1),
    kind: textOf(root.get('kind')),
    name: metaText(at(metadata, 'name')),
    namespace: metaText(at(metadata, 'namespace')),
  };
}

function metaText(value: Value | undefined): string {
  return isNullOrEmpty(value) ? '' : textOf(value);
}

export function apiVersionOf(gvk: Gvk): string {
  return gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`;
}

/** The namespace for comparisons: none is `default`, and cluster-scoped objects share one of their own. */
export function effectiveNamespace(id: ResourceId): string {
  if (isClusterScoped(apiVersionOf(id), id.kind)) return NO_NAMESPACE;
  return id.namespace === '' ? 'default' : id.namespace;
}

/** Equal for ids that mean the same object. */
export function idKey(id: ResourceId): string {
  return `${id.group}|${id.version}|${id.kind}|${id.name}|${effectiveNamespace(id)}`;
}

/** As Kustomize's messages name an object. */
export function idText(id: ResourceId): string {
  const gvk = `${id.kind || '[noKind]'}.${id.version || '[noVer]'}.${id.group || '[noGrp]'}`;
  return `${gvk}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`;
}

/** True where every part that the selector names is the same. */
export function isSelected(gvk: Gvk, selector: Partial<Gvk>): boolean {
  if (selector.group !== undefined && selector.group !== '' && selector.group !== gvk.group) return false;
  if (selector.version !== undefined && selector.version !== '' && selector.version !== gvk.version) return false;
  return selector.kind === undefined || selector.kind === '' || selector.kind === gvk.kind;
}

/** Labels or annotations as texts. */
export function metadataTexts(root: MapValue, field: 'labels' | 'annotations'): Map<string, string> {
  const map = asMap(at(root, 'metadata', field));
  const texts = new Map<string, string>();
  if (map !== undefined) for (const [i, key] of map.keys.entries()) texts.set(key, textOf(map.values[i]));
  return texts;
}

/** The same texts as a map of strings, where one is no string already; undefined where there are none. */
export function stringified(map: MapValue): MapValue {
  if (map.values.every((value) => value.kind === 'scalar' && value.tag === 'str')) return map;
  return map.withValues(
    map.values.map((value) => (isString(value) ? value : stringValue(textOf(value), { source: value.source, at: value.at }))),
  );
}

function isString(value: Value): boolean {
  return value.kind === 'scalar' && value.tag === 'str';
}
