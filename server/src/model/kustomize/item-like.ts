/** What items of lists are called, and which item of a list another one means. */
import { asMapping, field, textOf as nodeText } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { asMap, type ListValue, textOf, type Value } from './build/values.ts';

/** The field by which an item is told from the others of its list, as containers are by `name` and mounts by `mountPath`. */
export interface Call {
  readonly key: string;
  readonly text: string;
}

/** The keys by which lists of Kubernetes are merged, those first that stand beside a name that others may share. */
const KEYS = ['mountPath', 'devicePath', 'name', 'containerPort', 'port', 'ip', 'key', 'type', 'topologyKey', 'uid'] as const;

export function callOf(item: Value): Call | undefined {
  if (item.kind !== 'map') return undefined;
  for (const key of KEYS) {
    const value = item.get(key);
    if (value?.kind === 'scalar') return { key, text: value.text };
  }
  return undefined;
}

export function callOfNode(item: Node | undefined): Call | undefined {
  if (item === undefined || asMapping(item) === undefined) return undefined;
  for (const key of KEYS) {
    const text = nodeText(field(item, key));
    if (text !== undefined) return { key, text };
  }
  return undefined;
}

export function isCalled(item: Value, { key, text }: Call): boolean {
  return textOf(asMap(item)?.get(key)) === text;
}

/** The item of a list that an item of a patch is merged into, as far as that can be told by what it is called. */
export function itemLike(list: ListValue, node: Node | undefined): Value | undefined {
  const call = callOfNode(node);
  return list.items.find((item) =>
    item.kind === 'scalar' ? nodeText(node) === item.text : call !== undefined && isCalled(item, call),
  );
}
