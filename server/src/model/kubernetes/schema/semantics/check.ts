/** What a check of an object's meaning is: it looks at one mapping of a known type and adds what the API server would refuse. */
import type { Mapping, Node } from '../../../../syntax/tree.ts';
import type { Mistake } from '../mistake.ts';
import type { Struct } from '../shapes.ts';

export interface Seen {
  readonly mapping: Mapping;
  readonly shape: Struct;
  /** From the object: `spec.template.spec`, '' for the object itself. */
  readonly path: string;
  /** What something missing is told at: the key, or the item itself. */
  readonly holder: Node | undefined;
  /** The whole object. */
  readonly root: Mapping;
  add(mistake: Mistake): void;
}

export type Check = (seen: Seen) => void;

/** Where something that a mapping lacks is told: an item has no key of its own, so its first one stands for it. */
export function headOf({ mapping, holder }: Pick<Seen, 'mapping' | 'holder'>): Node {
  return holder === undefined || holder.kind === 'mapping' ? (mapping.entries[0]?.key ?? mapping) : holder;
}

/** A path with one more step. */
export function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
