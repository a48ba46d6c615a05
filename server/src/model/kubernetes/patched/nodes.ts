/** A built object as a tree of nodes, so that it is held against its kind's shape like what stands in a file. */
import type { Entry, Mapping, Node, Scalar } from '../../../syntax/tree.ts';
import type { MapValue, ScalarValue, Value } from '../../kustomize/build/values.ts';

/** What a node of such a tree stands for: a value, or the key of one. */
export interface Meaning {
  readonly value: Value;
  readonly isKey: boolean;
}

export interface NodesOfValue {
  readonly root: Mapping;
  /** By the nodes' numbers. */
  readonly meanings: readonly Meaning[];
}

export function nodesOf(root: MapValue): NodesOfValue {
  const meanings: Meaning[] = [];
  const number = (value: Value, isKey: boolean): number => meanings.push({ value, isKey }) - 1;
  const mapping = (map: MapValue): Mapping => {
    const id = number(map, false);
    const entries = map.keys.flatMap((key, i): Entry | [] => {
      const value = map.values[i];
      if (value === undefined) return [];
      return { key: { kind: 'scalar', id: number(value, true), value: key, style: 'double' }, value: node(value) };
    });
    return { kind: 'mapping', id, entries, flow: false };
  };
  const node = (value: Value): Node => {
    if (value.kind === 'map') return mapping(value);
    if (value.kind === 'list') return { kind: 'sequence', id: number(value, false), items: value.items.map(node), flow: false };
    return { ...scalar(value), id: number(value, false) };
  };
  return { root: mapping(root), meanings };
}

/** A text that Kustomize has read as one is a text, whatever it looks like: it is written back so that it stays one. */
function scalar({ text, tag, style }: ScalarValue): Omit<Scalar, 'id'> {
  return { kind: 'scalar', value: text, style: tag === 'str' && style === 'plain' ? 'double' : style };
}
