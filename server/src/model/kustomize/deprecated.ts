/** Fields that Kustomize wants replaced, and what `kustomize edit fix` makes of them, where that is certain to mean the same. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, asSequence, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../syntax/tree.ts';
import { isInline, kustomizationMapping } from './file.ts';

/** Deprecated field to the one in its place (`Kustomization.CheckDeprecatedFields`). */
export const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['bases', 'resources'],
  ['commonLabels', 'labels'],
  ['imageTags', 'images'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
  ['vars', 'replacements'],
]);

/** How a field is rewritten. */
export type Rewrite =
  /** Only the name changes. `same` says whether the meaning is certainly the same. */
  | { readonly how: 'rename'; readonly same: boolean }
  /** The name changes, and each item becomes the text. */
  | { readonly how: 'items'; readonly items: readonly { readonly node: NodeId; readonly text: string }[] }
  /** The items go to the list that is there, and the field goes. */
  | { readonly how: 'move'; readonly to: NodeId; readonly items: readonly string[] }
  /** The field goes, and the top gets this text. */
  | { readonly how: 'replace'; readonly top: NodeId; readonly text: string };

export interface DeprecatedField {
  readonly name: string;
  readonly successor: string;
  readonly key: NodeId;
  readonly rewrite: Rewrite | undefined;
}

/** The deprecated fields of a kustomization file. */
export function deprecatedFields(db: Database, file: FilePath): readonly DeprecatedField[] {
  const root = asMapping(kustomizationMapping(db, file));
  if (root === undefined) return [];
  return root.entries.flatMap(({ key, value }) => {
    const successor = key.kind === 'scalar' ? SUCCESSORS.get(key.value) : undefined;
    if (key.kind !== 'scalar' || successor === undefined || isNothing(value)) return [];
    const present = root.entries.find((one) => one.key.kind === 'scalar' && one.key.value === successor)?.value;
    return { name: key.value, successor, key: key.id, rewrite: rewriteOf(root, key.value, value, present) };
  });
}

/** Kustomize does not mind a deprecated field without a value. */
function isNothing(value: Node): boolean {
  return value.kind === 'scalar' && textOf(value) === undefined;
}

function rewriteOf(root: Mapping, name: string, value: Node, present: Node | undefined): Rewrite | undefined {
  const list = asSequence(value);
  const paths = list?.items.map((item) => (isInline(textOf(item)) ? undefined : plainText(item)));
  switch (name) {
    case 'bases': {
      if (present === undefined) return { how: 'rename', same: true };
      const items = paths?.filter((path) => path !== undefined);
      if (present.kind !== 'sequence' || present.items.length === 0 || items === undefined || items.length !== paths?.length)
        return undefined;
      return { how: 'move', to: present.id, items };
    }
    case 'imageTags':
      return present === undefined ? { how: 'rename', same: true } : undefined;
    case 'patchesJson6902':
      // Patches are applied before names, namespaces and labels are set, these after it.
      return present === undefined && !hasField(root, 'patchesStrategicMerge') ? { how: 'rename', same: false } : undefined;
    case 'patchesStrategicMerge': {
      if (present !== undefined || list === undefined || hasField(root, 'patchesJson6902')) return undefined;
      const items = list.items.flatMap((item, i) => {
        const path = paths?.[i];
        return path === undefined ? [] : { node: item.id, text: list.flow ? `{ path: ${path} }` : `path: ${path}` };
      });
      return items.length === list.items.length ? { how: 'items', items } : undefined;
    }
    case 'commonLabels':
      return present === undefined ? labels(root, value) : undefined;
    default:
      return undefined;
  }
}

/** `commonLabels` are labels that reach selectors too. */
function labels(root: Mapping, value: Node): Rewrite | undefined {
  const pairs = asMapping(value)?.entries.map(({ key, value }) => {
    const label = plainText(key);
    const text = textOf(value);
    if (label === undefined || text === undefined || value.kind !== 'scalar') return undefined;
    return `      ${label}: ${value.style === 'plain' ? text : JSON.stringify(text)}`;
  });
  if (pairs === undefined || pairs.length === 0 || pairs.includes(undefined) || root.flow) return undefined;
  return { how: 'replace', top: root.id, text: `labels:\n  - includeSelectors: true\n    pairs:\n${pairs.join('\n')}` };
}

function hasField(root: Mapping, name: string): boolean {
  return root.entries.some(({ key }) => key.kind === 'scalar' && key.value === name);
}

/** Text that needs no quotes wherever it is put. */
function plainText(node: Node): string | undefined {
  const text = textOf(node);
  return text !== undefined && node.kind === 'scalar' && node.anchor === undefined && /^[\w./][\w./-]*$/.test(text)
    ? text
    : undefined;
}
