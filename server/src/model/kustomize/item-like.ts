/** Which item of a list an item of a patch means. */
import { asMapping, field, textOf as nodeText } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { asMap, type ListValue, textOf, type Value } from './build/values.ts';

/** The item of a list that an item of a patch is merged into, as far as that can be told by what it is called. */
export function itemLike(list: ListValue, node: Node | undefined): Value | undefined {
  return list.items.find((item) => isCalledAlike(item, node));
}

const NAMES = ['name', 'mountPath', 'containerPort', 'port', 'ip', 'key', 'type', 'topologyKey', 'uid', 'devicePath'] as const;

function isCalledAlike(item: Value, node: Node | undefined): boolean {
  if (item.kind === 'scalar') return nodeText(node) === item.text;
  if (asMapping(node) === undefined) return false;
  const name = NAMES.find((one) => nodeText(field(node, one)) !== undefined);
  return name !== undefined && textOf(asMap(item)?.get(name)) === nodeText(field(node, name));
}
