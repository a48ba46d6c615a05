/** The Kubernetes objects that stand in a file, as rules and other domains see them. */
import { deepEqual } from '../../base/equal.ts';
import { type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { asMapping, at, entry, field, items, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../syntax/tree.ts';
import { isKustomizationFile } from '../kustomize/recognise.ts';
import { useOf } from '../kustomize/uses.ts';
import { languageOf, tree } from '../source.ts';
import { childNames, pathKind } from '../workspace/inputs.ts';
import { isTemplate } from '../yaml/templates.ts';
import { groupOf, isClusterScoped, isConfiguration } from './kinds.ts';

/** One object: a document, or an item of a List. */
export interface KubernetesObject {
  readonly apiVersion: string;
  /** '' for the core group. */
  readonly group: string;
  readonly kind: string;
  /** `metadata.name`; undefined where none is written. */
  readonly name: string | undefined;
  /** `metadata.namespace` as written. */
  readonly namespace: string | undefined;
  /** The namespace it is deployed to, as far as the file says: '' for built-in kinds without one, undefined where others decide. */
  readonly scope: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  /** The mapping that is the object. */
  readonly node: NodeId;
  readonly apiVersionNode: NodeId;
  readonly kindNode: NodeId;
  /** The nodes of what is written; undefined where it is not. */
  readonly nameNode: NodeId | undefined;
  readonly namespaceNode: NodeId | undefined;
  /** True for a patch of an object that stands elsewhere. */
  readonly partial: boolean;
}

/**
 * The objects of a file in reading order, also those that patch others. Nothing for kustomization files, templates, and
 * files that a kustomization takes for data or for its own configuration.
 */
export const objectsIn = query(
  'objectsIn',
  (db, file: FilePath): readonly KubernetesObject[] => {
    if (!mayHoldObjects(db, file)) return NO_OBJECTS;
    const use = useOf(db, file);
    if (use.as === 'data' || use.as === 'configuration') return [];
    const partial = use.as === 'patch';
    return mappings(db, file).flatMap((mapping) => readObject(mapping, partial, use.renamespaced) ?? []);
  },
  { equal: deepEqual },
);

const NO_OBJECTS: readonly KubernetesObject[] = [];

/** True where a file is YAML or JSON that could be handed to a cluster. */
export function mayHoldObjects(db: Database, file: FilePath): boolean {
  const language = languageOf(file);
  if (language !== 'yaml' && language !== 'json') return false;
  if (isHelmFile(file) && useOf(db, file).as === undefined) return false;
  return !isKustomizationFile(db, file) && !isTemplate(db, file);
}

/** The mapping of an object of {@link objectsIn}, to read what its record does not say. */
export function bodyOf(db: Database, file: FilePath, object: Pick<KubernetesObject, 'node'>): Mapping | undefined {
  const { documents } = tree(db, file);
  if (documents.length > FEW) return bodies(db, file).get(object.node);
  const found = documents.find(({ root }) => root?.id === object.node);
  return asMapping(found?.root) ?? bodies(db, file).get(object.node);
}

/** So many documents are looked through faster than an index of them is made. */
const FEW = 8;

/** All of {@link bodyOf} at once, by node, for work on every object of a file. */
export function bodiesIn(db: Database, file: FilePath): { get(node: NodeId): Mapping | undefined } {
  if (tree(db, file).documents.length <= FEW) return { get: (node) => bodyOf(db, file, { node }) };
  return new Map(mappings(db, file).map((mapping) => [mapping.id, mapping]));
}

/** By number, so that files with very many objects cost no more than their size. */
const bodies = query(
  'objectBodies',
  (db, file: FilePath): ReadonlyMap<NodeId, Mapping> => new Map(mappings(db, file).map((mapping) => [mapping.id, mapping])),
  { retain: 16 },
);

/** The key by which objects are declared and referred to in the space {@link OBJECT}. */
export function objectKey(group: string, kind: string, name: string): string {
  return `${group}/${kind}/${name}`;
}

export { OBJECT } from '../spaces.ts';

/** Chart files have an apiVersion, values may have anything; a kustomization may list them all the same. */
function isHelmFile(file: FilePath): boolean {
  return file.endsWith('/Chart.yaml') || /\/values(?:[.-][^/]*)?\.ya?ml$/.test(file);
}

/** Every document that is a mapping; Lists give their items instead. */
function mappings(db: Database, file: FilePath): readonly Mapping[] {
  const found: Mapping[] = [];
  const waiting: (Node | undefined)[] = tree(db, file)
    .documents.map(({ root }) => root)
    .reverse();
  while (waiting.length > 0) {
    const mapping = asMapping(waiting.pop());
    if (mapping === undefined) continue;
    const listed = isList(mapping) ? items(field(mapping, 'items')) : undefined;
    if (listed === undefined) found.push(mapping);
    else waiting.push(...listed.toReversed());
    if (waiting.length + found.length > MAX_OBJECTS) break;
  }
  return found;
}

/** Objects read from one file; aliases inside Lists could make more out of little. */
const MAX_OBJECTS = 100_000;

/** As apimachinery does: the kind ends in List and there are items. */
function isList(mapping: Mapping): boolean {
  return textOf(field(mapping, 'kind'))?.endsWith('List') === true && field(mapping, 'items')?.kind === 'sequence';
}

function readObject(mapping: Mapping, partial: boolean, renamespaced: boolean): KubernetesObject | undefined {
  const version = entry(mapping, 'apiVersion');
  const kindEntry = entry(mapping, 'kind');
  const apiVersion = textOf(version?.value);
  const kind = textOf(kindEntry?.value);
  if (version === undefined || kindEntry === undefined || apiVersion === undefined || kind === undefined) return undefined;
  if (isConfiguration(apiVersion, kind)) return undefined;
  const metadata = field(mapping, 'metadata');
  const annotations = field(metadata, 'annotations');
  // Kustomize and kpt keep such objects from the cluster: they configure functions.
  if (textOf(field(annotations, 'config.kubernetes.io/local-config')) === 'true') return undefined;
  const nameNode = field(metadata, 'name');
  const namespaceNode = field(metadata, 'namespace');
  const group = groupOf(apiVersion);
  const name = textOf(nameNode);
  const namespace = textOf(namespaceNode);
  const scope = isClusterScoped(group, kind) ? '' : renamespaced || namespace?.includes('$') ? undefined : namespace;
  return {
    apiVersion,
    group,
    kind,
    name,
    namespace,
    scope,
    labels: textMap(at(metadata, 'labels')),
    node: mapping.id,
    apiVersionNode: version.value.id,
    kindNode: kindEntry.value.id,
    nameNode: name === undefined ? undefined : nameNode?.id,
    namespaceNode: namespace === undefined ? undefined : namespaceNode?.id,
    partial,
  };
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

function textMap(node: Node | undefined): ReadonlyMap<string, string> {
  const entries = asMapping(node)?.entries;
  if (entries === undefined) return NO_TEXTS;
  const found = new Map<string, string>();
  for (const { key, value } of entries) {
    const text = textOf(value);
    if (key.kind === 'scalar' && text !== undefined) found.set(key.value, text);
  }
  return found;
}

/** The names of the files directly in a directory that hold whole objects, sorted. */
export function manifestsIn(db: Database, directory: FilePath): readonly string[] {
  return childNames(db, directory).filter((name) => {
    const file = join(directory, name);
    return pathKind(db, file) === 'file' && objectsIn(db, file).some((object) => !object.partial && object.name !== undefined);
  });
}
