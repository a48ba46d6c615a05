/** Which object a merge patch may be for that names none, and what in the patch would have to be another text. */
import { nearest } from '../../base/near.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { descendants, field, textOf } from '../../syntax/navigate.ts';
import { type Layout, type Node, spanOf, type Tree } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';
import { type Place, textPlace } from '../place.ts';
import { tree } from '../source.ts';
import { effectiveNamespace, idKey, type ResourceId } from './build/resource.ts';
import { gatheredObjects } from './gathered.ts';

export interface LikelyTarget {
  /** As people say it: `Deployment "web"`. */
  readonly label: string;
  readonly changes: readonly { readonly at: Place; readonly text: string }[];
  /** An entry that the patch lacks, and the mapping to put it into. */
  readonly addition: { readonly node: number; readonly text: string } | undefined;
}

/** At most this many objects are proposed where none has nearly the same name. */
const MAX_PROPOSED = 3;

/** Objects of the patch's kind that are spelled nearly alike or, where there is none, the few that there are; `at` is its metadata. */
export function likelyTargets(db: Database, kustomization: FilePath, file: FilePath, at: Place): readonly LikelyTarget[] {
  const patch = at.inValue === true ? inlinePatch(db, file, at) : filePatch(db, file, at);
  const name = textOf(patch?.name);
  if (patch === undefined || name === undefined) return [];
  const same = new Map<string, ResourceId>();
  for (const { id } of gatheredObjects(db, kustomization))
    if (id.kind === patch.kind && id.group === patch.group && id.version === patch.version) same.set(idKey(id), id);
  const ids = [...same.values()];
  const namespace = textOf(patch.namespace) ?? '';
  const elsewhere = ids.filter((id) => id.name === name);
  const near =
    elsewhere.length > 0
      ? name
      : nearest(
          name,
          ids.map((id) => id.name),
        );
  const chosen = near === undefined ? ids : ids.filter((id) => id.name === near);
  if (chosen.length > MAX_PROPOSED) return [];
  return chosen.flatMap((id) => changeTo(patch, id, namespace, name) ?? []);
}

function changeTo(patch: Patch, id: ResourceId, namespace: string, name: string): LikelyTarget | undefined {
  const moves = effectiveNamespace(id) !== effectiveNamespace({ ...id, namespace });
  const changes: { at: Place; text: string }[] = [];
  if (id.name !== name && patch.name !== undefined) changes.push({ at: patch.place(patch.name), text: id.name });
  let addition: LikelyTarget['addition'];
  if (moves) {
    if (id.namespace === '') return undefined;
    if (patch.namespace !== undefined) changes.push({ at: patch.place(patch.namespace), text: id.namespace });
    else if (patch.metadata === undefined) return undefined;
    else addition = { node: patch.metadata, text: `namespace: ${id.namespace}` };
  }
  if (changes.length === 0 && addition === undefined) return undefined;
  const label = `${id.kind} "${id.name}"${moves ? ` in namespace "${id.namespace}"` : ''}`;
  return { label, changes, addition };
}

interface Patch {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: Node | undefined;
  readonly namespace: Node | undefined;
  /** The mapping, where it is one of the file's own. */
  readonly metadata: number | undefined;
  place(node: Node): Place;
}

function filePatch(db: Database, file: FilePath, at: Place): Patch | undefined {
  const found = patchWhere(tree(db, file), (metadata) => metadata.id === at.node);
  return found && { ...found, metadata: at.node, place: (node) => textPlace(node) };
}

/** The patch that stands as text in a scalar of the file. */
function inlinePatch(db: Database, file: FilePath, at: Place): Patch | undefined {
  for (const { root } of tree(db, file).documents) {
    for (const node of descendants(root)) {
      if (node.id !== at.node || node.kind !== 'scalar') continue;
      const { tree: inner, layout } = parseYaml(node.value);
      const found = patchWhere(inner, (metadata) => spanOf(layout, metadata.id).start === at.from);
      return found && { ...found, metadata: undefined, place: (one) => placeInside(node.id, layout, one) };
    }
  }
  return undefined;
}

/** The text of a scalar inside a scalar, without its quotes. */
function placeInside(outer: number, layout: Layout, node: Node): Place {
  const { start, end } = spanOf(layout, node.id);
  const quote = node.kind === 'scalar' && (node.style === 'single' || node.style === 'double') ? 1 : 0;
  return { node: outer, from: start + quote, to: end - quote, inValue: true };
}

function patchWhere(inner: Tree, isIt: (metadata: Node) => boolean): Omit<Patch, 'place' | 'metadata'> | undefined {
  for (const { root } of inner.documents) {
    const metadata = field(root, 'metadata');
    if (metadata === undefined || !isIt(metadata)) continue;
    const apiVersion = textOf(field(root, 'apiVersion')) ?? '';
    const slash = apiVersion.indexOf('/');
    return {
      group: apiVersion.slice(0, Math.max(0, slash)),
      version: apiVersion.slice(slash + 1),
      kind: textOf(field(root, 'kind')) ?? '',
      name: field(metadata, 'name'),
      namespace: field(metadata, 'namespace'),
    };
  }
  return undefined;
}
