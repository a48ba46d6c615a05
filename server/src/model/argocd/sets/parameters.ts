/** Parameters of an ApplicationSet's generators: what they are made of, and how sets of them are joined. */
import { asMapping, resolved } from '../../../syntax/navigate.ts';
import { typed } from '../../../syntax/scalars.ts';
import type { Node, NodeId } from '../../../syntax/tree.ts';

export type Parameter = string | number | boolean | null | readonly Parameter[] | ParameterMap;
export type ParameterMap = ReadonlyMap<string, Parameter>;

/** What fills in the template once. */
export interface ParameterSet {
  /** Flat, with dots in the names, where the set does not use Go templates. */
  readonly values: ParameterMap;
  /** True where there are parameters besides that the repository does not know, and any number of such sets. */
  readonly open: boolean;
  /** The element of a list that it comes from. */
  readonly element: NodeId | undefined;
}

/** Stands for everything that clusters, hosting services and plugins may say. */
export const OPEN: ParameterSet = { values: new Map(), open: true, element: undefined };

/** Thrown where the controller would refuse, or where what it would do is not known here; nothing is said of either. */
export class Unknown extends Error {
  override readonly name = 'Unknown';
}

/** Nodes of one element or file. */
const MAX_NODES = 10_000;
const MAX_DEPTH = 50;

/** What `sigs.k8s.io/yaml` reads a node as. */
export function parameterOf(node: Node | undefined): Parameter {
  let nodes = 0;
  const read = (at: Node | undefined, depth: number): Parameter => {
    const found = resolved(at);
    if (found === undefined || ++nodes > MAX_NODES || depth > MAX_DEPTH) throw new Unknown();
    if (found.kind === 'sequence') return found.items.map((item) => read(item, depth + 1));
    if (found.kind === 'mapping') {
      const map = new Map<string, Parameter>();
      for (const { key, value } of found.entries) {
        if (key.kind !== 'scalar' || key.value === '<<') throw new Unknown();
        map.set(key.value, read(value, depth + 1));
      }
      return map;
    }
    const scalar = typed(found);
    if (scalar.type === 'null') return null;
    if (scalar.type === 'string' || scalar.type === 'bool') return scalar.value;
    if (scalar.type === 'int' || scalar.type === 'float') return scalar.value;
    throw new Unknown();
  };
  return read(node, 0);
}

/** How Go prints a value in a template; what it prints of whole lists and maps is of no use in a name or path. */
export function printed(value: Parameter | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  // Larger and smaller ones are printed with an exponent.
  if (typeof value === 'number' && (value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6))) return String(value);
  throw new Unknown();
}

export function isMap(value: Parameter | undefined): value is ParameterMap {
  return value instanceof Map;
}

/** `flatten.Flatten` with dots: maps and lists become names. */
export function flattened(values: ParameterMap): Map<string, string> {
  const flat = new Map<string, string>();
  const add = (value: Parameter, name: string): void => {
    const below = isMap(value)
      ? [...value]
      : Array.isArray(value)
        ? value.map((item, i) => [String(i), item] as const)
        : undefined;
    if (below === undefined) flat.set(name, value === null ? '<nil>' : printed(value));
    else for (const [step, item] of below) add(item, name === '' ? step : `${name}.${step}`);
  };
  add(values, '');
  return flat;
}

/** `mergo.Merge` with override: maps are joined, empty values replace nothing. */
export function overridden(base: ParameterMap, by: ParameterMap): ParameterMap {
  const merged = new Map(base);
  for (const [name, value] of by) {
    const old = merged.get(name);
    if (isMap(old) && isMap(value)) merged.set(name, overridden(old, value));
    else if (old === undefined || !isEmpty(value)) merged.set(name, value);
  }
  return merged;
}

export function isEmpty(value: Parameter | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  return isMap(value) ? value.size === 0 : Array.isArray(value) && value.length === 0;
}

/** Without Go templates two generators of a matrix may not contradict one another (utils.CombineStringMaps). */
export function combined(a: ParameterMap, b: ParameterMap): ParameterMap {
  const all = new Map(a);
  for (const [name, value] of b) {
    if (all.has(name) && all.get(name) !== value) throw new Unknown();
    all.set(name, value);
  }
  return all;
}

/** The entries of a mapping whose values are text. */
export function textsOf(node: Node | undefined): readonly (readonly [string, string])[] {
  return (asMapping(node)?.entries ?? []).map(({ key, value }) => {
    const read = parameterOf(value);
    if (key.kind !== 'scalar' || typeof read !== 'string') throw new Unknown();
    return [key.value, read] as const;
  });
}
