/** A kustomization file, read: its fields, and every path in it with the place of exactly the path's text. */
import { deepEqual } from '../../base/equal.ts';
import { type FilePath, join } from '../../base/paths.ts';
import { type Database, query } from '../../engine/database.ts';
import { asMapping, field, items, textOf } from '../../syntax/navigate.ts';
import type { Node, NodeId } from '../../syntax/tree.ts';
import { type Place, textPlace } from '../place.ts';
import { throughLinks } from '../workspace/inputs.ts';
import { directoryOf, hasKustomizationName, isKustomizationFile, kustomizationRoot } from './recognise.ts';
import { isRemoteFile, isRemoteRepository } from './remote.ts';

/** The fields that hold paths, and what each takes. `either` reads a file and, failing that, builds a directory. */
export const PATH_FIELDS = {
  resources: 'either',
  bases: 'either',
  components: 'directory',
  patches: 'file',
  patchesStrategicMerge: 'file',
  patchesJson6902: 'file',
  configMapGenerator: 'file',
  secretGenerator: 'file',
  configurations: 'file',
  crds: 'file',
  openapi: 'file',
  replacements: 'file',
  generators: 'either',
  transformers: 'either',
  validators: 'either',
  helmValues: 'file',
  helmChartHome: 'directory',
} as const;
export type PathField = keyof typeof PATH_FIELDS;

/** The field as it is called in the file. */
export function fieldName(field: PathField): string {
  if (field === 'helmValues') return 'helmCharts';
  return field === 'helmChartHome' ? 'helmGlobals' : field;
}

/** One path in a kustomization file. */
export interface PathEntry {
  readonly field: PathField;
  /** The path as written. */
  readonly written: string;
  /** Exactly the path's text, without quotes and without the `key=` of a generator. */
  readonly place: Place;
  /** The sequence's item that holds it, or the node itself. */
  readonly item: NodeId;
  /** What it points at; undefined for what is fetched from elsewhere. */
  readonly path: FilePath | undefined;
}

/** A field at the top of the file. */
export interface TopField {
  readonly name: string;
  readonly key: NodeId;
  readonly value: NodeId;
}

export interface KustomizationFile {
  readonly kind: 'Kustomization' | 'Component';
  /** The top of the document; undefined where there is no mapping. */
  readonly root: NodeId | undefined;
  readonly fields: readonly TopField[];
  readonly paths: readonly PathEntry[];
  /** Set for all objects that have a namespace. */
  readonly namespace: string | undefined;
  readonly namespacePlace: Place | undefined;
  readonly namePrefix: string | undefined;
  readonly nameSuffix: string | undefined;
}

/** What a kustomization file says; undefined for all other files. */
export function kustomizationFile(db: Database, file: FilePath): KustomizationFile | undefined {
  return hasKustomizationName(file) ? readFile(db, file) : undefined;
}

const readFile = query(
  'kustomizationFile',
  (db, file: FilePath): KustomizationFile | undefined => {
    if (!isKustomizationFile(db, file)) return undefined;
    const root = asMapping(kustomizationRoot(db, file));
    const namespace = topField(root, 'namespace');
    return {
      kind: textOf(topField(root, 'kind')) === 'Component' ? 'Component' : 'Kustomization',
      root: root?.id,
      fields: (root?.entries ?? []).flatMap(({ key, value }) =>
        key.kind === 'scalar' ? { name: key.value, key: key.id, value: value.id } : [],
      ),
      paths: [...pathEntries(db, directoryOf(file), root)],
      namespace: textOf(namespace),
      namespacePlace: namespace === undefined ? undefined : textPlace(namespace),
      namePrefix: textOf(topField(root, 'namePrefix')),
      nameSuffix: textOf(topField(root, 'nameSuffix')),
    };
  },
  { equal: deepEqual },
);

/** A field at the top; Kustomize reads names without regard to case, and the last one counts (`encoding/json`). */
export function topField(root: Node | undefined, name: string): Node | undefined {
  const exact = field(root, name);
  if (exact !== undefined) return exact;
  const folded = name.toLowerCase();
  return asMapping(root)?.entries.findLast(({ key }) => key.kind === 'scalar' && key.value.toLowerCase() === folded)?.value;
}

/** The node of the top mapping, for readers that need more than {@link KustomizationFile} says. */
export function kustomizationMapping(db: Database, file: FilePath): Node | undefined {
  return isKustomizationFile(db, file) ? kustomizationRoot(db, file) : undefined;
}

function* pathEntries(db: Database, directory: FilePath, root: Node | undefined): Generator<PathEntry> {
  const entry = (field: PathField, node: Node | undefined, item = node, from = 0): readonly PathEntry[] => {
    const text = textOf(node)?.slice(from);
    if (node === undefined || item === undefined || text === undefined || text === '') return [];
    const remote = isRemoteFile(text) || (PATH_FIELDS[field] !== 'file' && isRemoteRepository(text));
    const place = from === 0 ? textPlace(node) : textPlace(node, from);
    return [{ field, written: text, place, item: item.id, path: remote ? undefined : throughLinks(db, join(directory, text)) }];
  };
  for (const name of ['resources', 'bases', 'components', 'configurations', 'crds'] as const)
    for (const item of items(topField(root, name))) yield* entry(name, item);
  for (const name of ['patchesStrategicMerge', 'generators', 'transformers', 'validators'] as const)
    for (const item of items(topField(root, name))) if (!isInline(textOf(item))) yield* entry(name, item);
  for (const name of ['patches', 'patchesJson6902', 'replacements'] as const)
    for (const item of items(topField(root, name))) yield* entry(name, field(item, 'path'), item);
  for (const name of ['configMapGenerator', 'secretGenerator'] as const) {
    for (const generator of items(topField(root, name))) {
      for (const item of items(field(generator, 'files'))) yield* entry(name, item, item, keyLength(textOf(item)));
      for (const item of items(field(generator, 'envs'))) yield* entry(name, item);
      yield* entry(name, field(generator, 'env'));
    }
  }
  yield* entry('openapi', field(topField(root, 'openapi'), 'path'));
  for (const chart of items(topField(root, 'helmCharts'))) {
    yield* entry('helmValues', field(chart, 'valuesFile'));
    for (const item of items(field(chart, 'additionalValuesFiles'))) yield* entry('helmValues', item);
  }
  for (const chart of items(topField(root, 'helmChartInflationGenerator'))) yield* entry('helmValues', field(chart, 'values'));
  yield* entry('helmChartHome', field(topField(root, 'helmGlobals'), 'chartHome'));
}

/** The length of `key=` in a generator's `key=path` (`generators.ParseFileSource`). */
function keyLength(text: string | undefined): number {
  return (text?.indexOf('=') ?? -1) + 1;
}

/** Where Kustomize takes both, YAML in place of a path has several lines, a key or a bracket. */
export function isInline(text: string | undefined): boolean {
  return text !== undefined && /\n|:\s|^\s*[{[]/.test(text);
}
