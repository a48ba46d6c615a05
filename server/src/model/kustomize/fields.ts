/** The fields that Kustomize knows in a kustomization file (`types.Kustomization` in its `api/types`, 5.8). */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, field, items, textOf } from '../../syntax/navigate.ts';
import type { Mapping, Node, NodeId } from '../../syntax/tree.ts';
import { tree } from '../source.ts';
import { isKustomizationFile, kustomizationRoot } from './recognise.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Every field at the top. */
export const TOP_FIELDS = words(
  `apiVersion kind metadata openapi namePrefix nameSuffix namespace commonLabels labels commonAnnotations
  patchesStrategicMerge patchesJson6902 patches images imageTags replacements replicas vars sortOptions resources
  components crds bases configMapGenerator secretGenerator helmGlobals helmCharts helmChartInflationGenerator
  generatorOptions configurations generators transformers validators buildMetadata`,
);

const PATCH = words('path patch target options');
const IMAGE = words('name newName tagSuffix newTag digest');
const GENERATOR = 'namespace name behavior literals files envs env options';
const OPTIONS = words('labels annotations disableNameSuffixHash immutable');

/** The fields of the items of lists; fields that newer releases keep adding to are not among these. */
const ITEM_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['patches', PATCH],
  ['patchesJson6902', PATCH],
  ['images', IMAGE],
  ['imageTags', IMAGE],
  ['replicas', words('name count')],
  ['labels', words('pairs includeSelectors includeTemplates fields')],
  ['configMapGenerator', words(GENERATOR)],
  ['secretGenerator', words(`${GENERATOR} type`)],
]);

/** The fields of single mappings. */
const MEMBER_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['metadata', words('name namespace labels annotations')],
  ['generatorOptions', OPTIONS],
]);

const TARGET = words('group version kind name namespace annotationSelector labelSelector');

/** A field that Kustomize does not know, and those that it would know in its place. */
export interface UnknownField {
  readonly name: string;
  readonly key: NodeId;
  /** Where it stands: a field's name, or the file. */
  readonly within: string;
  readonly known: ReadonlySet<string>;
}

/** Unknown fields of a kustomization file. Kustomize compares names without regard to case. */
export function* unknownFields(db: Database, file: FilePath): Generator<UnknownField> {
  const root = mappingOf(db, file);
  if (root === undefined) return;
  yield* unknownIn(root, TOP_FIELDS, 'a kustomization file');
  for (const { key, value } of root.entries) {
    if (key.kind !== 'scalar') continue;
    const items = ITEM_FIELDS.get(key.value);
    const members = MEMBER_FIELDS.get(key.value);
    if (members !== undefined) yield* unknownIn(value, members, key.value);
    if (items !== undefined) yield* unknownInItems(value, items, key.value);
  }
}

function* unknownInItems(list: Node, known: ReadonlySet<string>, name: string): Generator<UnknownField> {
  for (const item of items(list)) {
    yield* unknownIn(item, known, name);
    if (known === PATCH) yield* unknownIn(field(item, 'target'), TARGET, 'target');
    if (known.has('literals')) yield* unknownIn(field(item, 'options'), OPTIONS, 'options');
  }
}

function* unknownIn(node: Node | undefined, known: ReadonlySet<string>, within: string): Generator<UnknownField> {
  const folded = new Set([...known].map((name) => name.toLowerCase()));
  for (const { key } of asMapping(node)?.entries ?? []) {
    if (key.kind !== 'scalar' || (key.value === '<<' && key.style === 'plain')) continue;
    if (!folded.has(key.value.toLowerCase())) yield { name: key.value, key: key.id, within, known };
  }
}

/** True where Kustomize calls the file empty: no field but apiVersion and kind has a value (`Kustomization.CheckEmpty`). */
export function isEmptyKustomization(db: Database, file: FilePath): boolean {
  if (!isKustomizationFile(db, file)) return false;
  if (tree(db, file).documents.some(({ problems }) => problems.length > 0)) return false;
  const root = kustomizationRoot(db, file);
  if (root === undefined) return true;
  const mapping = asMapping(root);
  if (mapping === undefined) return root.kind === 'scalar' && textOf(root) === undefined;
  return mapping.entries.every(({ key, value }) => {
    if (key.kind === 'scalar' && (key.value === 'apiVersion' || key.value === 'kind')) return true;
    return value.kind === 'scalar' && (textOf(value) ?? '') === '';
  });
}

/** What the file says it is, and what Kustomize wants it to say (`Kustomization.EnforceFields`). */
export function wrongVersion(
  db: Database,
  file: FilePath,
): { readonly kind: string; readonly written: string; readonly wanted: string; readonly node: Node } | undefined {
  const root = mappingOf(db, file);
  const node = field(root, 'apiVersion');
  const written = textOf(node);
  if (node === undefined || written === undefined || written === '') return undefined;
  const kind = textOf(field(root, 'kind')) === 'Component' ? 'Component' : 'Kustomization';
  const wanted = `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
  return written === wanted ? undefined : { kind, written, wanted, node };
}

function mappingOf(db: Database, file: FilePath): Mapping | undefined {
  return isKustomizationFile(db, file) ? asMapping(kustomizationRoot(db, file)) : undefined;
}
