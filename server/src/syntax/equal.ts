/** Whether two trees say the same, whatever their layout. Linear, also where aliases stand for much. */
import { deepEqual } from '../base/equal.ts';
import type { Node, Tree } from './tree.ts';

/** Compares structure, values, node numbers, problems and directives. */
export function equalTrees(a: Tree, b: Tree): boolean {
  if (a.templated !== b.templated || a.documents.length !== b.documents.length || !deepEqual(a.directives, b.directives))
    return false;
  return a.documents.every((document, i) => {
    const other = b.documents[i];
    return (
      other !== undefined &&
      document.id === other.id &&
      deepEqual(document.problems, other.problems) &&
      equalNodes(document.root, other.root)
    );
  });
}

function equalNodes(a: Node | undefined, b: Node | undefined): boolean {
  // What was not read anew is the same.
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.kind !== b.kind || a.id !== b.id || a.anchor !== b.anchor || a.tag !== b.tag) return false;
  switch (a.kind) {
    case 'scalar':
      return b.kind === 'scalar' && a.value === b.value && a.style === b.style;
    case 'alias':
      // What an alias stands for is compared where it is written.
      return b.kind === 'alias' && a.name === b.name && a.target?.id === b.target?.id;
    case 'sequence':
      return (
        b.kind === 'sequence' &&
        a.flow === b.flow &&
        a.items.length === b.items.length &&
        a.items.every((item, i) => equalNodes(item, b.items[i]))
      );
    case 'mapping':
      return (
        b.kind === 'mapping' &&
        a.flow === b.flow &&
        a.entries.length === b.entries.length &&
        a.entries.every((entry, i) => equalNodes(entry.key, b.entries[i]?.key) && equalNodes(entry.value, b.entries[i]?.value))
      );
  }
}
