/** Whether what a file says reaches the cluster, or a kustomization that builds the file puts something else in its place. */
import type { FilePath } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { pathTo } from '../../syntax/navigate.ts';
import type { Node, NodeId } from '../../syntax/tree.ts';
import { tree } from '../source.ts';
import { attempt, resourcesIn } from './build/documents.ts';
import { isMissingOrNull, isNullOrEmpty, type MapValue, type Value } from './build/values.ts';
import { kustomizationFile } from './file.ts';
import { freeBuild } from './free-build.ts';
import { directoriesBuilt } from './graph.ts';
import { directoryOf } from './recognise.ts';
import { includedBy, useOf } from './uses.ts';

/** Builds that are asked; a value that none of the first few keeps is taken for replaced. */
const MOST_BUILDS = 8;

/**
 * True where the scalar value at `node` is part of what some build of the file comes to, or nothing builds the file. A name that an overlay's namespace, patch or replacement sets is not kept: nothing can be said against it here.
 * Keys, mappings and lists count as kept.
 */
export function isKept(db: Database, file: FilePath, node: NodeId): boolean {
  if (!isBuiltFrom(db, file) || !isScalarValue(db, file, node)) return true;
  const direct = (): readonly FilePath[] => useOf(db, file).by.map(({ kustomization }) => kustomization);
  // Where a mistake elsewhere stops the whole build, the kustomization that lists the file may still be built.
  return isKeptBy(db, file, node, outermost(db, file)) ?? isKeptBy(db, file, node, direct()) ?? true;
}

/** Undefined where none of the builds has anything of the file. */
function isKeptBy(db: Database, file: FilePath, node: NodeId, kustomizations: readonly FilePath[]): boolean | undefined {
  let isKept: false | undefined;
  for (const kustomization of kustomizations.slice(0, MOST_BUILDS)) {
    const nodes = keptNodes(db, directoryOf(kustomization)).get(file);
    if (nodes?.has(node) === true) return true;
    if (nodes !== undefined) isKept = false;
  }
  return isKept;
}

/**
 * True where a mapping of the file has the field in some build, or nothing builds the file: false says that everything which
 * builds it takes the field out, or the mapping with it.
 */
export function isFieldKept(db: Database, file: FilePath, mapping: NodeId, field: string): boolean {
  let isBuilt = false;
  for (const one of mappingsBuilt(db, file, mapping) ?? []) {
    if (!isMissingOrNull(one.get(field))) return true;
    isBuilt = true;
  }
  return !isBuilt;
}

/**
 * True where a field that a mapping of the file lacks, or has without content, is still so in whatever is built of it. Where the file is built and
 * nothing is known of what becomes of the mapping, nothing lacks.
 */
export function lacksField(db: Database, file: FilePath, mapping: NodeId, field: string): boolean {
  const built = mappingsBuilt(db, file, mapping);
  if (built === undefined) return true;
  let isBuilt = false;
  for (const one of built) {
    if (!isEmpty(one.get(field))) return false;
    isBuilt = true;
  }
  return isBuilt;
}

function isEmpty(value: Value | undefined): boolean {
  return isNullOrEmpty(value) || (value?.kind === 'scalar' && value.text === '');
}

/** A fact of a file that a build may change; see `kubernetes/schema/mistake.ts`. */
type Fact =
  | { readonly node: NodeId }
  | { readonly mapping: NodeId; readonly field: string; readonly isThere: boolean }
  | { readonly mapping: NodeId; readonly list?: string; readonly count: number }
  | { readonly mapping: NodeId; readonly list: string; readonly by: readonly string[]; readonly lacks: string };

/** True where all the facts hold together in what some build makes of the file, or nothing builds it. */
export function survive(db: Database, file: FilePath, facts: readonly Fact[]): boolean {
  if (useOf(db, file).as !== 'resource') return true;
  if (!isBuiltFrom(db, file)) return false;
  return outermost(db, file).some((kustomization) => {
    const directory = directoryOf(kustomization);
    const nodes = keptNodes(db, directory).get(file);
    const mappings = builtMappings(db, directory).get(file);
    return nodes !== undefined && mappings !== undefined && facts.every((fact) => holds(db, file, fact, nodes, mappings));
  });
}

function holds(
  db: Database,
  file: FilePath,
  fact: Fact,
  nodes: ReadonlySet<NodeId>,
  mappings: ReadonlyMap<NodeId, readonly MapValue[]>,
): boolean {
  if ('node' in fact) return nodes.has(fact.node) || !isScalarValue(db, file, fact.node);
  const built = mappings.get(fact.mapping) ?? [];
  if (built.length === 0) return false;
  if ('count' in fact) return built.every((one) => countOf(one, fact.list) === fact.count);
  if ('field' in fact) return built.every((one) => isAsSaid(one.get(fact.field), fact.isThere));
  return built.every((one) => {
    const list = one.get(fact.list);
    return list?.kind !== 'list' || !list.items.some((item) => textAt(item, fact.by) === fact.lacks);
  });
}

function countOf(mapping: MapValue, list: string | undefined): number | undefined {
  if (list === undefined) return mapping.size;
  const value = mapping.get(list);
  return value?.kind === 'list' ? value.items.length : undefined;
}

function isAsSaid(value: Value | undefined, isThere: boolean): boolean {
  return isThere ? !isMissingOrNull(value) : isEmpty(value);
}

function textAt(value: Value, path: readonly string[]): string | undefined {
  let at: Value | undefined = value;
  for (const step of path) at = at?.kind === 'map' ? at.get(step) : undefined;
  return at?.kind === 'scalar' ? at.text : undefined;
}

/** What builds make of a mapping, built one by one as they are asked for; undefined where no kustomization lists the file as a resource. */
function mappingsBuilt(db: Database, file: FilePath, mapping: NodeId): Iterable<MapValue> | undefined {
  return useOf(db, file).as === 'resource' ? mappingsOf(db, file, mapping) : undefined;
}

/** Whether a build may hold something of the file: while it cannot be read, everything that lists it fails, and no build has to be tried. */
function isBuiltFrom(db: Database, file: FilePath): boolean {
  return useOf(db, file).as === 'resource' && !('problem' in attempt(() => resourcesIn(db, file, 'resource')));
}

function* mappingsOf(db: Database, file: FilePath, mapping: NodeId): Generator<MapValue> {
  if (!isBuiltFrom(db, file)) return;
  for (const kustomization of outermost(db, file))
    yield* builtMappings(db, directoryOf(kustomization)).get(file)?.get(mapping) ?? [];
}

/** The kustomizations on the way up from a file that nothing else builds upon; the smallest builds first, which often tell enough. */
export const outermost = query('outermostKustomizations', (db, file: FilePath): readonly FilePath[] => {
  const found: FilePath[] = [];
  const seen = new Set<FilePath>();
  let layer = useOf(db, file).by.map(({ kustomization }) => kustomization);
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
  const sizes = new Map(found.map((one) => [one, directoriesBuilt(db, directoryOf(one)).length]));
  return found.sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
});

/** File to the nodes whose scalars stand in the build of a directory. */
const keptNodes = query(
  'keptNodes',
  (db, directory: FilePath): ReadonlyMap<FilePath, ReadonlySet<NodeId>> => {
    const found = new Map<FilePath, Set<NodeId>>();
    const waiting: Value[] = freeBuild(db, directory).objects.map(({ value }) => value);
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

/** File to what became of its mappings in the build of a directory, by their nodes. */
const builtMappings = query(
  'builtMappings',
  (db, directory: FilePath): ReadonlyMap<FilePath, ReadonlyMap<NodeId, readonly MapValue[]>> => {
    const found = new Map<FilePath, Map<NodeId, MapValue[]>>();
    const waiting: Value[] = freeBuild(db, directory).objects.map(({ value }) => value);
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      if (value.kind === 'list') waiting.push(...value.items);
      if (value.kind !== 'map') continue;
      waiting.push(...value.values);
      if (value.source.inline !== undefined) continue;
      const nodes = found.get(value.source.file) ?? new Map<NodeId, MapValue[]>();
      found.set(value.source.file, nodes);
      nodes.set(value.at, [...(nodes.get(value.at) ?? []), value]);
    }
    return found;
  },
  { retain: 8 },
);

function isScalarValue(db: Database, file: FilePath, node: NodeId): boolean {
  return tree(db, file).documents.some(
    ({ root }) => root !== undefined && root.id <= node && nodeAt(root, node)?.kind === 'scalar',
  );
}

/** The value with this number below a root; undefined for keys and what stands elsewhere. */
function nodeAt(root: Node, id: NodeId): Node | undefined {
  let at: Node | undefined = root;
  for (const step of pathTo(root, id) ?? []) {
    if (at?.kind === 'sequence') at = typeof step === 'number' ? at.items[step] : undefined;
    else if (at?.kind === 'mapping') at = at.entries.findLast(({ key, value }) => key.id <= id && value.id <= id)?.value;
  }
  return at?.id === id ? at : undefined;
}
