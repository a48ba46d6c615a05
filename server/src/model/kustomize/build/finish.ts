/** The last touch on each object: the build's own annotations go, those that the user asked for come. */
import { fieldSpec, setAt, withEntry } from './field-specs.ts';
import type { Kustomization } from './kustomization-files.ts';
import type { OriginNote, Resource } from './resource.ts';
import { asMap, DUPLICATE, emptyMap, MapValue, type Spot, stringValue, textOf, type Value } from './values.ts';
import { plainOrQuoted as stringText } from './yaml-text.ts';

const ORIGIN = 'config.kubernetes.io/origin';
const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations';
const INTERNAL = 'internal.config.kubernetes.io/';

const REMOVED: ReadonlySet<string> = new Set([
  ...['previousKinds', 'previousNames', 'prefixes', 'suffixes', 'previousNamespaces', 'allowNameChange', 'allowKindChange'].map(
    (name) => INTERNAL + name,
  ),
  ...['refBy', 'generatorBehavior', 'needsHashSuffix', 'path', 'index', 'seqindent', 'id', 'helm-generated'].map(
    (name) => INTERNAL + name,
  ),
  `${INTERNAL}annotations-migration-resource-id`,
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
]);

/** The object as it is printed. */
export function finished(
  resource: Resource,
  kustomization: Kustomization,
  metadataOptions: readonly string[],
  managedBy: string | undefined,
): MapValue {
  const spot: Spot = { source: { ...kustomization.map.source, via: 'build' }, at: kustomization.map.at };
  let root = resource.root;
  if (managedBy !== undefined) {
    const spec = fieldSpec({ group: '', version: '', kind: '', path: 'metadata/labels', create: true });
    const label = stringValue(managedBy, spot);
    root = setAt(root, resource.id, spec, 'map', spot, (old) => withEntry(old, 'app.kubernetes.io/managed-by', label));
  }
  const notes: [string, string][] = [];
  const keepsOrigin = metadataOptions.includes('originAnnotations');
  const keepsTransformations = metadataOptions.includes('transformerAnnotations');
  const { origin, transformations } = resource.memory;
  if (keepsOrigin && origin !== undefined) notes.push([ORIGIN, originText(origin)]);
  if (keepsTransformations && transformations !== undefined) notes.push([TRANSFORMATIONS, transformations.map(listed).join('')]);
  return withAnnotations(root, notes, keepsOrigin, keepsTransformations, spot);
}

function withAnnotations(
  root: MapValue,
  notes: readonly [string, string][],
  keepsOrigin: boolean,
  keepsTransformations: boolean,
  spot: Spot,
): MapValue {
  const written = asMap(root.get('metadata'));
  if (written === undefined) return root;
  const metadata = withOneAnnotations(written);
  const old = metadata.get('annotations');
  if (old === undefined && notes.length === 0) return root;
  let annotations = asMap(old) ?? emptyMap(spot);
  for (const key of annotations.keys) {
    if (REMOVED.has(key) || (key === ORIGIN && !keepsOrigin) || (key === TRANSFORMATIONS && !keepsTransformations))
      annotations = annotations.without(key);
  }
  for (const [key, text] of notes) annotations = annotations.set(key, stringValue(text, spot), 'str');
  if (annotations.size === 0) return root.set('metadata', metadata.without('annotations'));
  if (!annotations.values.every(isPrintedText)) {
    const values = annotations.values.map((value) => (isPrintedText(value) ? value : stringValue(textOf(value), value)));
    annotations = new MapValue(annotations.keys, values, annotations.source, annotations.at);
  }
  return annotations === old && metadata === written ? root : root.set('metadata', metadata.set('annotations', annotations));
}

/** All annotations are written anew, as texts; none is folded from then on. */
function isPrintedText(value: Value): boolean {
  return value.kind === 'scalar' && value.tag === 'str' && value.style !== 'folded';
}

/** Fields called `annotations` that become one. */
const MERGED_FIELDS = 4;

/**
 * Where `annotations` stands several times Kustomize takes the first field away and writes what was in it into the next, three
 * times in all: up to four become one, in which the first ones win. More stay too many to be printed.
 */
function withOneAnnotations(metadata: MapValue): MapValue {
  const fields = metadata.values.filter((_, i) => metadata.keys[i] === 'annotations');
  const isOneWritten = fields.length === 1 && asMap(fields[0])?.keyTags?.includes(DUPLICATE) !== true;
  if (fields.length === 0 || isOneWritten || fields.length > MERGED_FIELDS) return metadata;
  const merged = new Map<string, Value>();
  for (const field of fields.toReversed()) {
    const map = asMap(field);
    for (const [i, key] of map?.keys.entries() ?? []) merged.set(key, map?.values[i] ?? field);
  }
  const [first = metadata] = fields;
  const one = new MapValue([...merged.keys()], [...merged.values()], first.source, first.at);
  const kept = metadata.keys.flatMap((key, i) => (key === 'annotations' ? [] : i));
  const tags = metadata.keyTags;
  return new MapValue(
    [...kept.map((i) => metadata.keys[i] ?? ''), 'annotations'],
    [...kept.map((i) => metadata.values[i] ?? one), one],
    metadata.source,
    metadata.at,
    metadata.flow,
    tags && [...kept.map((i) => tags[i] ?? 'str'), 'str'],
  );
}

function originText(origin: OriginNote): string {
  const lines: string[] = [];
  if (origin.path !== undefined) lines.push(`path: ${stringText(origin.path)}`);
  if (origin.repo !== undefined) lines.push(`repo: ${origin.repo}`);
  if (origin.ref !== undefined) lines.push(`ref: ${origin.ref}`);
  if (origin.configuredIn !== undefined) lines.push(`configuredIn: ${stringText(origin.configuredIn)}`);
  if (origin.configuredBy !== undefined) {
    lines.push('configuredBy:');
    for (const [key, value] of Object.entries(origin.configuredBy)) lines.push(`  ${key}: ${stringText(value)}`);
  }
  return `${lines.join('\n')}\n`;
}

function listed(origin: OriginNote): string {
  return originText(origin)
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => `${i === 0 ? '- ' : '  '}${line}\n`)
    .join('');
}
