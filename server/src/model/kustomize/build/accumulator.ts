/** What a kustomization gathers while it is built: objects, configuration, vars, and notes on what could not be had. */
import type { FilePath } from '../../../base/paths.ts';
import type { ChartRun } from './charts.ts';
import { EMPTY_CONFIG, type TransformerConfig } from './default-config.ts';
import { type Doubt, Failures, OBJECTS_IN_DOUBT } from './failures.ts';
import type { MergeSchema } from './merge-schema.ts';
import type { BuildProblem } from './problems.ts';
import { fail } from './problems.ts';
import { type Remark, type RemarkCode, remarkAt } from './remarks.ts';
import { idText, type OriginNote, type Resource } from './resource.ts';
import { ResourceList, spotOf } from './resource-list.ts';
import { withOwnAnnotations } from './shared.ts';
import { mergeConfigs } from './transformer-config.ts';
import { asMap, isNull, MapValue, type ScalarValue, type Spot, stringValue, textOf, type Value } from './values.ts';
import { mergeVars, type Var } from './vars.ts';

/** What a directory came to, for those who build upon it. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly config: TransformerConfig;
  readonly vars: ReadonlyMap<string, Var>;
  readonly notes: readonly BuildProblem[];
  /** Every chart, whether helm has answered or not. */
  readonly charts: readonly ChartRun[];
  /** Why Kustomize would give up; what is here is then what there is without the things that failed. */
  readonly failures: readonly BuildProblem[];
  readonly doubts: readonly Doubt[];
  /** What the kustomization and its components say in vain. */
  readonly remarks: readonly Remark[];
  /** The schema in force after it; see `schemas.ts`. */
  readonly schema: string;
}

/** The fields of a kustomization whose entries are patches. */
export const PATCH_FIELDS = ['patchesStrategicMerge', 'patches', 'patchesJson6902'] as const;
export type PatchField = (typeof PATCH_FIELDS)[number];

/** Which patch of which kustomization, or all of its replacements. */
export interface PatchPlace {
  readonly directory: FilePath;
  readonly field: PatchField | 'replacements';
  readonly index: number;
}

/** Told of the objects that a patch finds, and of those that it leaves: in the same order, gone ones as undefined. */
export type PatchWatch = (
  place: PatchPlace,
  when: 'before' | 'after',
  objects: readonly (Resource | undefined)[],
  schema: MergeSchema,
) => void;
/** Remarks that one kustomization gets. */
const MAX_REMARKS = 200;

export class Accumulator {
  readonly list = new ResourceList();
  watch: PatchWatch | undefined;
  readonly vars = new Map<string, Var>();
  readonly notes: BuildProblem[] = [];
  readonly charts: ChartRun[] = [];
  readonly failures = new Failures();
  readonly remarks: Remark[] = [];
  config: TransformerConfig = EMPTY_CONFIG;
  schema: string;

  constructor(schema: string) {
    this.schema = schema;
  }

  get result(): Accumulated {
    return {
      resources: this.list.items,
      config: this.config,
      vars: this.vars,
      notes: this.notes,
      charts: this.charts,
      failures: this.failures.list,
      doubts: this.failures.doubts,
      remarks: this.remarks,
      schema: this.schema,
    };
  }

  /** Takes over what a directory came to. */
  merge(other: Accumulated, spot: Spot): void {
    this.failures.takeOver(other.failures, other.doubts);
    this.append(other.resources);
    this.failures.attempt(() => {
      this.config = mergeConfigs(this.config, other.config, spot);
    });
    this.failures.attempt(() => mergeVars(this.vars, other.vars.values()));
    this.notes.push(...other.notes);
    this.charts.push(...other.charts);
    this.schema = other.schema;
  }

  /** Notes what could not be had: what is meant for its objects is no failure. */
  leaveOut(note: BuildProblem): void {
    this.notes.push(note);
    this.failures.doubt(OBJECTS_IN_DOUBT);
  }

  /** Adds objects; each that is there already is a failure of its own. */
  append(resources: readonly Resource[]): void {
    let next = 0;
    const add = (): void => {
      for (let one = resources[next++]; one !== undefined; one = resources[next++]) this.list.append(one);
    };
    while (next < resources.length) this.failures.attempt(add);
  }

  remark(code: RemarkCode, spot: Spot, args: Readonly<Record<string, string>> = {}): void {
    const { doubts } = this.failures;
    // What failed before may have brought what this is meant for, or have changed it.
    if (doubts.some(({ objects }) => objects) || (code === 'patch-without-effect' && doubts.length > 0)) return;
    if (this.remarks.length < MAX_REMARKS) this.remarks.push(remarkAt(code, spot, args));
  }

  /** Takes in what a generator made: new, in place of what is there, or merged with it. */
  absorb(made: Resource): void {
    const indexes = this.list.indexesOf(made.key).filter((index) => this.list.at(index) !== undefined);
    const [index] = indexes;
    const old = index === undefined ? undefined : this.list.at(index);
    const { behavior } = made.memory;
    const args = { id: idText(made.id), behavior };
    if (index === undefined || old === undefined) {
      if (behavior === 'merge' || behavior === 'replace')
        fail('generator-behavior', spotOf(made), { ...args, reason: 'does not exist' });
      this.list.append(made);
      return;
    }
    if (indexes.length > 1) fail('generator-target-ambiguous', spotOf(made), args);
    if (behavior !== 'merge' && behavior !== 'replace') fail('generator-behavior', spotOf(made), { ...args, reason: 'exists' });
    this.list.replace(index, successor(made, old));
  }

  /** Notes on every object who changed it, for the `transformerAnnotations` of the build's metadata. */
  annotate(note: OriginNote): void {
    this.list.transform((one) => {
      const resource = one.with(withOwnAnnotations(one));
      const { origin, transformations = [] } = resource.memory;
      if (origin === undefined) return resource.remembering({ origin: note, annotated: true });
      return resource.remembering({ transformations: [...transformations, note], annotated: true });
    });
  }
}

/** The generated object in place of an old one: it keeps the old name, and both sides' labels and annotations. */
function successor(made: Resource, old: Resource): Resource {
  const isMerge = made.memory.behavior === 'merge';
  let metadata = asMap(made.root.get('metadata')) ?? made.root;
  const before = asMap(old.root.get('metadata')) ?? old.root;
  for (const field of ['labels', 'annotations']) {
    const texts = mergedTexts(asMap(before.get(field)), asMap(metadata.get(field)), true);
    metadata = texts === undefined ? metadata.without(field) : metadata.set(field, texts);
  }
  for (const field of ['name', 'namespace']) {
    const value = before.get(field);
    metadata = value === undefined || textOf(value) === '' ? metadata.without(field) : metadata.set(field, value);
  }
  let root = made.root.set('metadata', metadata);
  if (isMerge) {
    for (const field of ['data', 'binaryData']) {
      const texts = mergedTexts(asMap(old.root.get(field)), asMap(root.get(field)), false);
      root = texts === undefined ? root.without(field) : root.set(field, texts);
    }
  }
  const origin = (isMerge ? (old.memory.origin ?? made.memory.origin) : made.memory.origin) ?? old.memory.origin;
  const { transformations } = old.memory;
  return made.with(root).remembering({
    previous: old.memory.previous,
    prefixes: old.memory.prefixes,
    suffixes: old.memory.suffixes,
    vars: old.memory.vars,
    behavior: old.memory.behavior,
    needsHash: made.memory.needsHash && old.memory.needsHash,
    ...(origin !== undefined && { origin }),
    ...(transformations !== undefined && { transformations }),
  });
}

/** Both maps' texts as strings, the second's where both have one; undefined where there are none. */
function mergedTexts(a: MapValue | undefined, b: MapValue | undefined, keepsNulls: boolean): MapValue | undefined {
  const place = b ?? a;
  if (place === undefined) return undefined;
  let result = new MapValue([], [], place.source, place.at);
  for (const map of [a, b]) {
    if (map === undefined) continue;
    for (const [i, key] of map.keys.entries()) {
      const value = map.values[i];
      if (value !== undefined) result = result.set(key, asString(value, keepsNulls), 'str');
    }
  }
  return result.size === 0 ? undefined : result;
}

function asString(value: Value, keepsNulls: boolean): ScalarValue {
  if (value.kind === 'scalar' && value.tag === 'str') return value;
  const text = isNull(value) && !keepsNulls ? '' : textOf(value);
  return stringValue(text, { source: value.source, at: value.at });
}
