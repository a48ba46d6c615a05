/** What may be meant where a selector or an image name in a kustomization matches nothing. */
import { nearest } from '../../base/near.ts';
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { descendants, field, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../syntax/tree.ts';
import { type Place, textPlace } from '../place.ts';
import { tree } from '../source.ts';
import { gatheredObjects } from './gathered.ts';
import { imageNames } from './object-choices.ts';

export interface LikelyName {
  readonly at: Place;
  readonly text: string;
}

/** The image of the layer that is spelled nearly as the one at `node`. */
export function likelyImage(db: Database, kustomization: FilePath, file: FilePath, node: NodeId): LikelyName | undefined {
  const written = scalarAt(db, file, node)?.value;
  const name = textOf(written);
  if (written === undefined || name === undefined) return undefined;
  const names = imageNames(gatheredObjects(db, kustomization)).map(({ text }) => text);
  // People write the last part of the name, or leave out the registry's.
  const text = names.find((one) => one.endsWith(`/${name}`) || name.endsWith(`/${one}`)) ?? nearest(name, names);
  return text === undefined ? undefined : { at: textPlace(written), text };
}

/**
 * The name that a target may mean, where `node` is the target's name: of an object of the target's kind that is spelled
 * nearly alike, or the name as an expression where it is written like a pattern of a shell.
 */
export function likelySelected(db: Database, kustomization: FilePath, file: FilePath, node: NodeId): LikelyName | undefined {
  const found = scalarAt(db, file, node);
  const name = textOf(found?.value);
  if (found === undefined || found.key !== 'name' || name === undefined) return undefined;
  const kind = textOf(field(found.mapping, 'kind'));
  const names = gatheredObjects(db, kustomization).flatMap(({ id }) => (kind === undefined || id.kind === kind ? id.name : []));
  const at = textPlace(found.value);
  if (/^[-\w.]*\*[-\w.*]*$/.test(name) && !name.includes('.*')) {
    const parts = name.split('*');
    const isMeant = (one: string): boolean => one.startsWith(parts[0] ?? '') && one.endsWith(parts.at(-1) ?? '');
    if (names.some(isMeant)) return { at, text: parts.join('.*') };
  }
  const text = nearest(name, names);
  return text === undefined ? undefined : { at, text };
}

function scalarAt(
  db: Database,
  file: FilePath,
  node: NodeId,
): { readonly mapping: Mapping; readonly key: string; readonly value: Node } | undefined {
  for (const { root } of tree(db, file).documents) {
    if (root === undefined) continue;
    for (const mapping of descendants(root)) {
      if (mapping.kind !== 'mapping') continue;
      const entry = mapping.entries.find(({ value }) => value.id === node && value.kind === 'scalar');
      if (entry?.key.kind === 'scalar') return { mapping, key: entry.key.value, value: entry.value };
    }
  }
  return undefined;
}
