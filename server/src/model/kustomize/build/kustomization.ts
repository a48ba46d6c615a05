/** A kustomization file read as Kustomize's own decoder reads it: known fields only, each of its type. */
import { type Edition, isBefore } from './edition.ts';
import { fail } from './problems.ts';
import { resolveOldTag } from './scalars.ts';
import { asMap, isNull, ListValue, MapValue, ScalarValue, textOf, type Value } from './values.ts';

/** What may stand at a field. */
export type Shape = 'string' | 'bool' | 'int' | 'any' | readonly [Shape] | { readonly [field: string]: Shape } | MapShape;

/** A mapping from free keys. */
interface MapShape {
  readonly of: Shape;
  readonly [MAP]: true;
}

const MAP = Symbol('map');

function mapOf(of: Shape): MapShape {
  return { of, [MAP]: true };
}

export const STRINGS = ['string'] as const;
export const TEXTS = mapOf('string');
const GVK = { group: 'string', version: 'string', kind: 'string' } as const;
const ID = { ...GVK, name: 'string', namespace: 'string' } as const;
export const SELECTOR = { ...ID, annotationSelector: 'string', labelSelector: 'string' } as const;
export const FIELD_SPEC = { ...GVK, path: 'string', create: 'bool' } as const;
const GENERATOR_OPTIONS = { labels: TEXTS, annotations: TEXTS, disableNameSuffixHash: 'bool', immutable: 'bool' } as const;
export const GENERATOR = {
  namespace: 'string',
  name: 'string',
  behavior: 'string',
  literals: STRINGS,
  files: STRINGS,
  envs: STRINGS,
  env: 'string',
  options: GENERATOR_OPTIONS,
} as const;
export const PATCH = {
  path: 'string',
  patch: 'string',
  target: SELECTOR,
  options: { allowNameChange: 'bool', allowKindChange: 'bool' },
} as const;
export const IMAGE = { name: 'string', newName: 'string', tagSuffix: 'string', newTag: 'string', digest: 'string' } as const;
const FIELD_OPTIONS = { delimiter: 'string', index: 'int', encoding: 'string', create: 'bool' } as const;
export const REPLACEMENT = {
  source: { ...ID, fieldPath: 'string', options: FIELD_OPTIONS },
  targets: [{ select: SELECTOR, reject: [SELECTOR], fieldPaths: STRINGS, options: FIELD_OPTIONS }],
  sourceValue: 'string',
  path: 'string',
} as const;
export const HELM_CHART = {
  name: 'string',
  version: 'string',
  repo: 'string',
  releaseName: 'string',
  namespace: 'string',
  additionalValuesFiles: STRINGS,
  valuesFile: 'string',
  valuesInline: mapOf('any'),
  valuesMerge: 'string',
  includeCRDs: 'bool',
  skipHooks: 'bool',
  apiVersions: STRINGS,
  kubeVersion: 'string',
  nameTemplate: 'string',
  skipTests: 'bool',
  debug: 'bool',
  devel: 'bool',
} as const;
const OLD_HELM_CHART = {
  chartName: 'string',
  chartVersion: 'string',
  chartRepoUrl: 'string',
  chartHome: 'string',
  chartRepoName: 'string',
  helmBin: 'string',
  helmHome: 'string',
  values: 'string',
  valuesLocal: mapOf('any'),
  valuesMerge: 'string',
  releaseName: 'string',
  releaseNamespace: 'string',
  extraArgs: STRINGS,
} as const;

/** Every field of a kustomization or component. */
export const KUSTOMIZATION: Shape = {
  apiVersion: 'string',
  kind: 'string',
  metadata: { name: 'string', namespace: 'string', labels: TEXTS, annotations: TEXTS },
  openapi: TEXTS,
  namePrefix: 'string',
  nameSuffix: 'string',
  namespace: 'string',
  commonLabels: TEXTS,
  labels: [
    {
      pairs: TEXTS,
      includeSelectors: 'bool',
      includeTemplates: 'bool',
      includeVolumeClaimTemplates: 'bool',
      fields: [FIELD_SPEC],
    },
  ],
  commonAnnotations: TEXTS,
  patchesStrategicMerge: STRINGS,
  patchesJson6902: [PATCH],
  patches: [PATCH],
  images: [IMAGE],
  imageTags: [IMAGE],
  replacements: [REPLACEMENT],
  replicas: [{ name: 'string', count: 'int' }],
  vars: [
    {
      name: 'string',
      objref: { apiVersion: 'string', ...ID },
      fieldref: { fieldPath: 'string' },
    },
  ],
  sortOptions: { order: 'string', legacySortOptions: { orderFirst: STRINGS, orderLast: STRINGS } },
  resources: STRINGS,
  components: STRINGS,
  crds: STRINGS,
  bases: STRINGS,
  configMapGenerator: [GENERATOR],
  secretGenerator: [{ ...GENERATOR, type: 'string' }],
  helmGlobals: { chartHome: 'string', configHome: 'string' },
  helmCharts: [HELM_CHART],
  helmChartInflationGenerator: [OLD_HELM_CHART],
  generatorOptions: GENERATOR_OPTIONS,
  configurations: STRINGS,
  generators: STRINGS,
  transformers: STRINGS,
  validators: STRINGS,
  buildMetadata: STRINGS,
};

/**
 * Checks the value against the shape and gives its fields the names and scalars the types that the shape says. Field names
 * may differ in case, and of fields that stand twice the last counts. Fails at the first thing that does not fit.
 */
export function decoded(value: Value, shape: Shape, mode: Mode = 'strict', path = ''): Value {
  if (isNull(value)) return value;
  if (shape === 'any') return value;
  if (typeof shape === 'string') return scalar(value, shape, mode, path);
  if (isList(shape)) {
    if (value.kind !== 'list') return mismatch(value, path, 'a list');
    return new ListValue(
      value.items.map((item) => decoded(item, shape[0], mode, path)),
      value.source,
      value.at,
    );
  }
  if (value.kind !== 'map') return mismatch(value, path, 'a mapping');
  return MAP in shape
    ? freeMap(value, shape, mode, path)
    : fields(value, shape as { readonly [field: string]: Shape }, mode, path);
}

/** Kustomizations are read strictly; configurations of plugins may have other fields, and numbers for strings. */
export type Mode = 'strict' | 'loose';

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function freeMap(map: MapValue, shape: Shape, mode: Mode, path: string): Value {
  const of: Shape = typeof shape === 'object' && 'of' in shape ? (shape as MapShape).of : 'any';
  let result = new MapValue([], [], map.source, map.at);
  for (const [i, key] of map.keys.entries()) {
    const value = map.values[i];
    if (value !== undefined) result = result.set(key, decoded(value, of, mode, join(path, key)), 'str');
  }
  return result;
}

function fields(map: MapValue, shape: { readonly [field: string]: Shape }, mode: Mode, path: string): Value {
  const names = Object.keys(shape);
  let result = new MapValue([], [], map.source, map.at);
  for (const [i, key] of map.keys.entries()) {
    const value = map.values[i];
    if (value === undefined) continue;
    const name = Object.hasOwn(shape, key) ? key : names.find((one) => one.toLowerCase() === key.toLowerCase());
    const of = name === undefined ? undefined : shape[name];
    if (name === undefined || of === undefined) {
      if (mode === 'loose') continue;
      fail(
        'invalid-kustomization',
        { source: map.source, at: value.at },
        { reason: `unknown field "${key}"`, field: join(path, key) },
      );
    }
    const field = decoded(value, of, mode, join(path, name));
    if (!isNull(field)) result = result.set(name, field);
  }
  return result;
}

function scalar(value: Value, shape: 'string' | 'bool' | 'int', mode: Mode, path: string): Value {
  if (value.kind !== 'scalar') return mismatch(value, path, `a ${shape}`);
  const tag = value.style === 'plain' && mode === 'strict' ? oldTag(value) : value.tag;
  const isText = tag === 'str' || tag === 'time' || tag === 'merge' || tag.startsWith('!');
  if (shape === 'string') return isText || mode === 'loose' ? value : mismatch(value, path, 'a string');
  if (tag !== shape) return mismatch(value, path, shape === 'bool' ? 'true or false' : 'a whole number');
  if (shape === 'int') return value;
  const isYes = /^(true|y|yes|on)$/i.test(value.text);
  return new ScalarValue(String(isYes), 'bool', 'plain', value.source, value.at);
}

function oldTag(value: ScalarValue): string {
  return value.tag === 'str' || value.tag === '' ? resolveOldTag(value.text) : value.tag;
}

function mismatch(value: Value, path: string, wanted: string): never {
  return fail(
    'invalid-kustomization',
    { source: value.source, at: value.at },
    { reason: `${path} must be ${wanted}`, field: path },
  );
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** True where nothing but kind and API version is set. */
export function isEmpty(kustomization: MapValue): boolean {
  return kustomization.keys.every(
    (key, i) =>
      key === 'kind' ||
      key === 'apiVersion' ||
      (kustomization.values[i]?.kind === 'scalar' && textOf(kustomization.values[i]) === ''),
  );
}

/** Fields that are younger than Kustomize 5.0, where they stand and since when. */
const YOUNG: readonly (readonly [list: string, field: string, since: Edition])[] = [
  ['helmCharts', 'kubeVersion', '5.3'],
  ['helmCharts', 'debug', '5.5'],
  ['helmCharts', 'devel', '5.7'],
  ['replacements', 'sourceValue', '5.7'],
];

/** Fails at the first field that this Kustomize does not know yet. */
export function demandKnown(map: MapValue, edition: Edition): void {
  for (const [list, field, since] of YOUNG) {
    if (!isBefore(edition, since)) continue;
    for (const [i, entry] of entries(map, list).entries()) {
      const value = entry.get(field);
      if (value !== undefined)
        fail('invalid-kustomization', value, { reason: `unknown field "${field}"`, field: `${list}[${i}].${field}` });
    }
  }
}

/** The texts of a list of strings, with their places. */
export function strings(map: MapValue, field: string): readonly ScalarValue[] {
  const list = map.get(field);
  if (list?.kind !== 'list') return [];
  return list.items
    .filter((item) => item.kind === 'scalar')
    .map((item) => (isNull(item) ? new ScalarValue('', 'str', 'plain', item.source, item.at) : item));
}

/** The mappings of a list. */
export function entries(map: MapValue, field: string): readonly MapValue[] {
  const list = map.get(field);
  return list?.kind === 'list' ? list.items.map((item) => asMap(item) ?? new MapValue([], [], item.source, item.at)) : [];
}

export function text(map: MapValue | undefined, field: string): string {
  const value = map?.get(field);
  return isNull(value) ? '' : textOf(value);
}

export function flag(map: MapValue | undefined, field: string): boolean {
  return textOf(map?.get(field)) === 'true';
}

/** What may stand where a path of keys and indexes leads from the top of a kustomization; undefined where nothing may. */
export function shapeAt(path: readonly (string | number)[]): Shape | undefined {
  return path.reduce<Shape | undefined>((shape, step) => {
    if (shape === undefined || typeof shape === 'string') return undefined;
    if (isList(shape)) return typeof step === 'number' ? shape[0] : undefined;
    if (MAP in shape) return undefined;
    return typeof step === 'string' && Object.hasOwn(shape, step) ? Reflect.get(shape, step) : undefined;
  }, KUSTOMIZATION);
}

/** The fields of a mapping with known ones; nothing for all else. */
export function fieldNames(shape: Shape | undefined): readonly string[] {
  if (shape === undefined || typeof shape === 'string' || isList(shape) || MAP in shape) return [];
  return Object.keys(shape);
}
