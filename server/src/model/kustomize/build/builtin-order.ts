/** The transformers of a kustomization's own fields, in the order that Kustomize has fixed for them. */
import type { Accumulator, PatchField } from './accumulator.ts';
import { ALL_IN_DOUBT, type Doubt } from './failures.ts';
import { type FieldSpec, fieldSpec, mergeSpecs, readFieldSpecs } from './field-specs.ts';
import { setImages } from './images.ts';
import { entries, flag, strings, text } from './kustomization.ts';
import type { Layer } from './layer.ts';
import type { MergeSchema } from './merge-schema.ts';
import { PatchRun } from './patch-run.ts';
import { readJsonPatch, readMergePatch, readPatch } from './patches.ts';
import { readReplacement } from './plugins.ts';
import { fail } from './problems.ts';
import { carryOut } from './replacements.ts';
import { schemaOf } from './schemas.ts';
import { judgeSelectors } from './selector-changes.ts';
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

const METADATA_LABELS: readonly FieldSpec[] = [
  fieldSpec({ group: '', version: '', kind: '', path: 'metadata/labels', create: true }),
];

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
    const { map, readPatch: readPatchFile, db } = this.#layer;
    const { failures } = this.#into;
    const schema = schemaOf(db, this.#into.schema, this.#layer.edition);
    const run = new PatchRun(this.#into, schema);
    const items = strings(map, 'patchesStrategicMerge');
    if (items.length > 0) {
      const read = this.#each(
        [...items.entries()],
        ([index, item]) => [index, readMergePatch(item, readPatchFile)] as const,
        ALL_IN_DOUBT,
      );
      if (read.length === items.length && read.every(([, objects]) => objects.length === 0))
        failures.attempt(() => fail('patch-empty', map.get('patchesStrategicMerge') ?? map));
      for (const [index, objects] of read)
        this.#watched('patchesStrategicMerge', index, schema, () => {
          for (const object of objects) run.mergePatch(object);
        });
      this.#done('PatchStrategicMergeTransformer');
    }
    const patches = this.#each(
      [...entries(map, 'patches').entries()],
      ([index, entry]) => [index, readPatch(entry, readPatchFile, this.#layer.edition)] as const,
      ALL_IN_DOUBT,
    );
    for (const [index, patch] of patches) {
      this.#watched('patches', index, schema, () => run.patch(patch));
      this.#done('PatchTransformer');
    }
  }

  /** Told as long as nothing has failed. */
  #watched(field: PatchField, index: number, schema: MergeSchema, apply: () => void): void {
    const { list, watch, failures } = this.#into;
    const place = { directory: this.#layer.directory, field, index } as const;
    watch?.(place, 'before', list.places, schema);
    apply();
    if (failures.list.length === 0) watch?.(place, 'after', list.places, schema);
  }

  /** What is read of each item, those left out that cannot be read. */
  #each<T, R>(items: readonly T[], read: (item: T) => R, doubt: Doubt): readonly R[] {
    const found: R[] = [];
    for (const item of items) this.#into.failures.attempt(() => void found.push(read(item)), doubt);
    return found;
  }

  names(): void {
    const { map } = this.#layer;
    const { list, config } = this.#into;
    const namespace = map.get('namespace');
    if (namespace?.kind === 'scalar' && namespace.text !== '') {
      const options = { specs: config.namespace, unsetOnly: false, subjects: '', edition: this.#layer.edition };
      this.#into.failures.attempt(() => setNamespace(list, namespace, options), ALL_IN_DOUBT);
      this.#done('NamespaceTransformer');
    }
    for (const [field, side, specs, kind] of [
      ['namePrefix', 'prefix', config.namePrefix, 'PrefixTransformer'],
      ['nameSuffix', 'suffix', config.nameSuffix, 'SuffixTransformer'],
    ] as const) {
      const affix = map.get(field);
      if (affix?.kind !== 'scalar' || affix.text === '') continue;
      this.#into.failures.attempt(() => {
        if (!addAffix(list, affix, side, specs) && list.items.length > 0)
          this.#into.remark('field-without-effect', affix, { field });
      });
      this.#done(kind);
    }
  }

  texts(): void {
    const { map } = this.#layer;
    const { list, config, failures } = this.#into;
    const labels = entries(map, 'labels');
    const common = asMap(map.get('commonLabels'));
    for (const label of labels) {
      const pairs = asMap(label.get('pairs')) ?? emptyMap(label);
      const write = (): void => {
        failures.attempt(() => addTexts(list, pairs, this.#labelSpecs(label), 'labels'));
      };
      if (flag(label, 'includeSelectors')) judgeSelectors(this.#into, pairs, write);
      else write();
      this.#done('LabelTransformer');
    }
    if (labels.length > 0 || (common?.size ?? 0) > 0) {
      if (common !== undefined)
        judgeSelectors(this.#into, common, () => {
          failures.attempt(() => addTexts(list, common, config.commonLabels, 'labels'));
        });
      this.#done('LabelTransformer');
    }
    const annotations = asMap(map.get('commonAnnotations'));
    if (annotations === undefined || annotations.size === 0) return;
    failures.attempt(() => addTexts(list, annotations, config.commonAnnotations, 'annotations'));
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
    const { map, readPatch: read, db } = this.#layer;
    const { list, config, failures } = this.#into;
    const schema = schemaOf(db, this.#into.schema, this.#layer.edition);
    const run = new PatchRun(this.#into, schema);
    const patches = this.#each(
      [...entries(map, 'patchesJson6902').entries()],
      ([index, entry]) => [index, readJsonPatch(entry, read)] as const,
      ALL_IN_DOUBT,
    );
    for (const [index, patch] of patches) {
      this.#watched('patchesJson6902', index, schema, () => run.jsonPatch(patch));
      this.#done('PatchJson6902Transformer');
    }
    for (const replica of entries(map, 'replicas')) {
      const count = replica.get('count');
      const value = count?.kind === 'scalar' ? count : new ScalarValue('0', 'int', 'plain', replica.source, replica.at);
      failures.attempt(() => setReplicas(list, text(replica, 'name'), value, config.replicas, replica.get('name')));
      this.#done('ReplicaCountTransformer');
    }
    const images = entries(map, 'images');
    if (images.length > 0) {
      failures.attempt(() => {
        for (const unmatched of setImages(list, images, config.images))
          this.#into.remark('image-unmatched', unmatched.get('name') ?? unmatched, { name: text(unmatched, 'name') });
      });
      this.#done('ImageTagTransformer', images.length);
    }
    this.#into.watch?.({ directory: this.#layer.directory, field: 'replacements', index: 0 }, 'before', list.places, schema);
    const written = entries(map, 'replacements');
    if (written.length === 0) return;
    const replacements = this.#each(written, (entry) => readReplacement(entry, this.#layer), ALL_IN_DOUBT).flat();
    for (const replacement of replacements) carryOut(this.#into, replacement, this.#layer.edition);
    this.#done('ReplacementTransformer');
  }
}
