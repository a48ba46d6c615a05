/** Built-in generators, transformers and validators whose configuration stands in files or in the kustomization's text. */
import type { Accumulator } from './accumulator.ts';
import { documentsIn, objectsOf, valuesIn } from './documents.ts';
import type { Edition } from './edition.ts';
import { type FieldSpec, readFieldSpecs } from './field-specs.ts';
import { generate, hashOf } from './generators.ts';
import { setImages } from './images.ts';
import {
  decoded,
  entries,
  FIELD_SPEC,
  flag,
  GENERATOR,
  HELM_CHART,
  IMAGE,
  PATCH,
  REPLACEMENT,
  SELECTOR,
  type Shape,
  STRINGS,
  strings,
  TEXTS,
  text,
} from './kustomization.ts';
import type { Layer } from './layer.ts';
import type { MergeSchema } from './merge-schema.ts';
import { applyJsonPatch, applyMergePatch, applyPatch, readJsonPatch, readMergePatch, readPatch } from './patches.ts';
import { BuildFailure, fail } from './problems.ts';
import { applyReplacements } from './replacements.ts';
import { apiVersionOf, type OriginNote, Resource } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import { readSelector, selects } from './selectors.ts';
import { addAffix, addTexts, setNamespace, setReplicas } from './transformers.ts';
import { addValue } from './value-add.ts';
import { asList, asMap, MapValue, ScalarValue as Scalar, type ScalarValue, type Spot, stringValue } from './values.ts';

/** The objects that an inline configuration holds; undefined where the text is a path. */
export function inlineObjects(place: ScalarValue): readonly Resource[] | undefined {
  if (!/[\n:{]/.test(place.text)) return undefined;
  try {
    return objectsOf(documentsIn(place, 'transformer'));
  } catch (error) {
    if (error instanceof BuildFailure) return undefined;
    throw error;
  }
}

const SPECS = [FIELD_SPEC] as const;

const SHAPES: Readonly<Record<string, Shape>> = {
  AnnotationsTransformer: { annotations: TEXTS, fieldSpecs: SPECS },
  ConfigMapGenerator: { metadata: { name: 'string', namespace: 'string' }, ...GENERATOR },
  SecretGenerator: { metadata: { name: 'string', namespace: 'string' }, ...GENERATOR, type: 'string' },
  IAMPolicyGenerator: {
    cloud: 'string',
    kubernetesService: { name: 'string', namespace: 'string' },
    serviceAccount: { name: 'string', projectId: 'string' },
  },
  HashTransformer: {},
  ImageTagTransformer: { imageTag: IMAGE, fieldSpecs: SPECS },
  LabelTransformer: { labels: TEXTS, fieldSpecs: SPECS },
  NamespaceTransformer: {
    metadata: { name: 'string', namespace: 'string' },
    fieldSpecs: SPECS,
    unsetOnly: 'bool',
    setRoleBindingSubjects: 'string',
  },
  PatchJson6902Transformer: { target: SELECTOR, path: 'string', jsonOp: 'string' },
  PatchStrategicMergeTransformer: { paths: STRINGS, patches: 'string' },
  PatchTransformer: PATCH,
  PrefixSuffixTransformer: { prefix: 'string', suffix: 'string', fieldSpecs: SPECS },
  PrefixTransformer: { prefix: 'string', fieldSpecs: SPECS },
  SuffixTransformer: { suffix: 'string', fieldSpecs: SPECS },
  ReplicaCountTransformer: { replica: { name: 'string', count: 'int' }, fieldSpecs: SPECS },
  ReplacementTransformer: { replacements: [REPLACEMENT] },
  ValueAddTransformer: {
    value: 'string',
    targets: [{ selector: SELECTOR, fieldPath: 'string', filePathPosition: 'int' }],
    targetFilePath: 'string',
  },
  HelmChartInflationGenerator: { ...HELM_CHART, chartHome: 'string', configHome: 'string' },
};

const GENERATORS: ReadonlySet<string> = new Set([
  'ConfigMapGenerator',
  'SecretGenerator',
  'IAMPolicyGenerator',
  'HelmChartInflationGenerator',
]);

/** A configuration of a built-in, checked; fails for all that only a program outside could do. */
export function pluginConfig(config: Resource, role: 'generator' | 'transformer'): MapValue {
  const { group, version, kind } = config.id;
  const place = config.root.get('kind') ?? config.root;
  const spot: Spot = { source: place.source, at: place.at };
  if (group !== '' || version !== 'builtin') fail('plugin', spot, { kind, apiVersion: apiVersionOf(config.id) });
  const shape = Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  if (shape === undefined) fail('unknown-builtin', spot, { kind });
  if (GENERATORS.has(kind) !== (role === 'generator')) fail('configuration', spot, { kind, reason: `it is no ${role}` });
  return asMap(decoded(config.root, shape, 'loose')) ?? config.root;
}

/** Who a plugin is, for the build's metadata. */
export function pluginNote(config: Resource): OriginNote | undefined {
  const { origin } = config.memory;
  if (origin === undefined) return undefined;
  const { name, namespace, kind } = config.id;
  return {
    ...(origin.path !== undefined && { configuredIn: origin.path }),
    configuredBy: {
      apiVersion: apiVersionOf(config.id),
      kind,
      ...(name !== '' && { name }),
      ...(namespace !== '' && { namespace }),
    },
  };
}

/** What a built-in generator makes. */
export function runGenerator(config: Resource, layer: Layer): readonly Resource[] {
  const map = pluginConfig(config, 'generator');
  const { kind } = config.id;
  if (kind === 'IAMPolicyGenerator') return [iamPolicy(map)];
  let args = map;
  const metadata = asMap(map.get('metadata'));
  for (const field of ['name', 'namespace']) {
    const value = metadata?.get(field);
    if (text(args, field) === '' && value !== undefined) args = args.set(field, value);
  }
  return [generate(kind === 'Secret' || kind === 'SecretGenerator' ? 'Secret' : 'ConfigMap', args, undefined, layer.readContent)];
}

function iamPolicy(map: MapValue): Resource {
  const spot: Spot = { source: { ...map.source, via: 'generator' }, at: map.at };
  if (text(map, 'cloud') !== 'gke')
    fail('configuration', spot, { reason: `cloud provider ${text(map, 'cloud')} not supported yet` });
  const service = asMap(map.get('kubernetesService'));
  const account = asMap(map.get('serviceAccount'));
  const value = `${text(account, 'name')}@${text(account, 'projectId')}.iam.gserviceaccount.com`;
  const make = (...fields: readonly (readonly [string, Scalar | MapValue])[]): MapValue =>
    new MapValue(
      fields.map(([key]) => key),
      fields.map(([, field]) => field),
      spot.source,
      spot.at,
    );
  const namespace = text(service, 'namespace');
  const metadata = make(
    ['annotations', make(['iam.gke.io/gcp-service-account', stringValue(value, spot)])],
    ['name', stringValue(text(service, 'name'), spot)],
    ...(namespace === '' ? [] : [['namespace', stringValue(namespace, spot)] as const]),
  );
  return new Resource(
    make(['apiVersion', stringValue('v1', spot)], ['kind', stringValue('ServiceAccount', spot)], ['metadata', metadata]),
  );
}

/** Runs a built-in transformer on everything gathered so far. */
export function runTransformer(config: Resource, layer: Layer, into: Accumulator, schema: MergeSchema): void {
  const map = pluginConfig(config, 'transformer');
  const specs = readFieldSpecs(map.get('fieldSpecs'));
  const { list } = into;
  switch (config.id.kind) {
    case 'AnnotationsTransformer':
      addAll(list, map, 'annotations', specs);
      break;
    case 'LabelTransformer':
      addAll(list, map, 'labels', specs);
      break;
    case 'HashTransformer':
      addHashes(list);
      break;
    case 'ImageTagTransformer':
      setImages(list, [asMap(map.get('imageTag')) ?? map], specs);
      break;
    case 'NamespaceTransformer':
      runNamespace(list, map, specs, layer.edition);
      break;
    case 'PatchJson6902Transformer':
      applyJsonPatch(list, readJsonPatch(map, layer.readPatch, 'jsonOp'));
      break;
    case 'PatchStrategicMergeTransformer':
      runMergePatches(list, map, layer, schema);
      break;
    case 'PatchTransformer':
      applyPatch(list, readPatch(map, layer.readPatch, layer.edition), schema);
      break;
    case 'PrefixSuffixTransformer':
    case 'PrefixTransformer':
    case 'SuffixTransformer':
      runAffixes(list, map, specs, config.id.kind);
      break;
    case 'ReplicaCountTransformer':
      runReplicas(list, map, specs);
      break;
    case 'ReplacementTransformer':
      applyReplacements(list, readReplacements(map, layer), layer.edition);
      break;
    case 'ValueAddTransformer':
      runValueAdd(list, map, layer);
      break;
  }
}

function addAll(list: ResourceList, map: MapValue, field: 'labels' | 'annotations', specs: readonly FieldSpec[]): void {
  const texts = asMap(map.get(field));
  if (texts !== undefined) addTexts(list, texts, specs, field);
}

/** Ends the names of generated objects with the hash of their content. */
export function addHashes(list: ResourceList): void {
  list.transform((resource) => {
    if (!resource.memory.needsHash) return resource;
    const spot: Spot = { source: { ...resource.root.source, via: 'hash' }, at: resource.root.at };
    return resource.rememberingId().withName(`${resource.name}-${hashOf(resource)}`, spot);
  });
}

const SUBJECTS: ReadonlySet<string> = new Set(['', 'defaultOnly', 'allServiceAccounts', 'none']);

function runNamespace(list: ResourceList, map: MapValue, specs: readonly FieldSpec[], edition: Edition): void {
  const subjects = text(map, 'setRoleBindingSubjects');
  if (!SUBJECTS.has(subjects)) fail('role-binding-subjects', map.get('setRoleBindingSubjects') ?? map, { value: subjects });
  const namespace = asMap(map.get('metadata'))?.get('namespace');
  if (namespace?.kind !== 'scalar' || namespace.text === '') return;
  setNamespace(list, namespace, { specs, unsetOnly: flag(map, 'unsetOnly'), subjects, edition });
}

function runMergePatches(list: ResourceList, map: MapValue, layer: Layer, schema: MergeSchema): void {
  const inline = map.get('patches');
  const paths = strings(map, 'paths');
  if (paths.length === 0 && text(map, 'patches') === '')
    fail('patch-source', map, { reason: 'empty file path and empty patch content' });
  const objects = paths.flatMap((path) => readMergePatch(path, layer.readPatch));
  if (inline?.kind === 'scalar' && inline.text !== '') objects.push(...objectsOf(documentsIn(inline, 'patch')));
  if (objects.length === 0) fail('patch-empty', map);
  for (const object of objects) applyMergePatch(list, object, schema);
}

function runAffixes(list: ResourceList, map: MapValue, specs: readonly FieldSpec[], kind: string): void {
  if (map.get('fieldSpecs') === undefined) fail('configuration', map, { reason: 'fieldSpecs is not expected to be nil' });
  const affix = (field: string): ScalarValue => {
    const value = map.get(field);
    return value?.kind === 'scalar' ? value : stringValue('', map);
  };
  if (kind !== 'SuffixTransformer') addAffix(list, affix('prefix'), 'prefix', specs);
  if (kind !== 'PrefixTransformer') addAffix(list, affix('suffix'), 'suffix', specs);
}

function runReplicas(list: ResourceList, map: MapValue, specs: readonly FieldSpec[]): void {
  const replica = asMap(map.get('replica'));
  const count = replica?.get('count');
  setReplicas(
    list,
    text(replica, 'name'),
    count?.kind === 'scalar' ? count : new Scalar('0', 'int', 'plain', map.source, map.at),
    specs,
  );
}

function readReplacements(map: MapValue, layer: Layer): readonly MapValue[] {
  return entries(map, 'replacements').flatMap((entry) => readReplacement(entry, layer));
}

/** What an entry says itself, or the replacements of the file that it names. */
export function readReplacement(entry: MapValue, layer: Layer): readonly MapValue[] {
  const path = entry.get('path');
  if (path?.kind !== 'scalar' || path.text === '') return [entry];
  if (entry.get('source') !== undefined || (asList(entry.get('targets'))?.items.length ?? 0) > 0)
    fail('replacement-incomplete', entry, { reason: 'cannot specify both path and inline replacement' });
  const documents = layer.readPatch(path);
  const [value] = valuesIn({ ...documents, source: { ...documents.source, via: 'replacement' } });
  if (value?.kind !== 'list' && value?.kind !== 'map')
    return fail('replacement-incomplete', path, { reason: 'unsupported replacement type within replacement path' });
  return (value.kind === 'list' ? value.items : [value]).map((one) => asMap(decoded(one, REPLACEMENT, 'loose')) ?? entry);
}

function runValueAdd(list: ResourceList, map: MapValue, layer: Layer): void {
  const file = map.get('targetFilePath');
  const targets = [...entries(map, 'targets')];
  if (file?.kind === 'scalar' && file.text !== '') {
    const [value] = valuesIn(layer.readPatch(file));
    const shape = { targets: [{ selector: SELECTOR, fieldPath: 'string', filePathPosition: 'int' }] } as const;
    const more = value === undefined ? undefined : asMap(decoded(value, shape, 'loose'));
    if (more !== undefined) targets.push(...entries(more, 'targets'));
  }
  if (targets.length === 0) fail('configuration', map, { reason: 'must specify at least one target' });
  const name = text(map, 'value').trim() || layer.directory.slice(layer.directory.lastIndexOf('/') + 1);
  const place = map.get('value') ?? map;
  for (const target of targets) {
    const position = Number(text(target, 'filePathPosition') || '0');
    if (text(target, 'fieldPath') === '') fail('configuration', target, { reason: 'fieldPath cannot be empty' });
    if (position < 0) fail('configuration', target, { reason: 'filePathPosition cannot be negative' });
    const selector = target.get('selector') === undefined ? undefined : readSelector(target.get('selector'));
    list.transform((resource) =>
      selector === undefined || selects(selector, resource)
        ? addValue(resource, stringValue(name, place), text(target, 'fieldPath'), position)
        : resource,
    );
  }
}
