/** What a value is made of, as facts that a kustomization may change: a rule is broken as long as none of them does. */
import { resolved } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import type { Hinge } from '../mistake.ts';
import { entriesOf } from '../values.ts';

/** Objects with more in them are not followed through what builds them. */
const MOST_FACTS = 5000;

/** The scalars of the value, and how many entries its mappings and lists have. */
export function factsOf(node: Node | undefined): readonly Hinge[] {
  const found: Hinge[] = [];
  const waiting: { readonly node: Node | undefined; readonly isMetadata: boolean }[] = [{ node, isMetadata: false }];
  for (let next = waiting.pop(); next !== undefined && found.length < MOST_FACTS; next = waiting.pop()) {
    const at = resolved(next.node);
    if (at === undefined) continue;
    if (at.kind === 'scalar') found.push({ node: at.id });
    else if (at.kind === 'sequence') for (const item of at.items) waiting.push({ node: item, isMetadata: false });
    else {
      const entries = entriesOf(at);
      // Labels, annotations and a namespace are added to objects as they are built; rules see none of them.
      if (!next.isMetadata) found.push({ mapping: at.id, count: entries.length });
      for (const { key, value } of entries) {
        const name = key.kind === 'scalar' ? key.value : '';
        const list = resolved(value);
        if (list?.kind === 'sequence') found.push({ mapping: at.id, list: name, count: list.items.length });
        if (!next.isMetadata || name === 'name') waiting.push({ node: value, isMetadata: name === 'metadata' });
      }
    }
  }
  return found;
}
