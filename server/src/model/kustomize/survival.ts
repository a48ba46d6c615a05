/** Whether what a file says reaches the cluster, or a kustomization that builds the file puts something else in its place. */
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { descendants } from '../../syntax/navigate.ts';
import type { NodeId } from '../../syntax/tree.ts';
import { tree } from '../source.ts';
import { build } from './build/build.ts';
import type { Value } from './build/values.ts';
import { kustomizationFile } from './file.ts';
import { directoryOf } from './recognise.ts';
import { includedBy, useOf } from './uses.ts';

/** Builds that are asked; a value that none of the first few keeps is taken for replaced. */
const MOST_BUILDS = 8;

/**
 * True where the scalar value at `node` is part of what some build of the file comes to, or nothing builds the file. A name that an overlay's namespace, patch or replacement sets is not kept: nothing can be said against it here.
 * Keys, mappings and lists count as kept.
 */
export function isKept(db: Database, file: FilePath, node: NodeId): boolean {
  if (useOf(db, file).as !== 'resource' || !isScalarValue(db, file, node)) return true;
  const builds = outermost(db, file).map((kustomization) => keptNodes(db, directoryOf(kustomization)).get(file));
  const made = builds.filter((nodes) => nodes !== undefined);
  return made.length === 0 || made.some((nodes) => nodes.has(node));
}

/** The kustomizations on the way up from a file that nothing else builds upon. */
const outermost = query('outermostKustomizations', (db, file: FilePath): readonly FilePath[] => {
  const found: FilePath[] = [];
  const seen = new Set<FilePath>();
  let layer = includedBy(db, file).map(({ kustomization }) => kustomization);
  while (layer.length > 0 && found.length < MOST_BUILDS) {
    const next: FilePath[] = [];
    for (const kustomization of layer) {
      if (seen.has(kustomization)) continue;
      seen.add(kustomization);
      const above = includedBy(db, directoryOf(kustomization));
      if (above.length > 0) next.push(...above.map((one) => one.kustomization));
      else if (kustomizationFile(db, kustomization)?.kind === 'Kustomization' && found.length < MOST_BUILDS)
        found.push(kustomization);
    }
    layer = next;
  }
  return found;
});

/** File to the nodes whose scalars stand in the build of a directory. */
const keptNodes = query(
  'keptNodes',
  (db, directory: FilePath): ReadonlyMap<FilePath, ReadonlySet<NodeId>> => {
    const found = new Map<FilePath, Set<NodeId>>();
    const waiting: Value[] = build(db, directory, { restriction: 'none' }).objects.map(({ value }) => value);
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      if (value.kind === 'map') waiting.push(...value.values);
      else if (value.kind === 'list') waiting.push(...value.items);
      else if (value.source.inline === undefined) {
        const nodes = found.get(value.source.file);
        if (nodes === undefined) found.set(value.source.file, new Set([value.at]));
        else nodes.add(value.at);
      }
    }
    return found;
  },
  { retain: 32 },
);

function isScalarValue(db: Database, file: FilePath, node: NodeId): boolean {
  for (const { root } of tree(db, file).documents) {
    if (root === undefined) continue;
    for (const one of descendants(root)) {
      if (one.kind !== 'mapping') continue;
      if (one.entries.some(({ value }) => value.id === node && value.kind === 'scalar')) return true;
    }
  }
  return false;
}
