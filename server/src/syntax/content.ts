/** What a node says, without where it stands: to be told from what others say. */
import type { Node } from './tree.ts';

/** Nodes that are looked at, so that aliases of aliases cost no more than other text. */
const MAX_NODES = 5_000;

/** One line; what lies beyond the bound is left out. */
export function contentOf(node: Node | undefined): string {
  let nodes = 0;
  const read = (at: Node | undefined): string => {
    if (at === undefined || ++nodes > MAX_NODES) return '';
    if (at.kind === 'scalar') return JSON.stringify(at.value);
    if (at.kind === 'alias') return read(at.target);
    if (at.kind === 'sequence') return `[${at.items.map(read).join()}]`;
    return `{${at.entries.map(({ key, value }) => `${read(key)}:${read(value)}`).join()}}`;
  };
  return read(node);
}
