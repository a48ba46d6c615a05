/** The selector of a generator, held against its parameters as if they were labels. */
import { asMapping, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import { parameterOf, Unknown } from './parameters.ts';

export function isSelected(selector: Node, labels: ReadonlyMap<string, string>): boolean {
  for (const { key, value } of asMapping(field(selector, 'matchLabels'))?.entries ?? []) {
    if (key.kind !== 'scalar') throw new Unknown();
    if (labels.get(known(key.value)) !== known(parameterOf(value))) return false;
  }
  return items(field(selector, 'matchExpressions')).every((one) => {
    const found = labels.get(known(textOf(field(one, 'key'))));
    const values = items(field(one, 'values')).map((value) => known(parameterOf(value)));
    switch (textOf(field(one, 'operator'))) {
      case 'In':
        return found !== undefined && values.includes(found);
      case 'NotIn':
        return found === undefined || !values.includes(found);
      case 'Exists':
        return found !== undefined;
      case 'DoesNotExist':
        return found === undefined;
      default:
        throw new Unknown();
    }
  });
}

/** What is to be filled in first is not known. */
function known(text: unknown): string {
  if (typeof text !== 'string' || text.includes('{{')) throw new Unknown();
  return text;
}
