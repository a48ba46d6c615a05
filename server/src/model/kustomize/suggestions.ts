/** What can be written in a kustomization file: its fields, their fixed values, and what its objects have. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { field, items, textOf } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import type { Suggestion } from '../facts.ts';
import { fieldNames, shapeAt } from './build/kustomization.ts';
import { noteOn } from './field-notes.ts';
import { kustomizationMapping, topField } from './file.ts';
import { gatheredObjects } from './gathered.ts';
import { inlineMerge, type MergePatch, mergeFields, mergeValues } from './merge-choices.ts';
import { fieldPaths, imageNames, type Part, parts, selected, workloads } from './object-choices.ts';
import { OPERATION_FIELDS, operationValues } from './operation-choices.ts';
import { replaceableObjects } from './rewriting/replaceable.ts';

type Path = readonly (string | number)[];

/** The fields of the mapping at the path, in Kustomize's order; deprecated ones are not among them. */
export function fieldsAt(db: Database, file: FilePath, path: Path): readonly Suggestion[] {
  const patch = mergeIn(db, file, path);
  if (patch !== undefined) return mergeFields(patch, path.slice(3));
  if (patternOf(path) === 'patches/*/patch/*') return OPERATION_FIELDS;
  return fieldNames(shapeAt(path)).flatMap((name, rank): readonly Suggestion[] => {
    const own = [...path, name];
    const about = name === 'env' ? undefined : noteOn(own);
    return about === undefined ? [] : [{ text: name, about, rank, ...opening(shapeAt(own)) }];
  });
}

function opening(shape: ReturnType<typeof shapeAt>): { readonly opens?: 'list' | 'mapping' } {
  if (shape === undefined || typeof shape === 'string') return {};
  return { opens: Array.isArray(shape) ? 'list' : 'mapping' };
}

function patternOf(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
}

/** The merge patch in an entry that the path leads into. */
function mergeIn(db: Database, file: FilePath, path: Path): MergePatch | undefined {
  const [list, index, part] = path;
  if (list !== 'patches' || typeof index !== 'number' || part !== 'patch') return undefined;
  return inlineMerge(db, file, nodeAt(kustomizationMapping(db, file), path.slice(0, 2)));
}

/** Fixed values, and those that the objects of this layer have. */
export function valuesAt(db: Database, file: FilePath, path: Path): readonly Suggestion[] {
  const pattern = patternOf(path);
  const fixed = FIXED.get(pattern);
  if (fixed !== undefined) return fixed.map(([text, about]) => ({ text, about }));
  if (shapeAt(path) === 'bool') return ['true', 'false'].map((text) => ({ text, about: '', literal: true }));
  const patch = mergeIn(db, file, path);
  if (patch !== undefined) return mergeValues(patch, path.slice(3));
  const root = kustomizationMapping(db, file);
  if (pattern === 'apiVersion') return [versionFor(root)];
  return fromObjects(db, file, root, path, pattern);
}

function versionFor(root: Node | undefined): Suggestion {
  const isComponent = textOf(topField(root, 'kind')) === 'Component';
  return {
    text: `kustomize.config.k8s.io/${isComponent ? 'v1alpha1' : 'v1beta1'}`,
    about: isComponent ? 'Component' : 'Kustomization',
  };
}

type Fixed = readonly (readonly [text: string, about: string])[];

const BEHAVIORS: Fixed = [
  ['create', 'A new object; fails where there is one of this name'],
  ['merge', 'Adds to the entries of the object in a base'],
  ['replace', 'Takes the place of the object in a base'],
];

const FIXED: ReadonlyMap<string, Fixed> = new Map([
  [
    'kind',
    [
      ['Kustomization', 'Objects and what is done to them'],
      ['Component', 'A part that overlays switch on'],
    ],
  ],
  ['configMapGenerator/*/behavior', BEHAVIORS],
  ['secretGenerator/*/behavior', BEHAVIORS],
  [
    'secretGenerator/*/type',
    [
      ['Opaque', 'Any entries'],
      ['kubernetes.io/tls', 'A certificate and its key: tls.crt, tls.key'],
      ['kubernetes.io/dockerconfigjson', 'Access to registries: .dockerconfigjson'],
      ['kubernetes.io/basic-auth', 'username and password'],
      ['kubernetes.io/ssh-auth', 'ssh-privatekey'],
      ['kubernetes.io/service-account-token', 'A token of a service account'],
    ],
  ],
  [
    'sortOptions/order',
    [
      ['fifo', 'In the order of the resources'],
      ['legacy', 'Sorted by kind'],
    ],
  ],
  [
    'buildMetadata/*',
    [
      ['managedByLabel', 'A label with the version of Kustomize'],
      ['originAnnotations', 'An annotation that says where the object comes from'],
      ['transformerAnnotations', 'An annotation that says what changed the object'],
    ],
  ],
  [
    'helmCharts/*/valuesMerge',
    [
      ['merge', 'Files win over inline values'],
      ['override', 'Inline values win over files'],
      ['replace', 'Inline values only'],
    ],
  ],
]);

/** Selectors of objects, each with whether its parts are regular expressions. */
const SELECTORS =
  /^(?:patches\/\*\/target|patchesJson6902\/\*\/target|replacements\/\*\/source|replacements\/\*\/targets\/\*\/(?:select|reject\/\*))\/(group|version|kind|name|namespace)$/;

function fromObjects(db: Database, file: FilePath, root: Node | undefined, path: Path, pattern: string): readonly Suggestion[] {
  const part = SELECTORS.exec(pattern)?.[1];
  const found = path[0] === 'replacements' ? replaceableObjects : gatheredObjects;
  if (part !== undefined) return parts(found(db, file), nodeAt(root, path.slice(0, -1)), part as Part);
  if (/^(?:patches|patchesJson6902)\/\*\/patch\/\*\/\w+$/.test(pattern))
    return operationValues(db, file, nodeAt(root, path.slice(0, 2)), path.at(-1));
  switch (pattern) {
    case 'images/*/name':
      return imageNames(gatheredObjects(db, file));
    case 'replicas/*/name':
      return workloads(gatheredObjects(db, file));
    case 'replacements/*/source/fieldPath':
      return fieldPaths(selected(found(db, file), nodeAt(root, path.slice(0, -1))));
    case 'replacements/*/targets/*/fieldPaths/*':
      return fieldPaths(selected(found(db, file), nodeAt(root, [...path.slice(0, -2), 'select'])));
    default:
      return [];
  }
}

function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  return path.reduce<Node | undefined>(
    (node, step) => (typeof step === 'number' ? items(node)[step] : node === root ? topField(node, step) : field(node, step)),
    root,
  );
}
