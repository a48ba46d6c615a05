/** What two kustomizations say alike, so that one component could say it for both. */
import { type FilePath, isInside, join } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Node, NodeId } from '../../../syntax/tree.ts';
import { fileText, pathKind } from '../../workspace/inputs.ts';
import { isInline, kustomizationMapping, topField } from '../file.ts';
import { stepsFrom } from '../graph.ts';
import { directoryOf, isComponent } from '../recognise.ts';
import { includedBy } from '../uses.ts';

/** An item of a list, or an entry of a mapping, that stands in both. */
export interface SharedEntry {
  /** The field at the top. */
  readonly field: string;
  /** By its item or key in the one and in the other. */
  readonly nodes: readonly [NodeId, NodeId];
  /** True for an entry of a mapping such as `commonAnnotations`. */
  readonly isKeyed: boolean;
  /** The files that it reads, relative, the same in both. */
  readonly files: readonly string[];
}

const LISTS = [
  'resources',
  'configMapGenerator',
  'secretGenerator',
  'patchesStrategicMerge',
  'patches',
  'patchesJson6902',
  'replicas',
  'images',
  'labels',
  'replacements',
] as const;
const MAPPINGS = ['commonAnnotations'] as const;

/** Every entry that says the same in both files; none for those that read what only one of them has. */
export function sharedEntries(db: Database, one: FilePath, other: FilePath): readonly SharedEntry[] {
  const [a, b] = [kustomizationMapping(db, one), kustomizationMapping(db, other)];
  const found: SharedEntry[] = [];
  for (const name of LISTS) {
    const left = [...items(topField(b, name))];
    for (const item of items(topField(a, name))) {
      const index = left.findIndex((candidate) => saysTheSame(item, candidate));
      const same = left[index];
      const files = same && filesOf(db, directoryOf(one), directoryOf(other), name, item);
      if (same === undefined || files === undefined) continue;
      left.splice(index, 1);
      found.push({ field: name, nodes: [item.id, same.id], isKeyed: false, files });
    }
  }
  for (const name of MAPPINGS) {
    const theirs = asMapping(topField(b, name))?.entries ?? [];
    for (const { key, value } of asMapping(topField(a, name))?.entries ?? []) {
      const same = theirs.find((entry) => saysTheSame(entry.key, key) && saysTheSame(entry.value, value));
      if (same !== undefined) found.push({ field: name, nodes: [key.id, same.key.id], isKeyed: true, files: [] });
    }
  }
  return found;
}

/** The same content, however it is laid out; what has anchors or aliases depends on the rest of its file. */
function saysTheSame(a: Node, b: Node): boolean {
  if (a.kind === 'alias' || b.kind === 'alias' || a.kind !== b.kind) return false;
  if (a.anchor !== undefined || b.anchor !== undefined || a.tag !== b.tag) return false;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value && (a.style === 'plain') === (b.style === 'plain');
  if (a.kind === 'sequence')
    return b.kind === 'sequence' && a.items.length === b.items.length && a.items.every((item, i) => same(item, b.items[i]));
  if (b.kind !== 'mapping' || a.entries.length !== b.entries.length) return false;
  return a.entries.every(({ key, value }) => b.entries.some((entry) => saysTheSame(entry.key, key) && same(value, entry.value)));
}

function same(a: Node, b: Node | undefined): boolean {
  return b !== undefined && saysTheSame(a, b);
}

/** The files of an entry, where both directories have them with the same text; undefined where they do not. */
function filesOf(
  db: Database,
  one: FilePath,
  other: FilePath,
  name: (typeof LISTS)[number],
  item: Node,
): readonly string[] | undefined {
  const paths = pathsIn(name, item);
  for (const path of paths) {
    const [mine, theirs] = [join(one, path), join(other, path)];
    if (!isInside(one, mine) || !isInside(other, theirs) || pathKind(db, mine) !== 'file') return undefined;
    const text = fileText(db, mine);
    if (text === undefined || text !== fileText(db, theirs)) return undefined;
    // Whoever else reads the file would miss it.
    if (includedBy(db, mine).length > 1 || includedBy(db, theirs).length > 1) return undefined;
  }
  return paths;
}

function pathsIn(name: (typeof LISTS)[number], item: Node): readonly string[] {
  switch (name) {
    case 'resources':
      return [textOf(item) ?? ''];
    case 'patchesStrategicMerge':
      return isInline(textOf(item)) ? [] : [textOf(item) ?? ''];
    case 'patches':
    case 'patchesJson6902':
    case 'replacements':
      return texts([field(item, 'path')]);
    case 'configMapGenerator':
    case 'secretGenerator': {
      const files = texts(items(field(item, 'files'))).map((file) => file.slice(file.indexOf('=') + 1));
      return [...files, ...texts(items(field(item, 'envs'))), ...texts([field(item, 'env')])];
    }
    default:
      return [];
  }
}

function texts(nodes: readonly (Node | undefined)[]): readonly string[] {
  return nodes.flatMap((node) => textOf(node) ?? []);
}

/** Kustomizations that are compared with one. */
const MAX_SIBLINGS = 12;

/** The kustomizations that build upon the same directories, those with the nearest paths first. */
export function siblingsOf(db: Database, kustomization: FilePath): readonly FilePath[] {
  if (isComponent(db, kustomization)) return [];
  const found = new Set<FilePath>();
  for (const { to } of stepsFrom(db, kustomization))
    for (const { kustomization: other } of includedBy(db, to))
      if (other !== kustomization && !isComponent(db, other)) found.add(other);
  const shared = (other: FilePath): number => {
    let i = 0;
    while (i < other.length && other[i] === kustomization[i]) i++;
    return i;
  };
  return [...found].sort((a, b) => shared(b) - shared(a) || (a < b ? -1 : 1)).slice(0, MAX_SIBLINGS);
}
