/** Field specs: paths that say where in which kinds a transformer writes. */
import { BuildFailure, fail } from './problems.ts';
import { type Gvk, isSelected, type ResourceId } from './resource.ts';
import { resolveTag } from './scalars.ts';
import {
  asList,
  asMap,
  emptyMap,
  isNull,
  ListValue,
  type MapValue,
  ScalarValue,
  type Spot,
  setField,
  textOf,
  type Value,
} from './values.ts';

export interface FieldSpec {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Parts between slashes, of which `\/` is none. */
  readonly path: string;
  /** Those parts. */
  readonly steps: readonly string[];
  readonly create: boolean;
}

export function fieldSpec(spec: Omit<FieldSpec, 'steps'>): FieldSpec {
  return { ...spec, steps: stepsOf(spec.path) };
}

/** What is made where a field is missing; nothing where specs do not create. */
export type Creates = 'map' | 'scalar' | undefined;

export type Setter = (value: Value) => Value;

/** Reads a list of field specs from a configuration. */
export function readFieldSpecs(value: Value | undefined): readonly FieldSpec[] {
  return (asList(value)?.items ?? []).map(readFieldSpec);
}

function readFieldSpec(value: Value): FieldSpec {
  const map = asMap(value);
  return fieldSpec({
    group: textOf(map?.get('group')),
    version: textOf(map?.get('version')),
    kind: textOf(map?.get('kind')),
    path: textOf(map?.get('path')),
    create: textOf(map?.get('create')) === 'true',
  });
}

/** True where the object is of the kind that the spec names. */
export function appliesTo(spec: FieldSpec, gvk: Gvk): boolean {
  return isSelected(gvk, spec);
}

/** The steps of a path. A path may start with a slash. */
export function stepsOf(path: string, delimiter = '/'): readonly string[] {
  const parts = path.split(delimiter);
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const steps: string[] = [];
  for (const part of parts) {
    const last = steps.at(-1);
    if (last?.endsWith('\\')) steps[steps.length - 1] = `${last.slice(0, -1)}${delimiter}${part}`;
    else steps.push(part);
  }
  return steps;
}

/** Sets every field that the spec's path leads to, through lists too. */
export function setAt(root: MapValue, id: ResourceId, spec: FieldSpec, creates: Creates, spot: Spot, set: Setter): MapValue {
  return appliesTo(spec, id) ? setEverywhere(root, spec, spec.create ? creates : undefined, spot, set) : root;
}

/** As {@link setAt}, whatever the kind of the object. */
export function setEverywhere(root: MapValue, spec: FieldSpec, creates: Creates, spot: Spot, set: Setter): MapValue {
  if (creates === undefined && leadsNowhere(root, spec.steps)) return root;
  try {
    return asMap(new PathSetter(spec.steps, creates, spot, set).visit(root, 0)) ?? root;
  } catch (error) {
    if (!(error instanceof BuildFailure) || error.problem.args.path !== undefined) throw error;
    throw new BuildFailure({ ...error.problem, args: { ...error.problem.args, path: spec.path } });
  }
}

/** Most paths lead nowhere in most objects: a mapping on the way has no such field. */
function leadsNowhere(root: MapValue, steps: readonly string[]): boolean {
  let value: Value = root;
  for (const step of steps) {
    // Lists, and steps that are none, are another question.
    if (value.kind !== 'map' || step === '' || step === '*' || step.endsWith('[]')) return false;
    const field: Value | undefined = value.get(step);
    if (field === undefined) return true;
    value = field;
  }
  return false;
}

class PathSetter {
  readonly #steps: readonly string[];
  readonly #creates: Creates;
  readonly #spot: Spot;
  readonly #set: Setter;

  constructor(steps: readonly string[], creates: Creates, spot: Spot, set: Setter) {
    this.#steps = steps;
    this.#creates = creates;
    this.#spot = spot;
    this.#set = set;
  }

  visit(value: Value, depth: number): Value {
    if (depth === this.#steps.length) return this.#set(value);
    if (isNull(value)) return value;
    if (value.kind === 'map') return this.#map(value, depth);
    if (value.kind === 'list') return this.#list(value, depth);
    return fail('field-path', { source: value.source, at: value.at }, { step: this.#steps[depth] ?? '' });
  }

  #map(map: MapValue, depth: number): Value {
    const step = this.#steps[depth] ?? '';
    const isList = step.endsWith('[]');
    const name = isList ? step.slice(0, -2) : step;
    if (name === '' || name === '*') fail('field-path', { source: map.source, at: map.at }, { step });
    const makes = isList ? undefined : depth < this.#steps.length - 1 ? this.#creates && 'map' : this.#creates;
    let field = map.get(name);
    if (field === undefined) {
      if (makes === undefined) return map;
      const made = makes === 'map' ? emptyMap(this.#spot) : new ScalarValue('', '', 'plain', this.#spot.source, this.#spot.at);
      return map.set(name, this.visit(made, depth + 1), resolveTag(name));
    }
    if (isNull(field)) field = this.#typed(field, isList ? 'list' : makes);
    const changed = this.visit(field, depth + 1);
    return changed === map.get(name) ? map : map.set(name, changed);
  }

  /** A null becomes what the path asks for. */
  #typed(value: Value, kind: Creates | 'list'): Value {
    if (kind === 'map') return emptyMap({ source: value.source, at: value.at });
    return kind === 'list' ? new ListValue([], value.source, value.at) : value;
  }

  #list(list: ListValue, depth: number): Value {
    let items: Value[] | undefined;
    for (let i = 0; i < list.items.length; i++) {
      const item = list.items[i];
      const changed = item && this.visit(item, depth);
      if (changed === undefined || changed === item) continue;
      items ??= [...list.items];
      items[i] = changed;
    }
    return items === undefined ? list : list.with(items);
  }
}

/** Writes a scalar where one stands, keeping its style; nothing but scalars and nulls may stand there. */
export function overwritten(old: Value, value: ScalarValue): Value {
  if (old.kind !== 'scalar') return fail('field-path', { source: old.source, at: old.at }, { step: '', found: old.kind });
  return value.withStyle(old.style);
}

/** Writes one entry into the mapping that stands there. */
export function withEntry(old: Value, key: string, value: ScalarValue): Value {
  if (old.kind !== 'map') return fail('field-path', { source: old.source, at: old.at }, { step: key, found: old.kind });
  return setField(old, key, value);
}

/** Adds a spec unless one that covers it is there; fails where the two disagree about creating. */
export function mergeSpec(specs: readonly FieldSpec[], spec: FieldSpec, spot: Spot): readonly FieldSpec[] {
  const same = specs.find((one) => one.path === spec.path && isSelected(one, spec));
  if (same === undefined) return [...specs, spec];
  if (same.create !== spec.create) fail('field-specs-conflict', spot, { path: spec.path });
  return specs;
}

export function mergeSpecs(specs: readonly FieldSpec[], more: readonly FieldSpec[], spot: Spot): readonly FieldSpec[] {
  if (more === specs) return specs;
  if (specs.length * more.length > INDEXED_FROM) return mergeManySpecs(specs, more, spot);
  return more.reduce((merged, spec) => (merged.includes(spec) ? merged : mergeSpec(merged, spec, spot)), specs);
}

/** Pairs of specs that are worth an index. */
const INDEXED_FROM = 100_000;

/** As {@link mergeSpec} one by one, in linear time. */
function mergeManySpecs(specs: readonly FieldSpec[], more: readonly FieldSpec[], spot: Spot): readonly FieldSpec[] {
  const byPath = new Map<string, FieldSpec[]>();
  const merged: FieldSpec[] = [];
  const add = (spec: FieldSpec): void => {
    merged.push(spec);
    const same = byPath.get(spec.path);
    if (same === undefined) byPath.set(spec.path, [spec]);
    else same.push(spec);
  };
  for (const spec of specs) add(spec);
  for (const spec of more) {
    const same = byPath.get(spec.path)?.find((one) => isSelected(one, spec));
    if (same === undefined) add(spec);
    else if (same.create !== spec.create) fail('field-specs-conflict', spot, { path: spec.path });
  }
  return merged.length === specs.length ? specs : merged;
}
