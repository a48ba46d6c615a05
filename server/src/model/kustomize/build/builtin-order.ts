/** The transformers of a kustomization's own fields, in the order that Kustomize has fixed for them. */
import type { Accumulator } from './accumulator.ts';
import { type FieldSpec, mergeSpecs, readFieldSpecs } from './field-specs.ts';
import { setImages } from './images.ts';
import { entries, flag, strings, text } from './kustomization.ts';
import type { Layer } from './layer.ts';
import type { MergeSchema } from './merge-schema.ts';
import { applyJsonPatch, applyMergePatch, applyPatch, readJsonPatch, readMergePatch, readPatch } from './patches.ts';
import { readReplacements } from './plugins.ts';
import { fail } from './problems.ts';
import { applyReplacements } from './replacements.ts';
import { schemaOf } from './schemas.ts';
import { addAffix, addTexts, setNamespace, setReplicas } from './transformers.ts';
import { asMap, emptyMap, type MapValue, ScalarValue } from './values.ts';

/** Runs what the fields of the kustomization ask for. */
export function transformBuiltin(layer: Layer, into: Accumulator): void {
  const run = new BuiltinRun(layer, into);
  run.patches();
  run.names();
  run.texts();
  run.values();
}

const METADATA_LABELS: readonly FieldSpec[] = [{ group: '', version: '', kind: '', path: 'metadata/labels', create: true }];

class BuiltinRun {
  readonly #layer: Layer;
  readonly #into: Accumulator;

  constructor(layer: Layer, into: Accumulator) {
    this.#layer = layer;
    this.#into = into;
  }

  /** After each transformer the objects that it emptied are dropped. */
  #done(kind: string, times = 1): void {
    const note = this.#layer.builtinNote(kind);
    for (let i = 0; note !== undefined && i < times; i++) this.#into.annotate(note);
    this.#into.list.dropEmpty();
  }

  patches(): void {
    const { map, readPatch: read, db } = this.#layer;
    const { list } = this.#into;
    const schema = schemaOf(db, this.#into.schema);
    const items = strings(map, 'patchesStrategicMerge');
    if (items.length > 0) {
      const objects = items.flatMap((item) => readMergePatch(item, read));
      if (objects.length === 0) fail('patch-empty', map.get('patchesStrategicMerge') ?? map);
      for (const object of objects) applyMergePatch(list, object, schema);
      this.#done('PatchStrategicMergeTransformer');
    }
    const patches = entries(map, 'patches').map((entry) => readPatch(entry, read));
    for (const [index, patch] of patches.entries()) {
      this.#watched(index, schema, () => applyPatch(list, patch, schema));
      this.#done('PatchTransformer');
    }
  }

  #watched(index: number, schema: MergeSchema, apply: () => void): void {
    const { list, watch } = this.#into;
    const place = { directory: this.#layer.directory, field: 'patches', index } as const;
    watch?.(place, 'before', list.places, schema);
    apply();
    watch?.(place, 'after', list.places, schema);
  }

  names(): void {
    const { map } = this.#layer;
    const { list, config } = this.#into;
    const namespace = map.get('namespace');
    if (namespace?.kind === 'scalar' && namespace.text !== '') {
      setNamespace(list, namespace, { specs: config.namespace, unsetOnly: false, subjects: '' });
      this.#done('NamespaceTransformer');
    }
    for (const [field, side, specs, kind] of [
      ['namePrefix', 'prefix', config.namePrefix, 'PrefixTransformer'],
      ['nameSuffix', 'suffix', config.nameSuffix, 'SuffixTransformer'],
    ] as const) {
      const affix = map.get(field);
      if (affix?.kind !== 'scalar' || affix.text === '') continue;
      addAffix(list, affix, side, specs);
      this.#done(kind);
    }
  }

  texts(): void {
    const { map } = this.#layer;
    const { list, config } = this.#into;
    const labels = entries(map, 'labels');
    const common = asMap(map.get('commonLabels'));
    for (const label of labels) {
      addTexts(list, asMap(label.get('pairs')) ?? emptyMap(label), this.#labelSpecs(label), 'labels');
      this.#done('LabelTransformer');
    }
    if (labels.length > 0 || (common?.size ?? 0) > 0) {
      if (common !== undefined) addTexts(list, common, config.commonLabels, 'labels');
      this.#done('LabelTransformer');
    }
    const annotations = asMap(map.get('commonAnnotations'));
    if (annotations === undefined || annotations.size === 0) return;
    addTexts(list, annotations, config.commonAnnotations, 'annotations');
    this.#done('AnnotationsTransformer');
  }

  #labelSpecs(label: MapValue): readonly FieldSpec[] {
    const { config } = this.#into;
    const specs = mergeSpecs(readFieldSpecs(label.get('fields')), config.labels, label);
    if (flag(label, 'includeSelectors')) return mergeSpecs(specs, config.commonLabels, label);
    const templates = flag(label, 'includeTemplates') ? mergeSpecs(specs, config.templateLabels, label) : specs;
    // Until 5.8 the templates of claims were templates like others.
    const withClaims = flag(label, this.#layer.edition === 'next' ? 'includeVolumeClaimTemplates' : 'includeTemplates');
    const claims = withClaims ? mergeSpecs(templates, config.volumeClaimTemplateLabels, label) : templates;
    return mergeSpecs(claims, METADATA_LABELS, label);
  }

  values(): void {
    const { map, readPatch: read } = this.#layer;
    const { list, config } = this.#into;
    for (const patch of entries(map, 'patchesJson6902').map((entry) => readJsonPatch(entry, read))) {
      applyJsonPatch(list, patch);
      this.#done('PatchJson6902Transformer');
    }
    for (const replica of entries(map, 'replicas')) {
      const count = replica.get('count');
      const value = count?.kind === 'scalar' ? count : new ScalarValue('0', 'int', 'plain', replica.source, replica.at);
      setReplicas(list, text(replica, 'name'), value, config.replicas, replica.get('name'));
      this.#done('ReplicaCountTransformer');
    }
    const images = entries(map, 'images');
    if (images.length > 0) {
      setImages(list, images, config.images);
      this.#done('ImageTagTransformer', images.length);
    }
    const replacements = readReplacements(map, this.#layer);
    if (entries(map, 'replacements').length === 0) return;
    applyReplacements(list, replacements);
    this.#done('ReplacementTransformer');
  }
}
