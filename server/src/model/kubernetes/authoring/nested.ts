/** Fields below fields, as they are written for what is missing. */
import { asMapping, entry } from '../../../syntax/navigate.ts';
import type { Mapping, NodeId } from '../../../syntax/tree.ts';
import { indentedSketch, type NewField, type Sketch, type Stop } from '../../sketch.ts';
import { fieldsBefore } from './order.ts';

/** A value in one line, a place to fill in, or the fields of a mapping. */
export type Nested = string | Stop | { readonly [name: string]: Nested };

export function nested(name: string, value: Nested): NewField {
  return { name, sketch: behind(value) };
}

function behind(value: Nested): Sketch {
  if (typeof value === 'string') return [` ${value}`];
  if (isStop(value)) return [' ', value];
  return Object.entries(value).flatMap(([name, inner]): Sketch => {
    const lines = indentedSketch(behind(inner), 2);
    return [`\n  ${name}:`, ...lines];
  });
}

function isStop(value: Exclude<Nested, string>): value is Stop {
  return typeof value.stop === 'string';
}

/** Types, whose fields have a usual order, by the field that holds them. */
const TYPES: Readonly<Record<string, string>> = {
  securityContext: 'SecurityContext',
  resources: 'ResourceRequirements',
};

/**
 * What makes the field at `path` below the mapping have this value: fields that are there already are gone into; undefined where an alias
 * or a text stands in the way.
 */
export function reaching(
  mapping: Mapping,
  type: string,
  path: readonly string[],
  value: Nested,
): { readonly node: NodeId; readonly fields: readonly NewField[] } | undefined {
  let [at, of]: [Mapping, string | undefined] = [mapping, type];
  for (const [i, name] of path.entries()) {
    const found = entry(at, name)?.value;
    const inner = asMapping(found);
    if (i < path.length - 1 && inner !== undefined && inner.entries.length > 0) {
      if (found?.kind === 'alias' || at.entries.every(({ value: own }) => own !== found)) return undefined;
      [at, of] = [inner, TYPES[name]];
      continue;
    }
    const whole = path.slice(i + 1).reduceRight<Nested>((rest, below) => ({ [below]: rest }), value);
    const below = of === undefined ? undefined : fieldsBefore(of, name);
    return { node: at.id, fields: [{ ...nested(name, whole), ...(below !== undefined && { below }) }] };
  }
  return undefined;
}
