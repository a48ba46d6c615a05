/** Addresses that reach nothing outside the machine that asks. */
import { asMapping, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import { certainText } from '../values.ts';
import { below, headOf, type Seen } from './check.ts';

const SPECIAL: readonly (readonly [RegExp, string])[] = [
  [/^(?:0\.0\.0\.0|::)$/, 'is no address of anything'],
  [/^(?:127\.|::1$)/, 'is an address of whoever asks (127.0.0.0/8, ::1)'],
  [/^(?:169\.254\.|fe[89ab][0-9a-f]:)/i, 'is for one link only (169.254.0.0/16, fe80::/10)'],
  [/^(?:224\.0\.0\.|ff02:)/i, 'is for many on one link (224.0.0.0/24, ff02::/10)'],
];

/** `ValidateNonSpecialIP`. */
export function specialProblem(address: string): string | undefined {
  return SPECIAL.find(([pattern]) => pattern.test(address))?.[1];
}

export function checkSpecial({ add }: Pick<Seen, 'add'>, node: Node | undefined, path: string): void {
  const text = textOf(node);
  const problem = text === undefined ? undefined : specialProblem(text);
  if (node !== undefined && text !== undefined && problem !== undefined)
    add({ what: 'invalid-value', at: node.id, path, text, format: 'other', problem, hinges: [{ node: node.id }] });
}

/** `validateEndpointSubsets`. */
export function checkEndpoints(seen: Seen): void {
  const { mapping, path, add } = seen;
  for (const list of ['addresses', 'notReadyAddresses'])
    for (const one of items(entry(mapping, list)?.value))
      checkSpecial(seen, entry(one, 'ip')?.value, `${below(path, list)}[].ip`);
  const ports = items(entry(mapping, 'ports')?.value);
  for (const port of ports.length > 1 ? ports : []) {
    const found = asMapping(port);
    if (found === undefined || certainText(found, 'name') !== '') continue;
    add({
      what: 'missing-field',
      at: (entry(found, 'name')?.key ?? headOf({ mapping: found, holder: port })).id,
      mapping: found.id,
      field: 'name',
      path: `${below(path, 'ports')}[]`,
      because: 'there are several ports',
    });
  }
}
