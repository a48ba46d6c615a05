/** The transformers' configuration: defaults, `configurations` files and what `crds` files say, merged and ordered. */

import { EMPTY_CONFIG, isDefaultConfig, type NameReference, type TransformerConfig } from './default-config.ts';
import { type FieldSpec, fieldSpec, mergeSpec, mergeSpecs, readFieldSpecs } from './field-specs.ts';
import { sorted } from './legacy-order.ts';
import { fail } from './problems.ts';
import { asList, asMap, at, type MapValue, type Spot, textOf, type Value } from './values.ts';

const SPEC_FIELDS = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'templateLabels',
  'volumeClaimTemplateLabels',
  'commonAnnotations',
  'varReference',
  'images',
  'replicas',
] as const;

/** Reads a `configurations` file; fields that Kustomize does not know make it fail. */
export function readConfig(value: Value | undefined): TransformerConfig {
  const map = asMap(value);
  if (map === undefined) return EMPTY_CONFIG;
  const known: ReadonlySet<string> = new Set([...SPEC_FIELDS, 'nameReference']);
  for (const [i, key] of map.keys.entries()) {
    const field = map.values[i];
    if (!known.has(key))
      fail('configuration', { source: map.source, at: field?.at ?? map.at }, { reason: `unknown field "${key}"`, field: key });
    for (const item of asList(field)?.items ?? []) checkFields(item, key === 'nameReference');
  }
  const config: { -readonly [K in keyof TransformerConfig]: TransformerConfig[K] } = { ...EMPTY_CONFIG };
  for (const field of SPEC_FIELDS) config[field] = sorted(readFieldSpecs(map.get(field)));
  config.nameReference = sorted((asList(map.get('nameReference'))?.items ?? []).map(readNameReference));
  return config;
}

const SPEC_KEYS: ReadonlySet<string> = new Set(['group', 'version', 'kind', 'path', 'create']);
const REFERENCE_KEYS: ReadonlySet<string> = new Set(['group', 'version', 'kind', 'fieldSpecs']);

function checkFields(value: Value, isReference: boolean): void {
  const map = asMap(value);
  const known = isReference ? REFERENCE_KEYS : SPEC_KEYS;
  const odd = map?.keys.findIndex((key) => !known.has(key)) ?? -1;
  const field = map?.keys[odd];
  if (map !== undefined && field !== undefined)
    fail(
      'configuration',
      { source: map.source, at: map.values[odd]?.at ?? map.at },
      { reason: `unknown field "${field}"`, field },
    );
  if (isReference) for (const item of asList(map?.get('fieldSpecs'))?.items ?? []) checkFields(item, false);
}

function readNameReference(value: Value): NameReference {
  const map = asMap(value);
  return {
    group: textOf(map?.get('group')),
    version: textOf(map?.get('version')),
    kind: textOf(map?.get('kind')),
    referrers: readFieldSpecs(map?.get('fieldSpecs')),
  };
}

/**
 * Both configurations in one; fails where they disagree about creating a field. The first is in order, and most layers add nothing to
 * what their bases brought: its lists are then kept, so that merging them again costs nothing.
 */
export function mergeConfigs(a: TransformerConfig, b: TransformerConfig, spot: Spot): TransformerConfig {
  if (b === EMPTY_CONFIG || a === b) return a;
  // Merging into nothing is no copy: a spec for all kinds goes where one for a single kind came before it.
  if (a === EMPTY_CONFIG && isDefaultConfig(b)) return b;
  const config: { -readonly [K in keyof TransformerConfig]: TransformerConfig[K] } = { ...a };
  for (const field of SPEC_FIELDS) config[field] = merged(a[field], b[field], spot);
  const references = b.nameReference.reduce((all, one) => mergeReference(all, one, spot), a.nameReference);
  config.nameReference = references === a.nameReference ? references : sorted(references);
  return config;
}

function merged(a: readonly FieldSpec[], b: readonly FieldSpec[], spot: Spot): readonly FieldSpec[] {
  const all = mergeSpecs(a, b, spot);
  return all === a ? a : sorted(all);
}

function mergeReference(all: readonly NameReference[], one: NameReference, spot: Spot): readonly NameReference[] {
  const index = all.findIndex((same) => same.group === one.group && same.version === one.version && same.kind === one.kind);
  const before = all[index];
  if (before === undefined) return [...all, one];
  const referrers = mergeSpecs(before.referrers, one.referrers, spot);
  return referrers === before.referrers ? all : all.with(index, { ...before, referrers });
}

/** What the OpenAPI definitions of a `crds` file say about names, labels and references. */
export function readCrds(document: Value | undefined): TransformerConfig {
  const map = asMap(document);
  if (map === undefined) return EMPTY_CONFIG;
  const reader = new CrdReader(map);
  for (const name of map.keys) reader.read(name);
  return reader.config;
}

/** Types may refer to one another in a circle; fields deeper than this are not looked at. */
const MAX_DEPTH = 24;
const MAX_FIELDS = 100_000;

class CrdReader {
  readonly #definitions: MapValue;
  config: { -readonly [K in keyof TransformerConfig]: TransformerConfig[K] } = { ...EMPTY_CONFIG };
  #fields = 0;

  constructor(definitions: MapValue) {
    this.#definitions = definitions;
  }

  read(name: string): void {
    const properties = asMap(at(this.#definitions, name, 'Schema', 'properties'));
    if (properties === undefined || !['kind', 'apiVersion', 'metadata'].every((key) => properties.indexOf(key) >= 0)) return;
    this.#walk(name, name.slice(name.lastIndexOf('.') + 1), []);
  }

  #walk(name: string, kind: string, path: readonly string[]): void {
    if (path.length > MAX_DEPTH) return;
    const properties = asMap(at(this.#definitions, name, 'Schema', 'properties'));
    for (const [i, field] of (properties?.keys ?? []).entries()) {
      const property = asMap(properties?.values[i]);
      if (property === undefined || ++this.#fields > MAX_FIELDS) continue;
      this.#property(property, kind, [...path, field]);
      const reference = textOf(property.get('$ref'));
      if (reference !== '') this.#walk(reference, kind, [...path, field]);
    }
  }

  #property(property: MapValue, kind: string, path: readonly string[]): void {
    const spot = { source: property.source, at: property.at };
    const spec = fieldSpec({ group: '', version: '', kind, path: path.join('/'), create: false });
    if (property.indexOf('x-kubernetes-annotation') >= 0)
      this.config.commonAnnotations = mergeSpec(this.config.commonAnnotations, spec, spot);
    if (property.indexOf('x-kubernetes-label-selector') >= 0)
      this.config.commonLabels = mergeSpec(this.config.commonLabels, spec, spot);
    if (property.indexOf('x-kubernetes-identity') >= 0) this.config.namePrefix = mergeSpec(this.config.namePrefix, spec, spot);
    const version = property.get('x-kubernetes-object-ref-api-version');
    const target = property.get('x-kubernetes-object-ref-kind');
    if (version === undefined || target === undefined) return;
    const nameKey = textOf(property.get('x-kubernetes-object-ref-name-key')) || 'name';
    const referrers = [fieldSpec({ ...spec, path: `${spec.path}/${nameKey}` })];
    const reference = { group: '', version: textOf(version), kind: textOf(target), referrers };
    this.config.nameReference = mergeReference(this.config.nameReference, reference, spot);
  }
}
