/** Where the key of a value stands that came out of a patch: in a JSON 6902 patch, the end of the path that names it. */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { descendants, field, items } from '../../../syntax/navigate.ts';
import type { Node, Tree } from '../../../syntax/tree.ts';
import { parseYaml } from '../../../syntax/yaml/parse.ts';
import type { Value } from '../../kustomize/build/values.ts';
import type { Place } from '../../place.ts';
import { tree } from '../../source.ts';
import { placeOfValue } from '../links/place.ts';

export function keyPlace(db: Database, value: Value): { readonly file: FilePath; readonly at: Place } {
  const { file, inline } = value.source;
  if (inline === undefined) {
    const found = keyIn(tree(db, file), value.at);
    return found === undefined
      ? placeOfValue(value)
      : { file, at: { node: found.node.id, ...(found.from > 0 && inText(found)) } };
  }
  const scalar = nodeIn(tree(db, file), inline.scalar);
  if (scalar?.kind !== 'scalar') return placeOfValue(value);
  const { tree: inner, layout } = parseYaml(scalar.value.slice(inline.shift).trimEnd());
  const found = keyIn(inner, value.at);
  if (found === undefined) return placeOfValue(value);
  const [start, end] = [layout.starts[found.node.id] ?? 0, layout.ends[found.node.id] ?? 0];
  // Behind an opening quote.
  const from = found.from > 0 ? end - (found.length - found.from) - quoteOf(found.node) : start;
  const to = found.from > 0 ? end - quoteOf(found.node) : end;
  return { file, at: { node: inline.scalar, from: inline.shift + from, to: inline.shift + to, inValue: true } };
}

interface Key {
  readonly node: Node;
  /** Where in the text the key begins; more than 0 for the last step of a path. */
  readonly from: number;
  readonly length: number;
}

function keyIn({ documents }: Tree, value: number): Key | undefined {
  for (const { root } of documents) {
    for (const operation of items(root)) {
      const path = field(operation, 'path');
      if (field(operation, 'value')?.id === value && path?.kind === 'scalar')
        return { node: path, from: path.value.lastIndexOf('/') + 1, length: path.value.length };
    }
    for (const node of descendants(root)) {
      const entry = node.kind === 'mapping' ? node.entries.find((one) => one.value.id === value) : undefined;
      if (entry?.key.kind === 'scalar') return { node: entry.key, from: 0, length: entry.key.value.length };
    }
  }
  return undefined;
}

function nodeIn({ documents }: Tree, id: number): Node | undefined {
  const root = documents.findLast((one) => one.root !== undefined && one.root.id <= id)?.root;
  for (const node of descendants(root)) if (node.id === id) return node;
  return undefined;
}

function inText({ node, from, length }: Key): { readonly from: number; readonly to: number } {
  return { from: from + quoteOf(node), to: length + quoteOf(node) };
}

function quoteOf(node: Node): number {
  return node.kind === 'scalar' && (node.style === 'single' || node.style === 'double') ? 1 : 0;
}
