/** The last touch on each object: the build's own annotations go, those that the user asked for come. */
import { fieldSpec, setAt, withEntry } from './field-specs.ts';
import type { Kustomization } from './kustomization-files.ts';
import type { OriginNote, Resource } from './resource.ts';
import { asMap, emptyMap, MapValue, type Spot, stringValue, textOf } from './values.ts';
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
  const metadata = asMap(root.get('metadata'));
  if (metadata === undefined) return root;
  const old = metadata.get('annotations');
  if (old === undefined && notes.length === 0) return root;
  let annotations = asMap(old) ?? emptyMap(spot);
  for (const key of annotations.keys) {
    if (REMOVED.has(key) || (key === ORIGIN && !keepsOrigin) || (key === TRANSFORMATIONS && !keepsTransformations))
      annotations = annotations.without(key);
  }
  for (const [key, text] of notes) annotations = annotations.set(key, stringValue(text, spot), 'str');
  if (annotations.size === 0) return root.set('metadata', metadata.without('annotations'));
  const isText = annotations.values.every((value) => value.kind === 'scalar' && value.tag === 'str');
  if (!isText) {
    const values = annotations.values.map((value) =>
      value.kind === 'scalar' && value.tag === 'str' ? value : stringValue(textOf(value), value),
    );
    annotations = new MapValue(annotations.keys, values, annotations.source, annotations.at);
  }
  return annotations === old ? root : root.set('metadata', metadata.set('annotations', annotations));
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
