/** Objects out of YAML: documents one after another, lists taken apart, each checked as Kustomize checks what it reads. */
import type { FilePath } from '../../../base/paths.ts';
import { type Database, query } from '../../../engine/database.ts';
import type { Layout, Tree } from '../../../syntax/tree.ts';
import { parseYaml } from '../../../syntax/yaml/parse.ts';
import { languageOf, tree } from '../../source.ts';
import { fileText } from '../../workspace/inputs.ts';
import { countIncluded, useOf } from '../uses.ts';
import { hasContent } from './files.ts';
import { loaded } from './load.ts';
import { BuildFailure, type BuildProblem, fail } from './problems.ts';
import { Resource } from './resource.ts';
import { resolveOldTag } from './scalars.ts';
import {
  asList,
  asMap,
  isNull,
  isNullOrEmpty,
  ScalarValue,
  type Source,
  type Spot,
  textOf,
  type Value,
  type Via,
} from './values.ts';

/** Objects, or why there are none. */
export type Read = { readonly resources: readonly Resource[] } | { readonly problem: BuildProblem };

/** Files whose objects stay read: as many as the builds that follow one another share. The bases built of them are kept besides. */
const KEPT_FILES = 512;

/** The objects of a file that `resources` names. */
const resourcesOfFile = query(
  'kustomizeResourcesOfFile',
  (db, file: FilePath): Read => attempt(() => objectsOf(documentsOf(db, file, 'resource'))),
  { retain: KEPT_FILES },
);

/**
 * Reads the objects of a file that some kustomization lists, for later; nothing of other files, and where there are more than stay read
 * no more than that it can be.
 */
export function readForBuilds(db: Database, file: FilePath): void {
  if (useOf(db, file).as !== 'resource' || !hasContent(db, file)) return;
  if (countIncluded(db) <= KEPT_FILES) resourcesOfFile(db, file);
}

/** The objects of a file; fails as Kustomize does where they cannot be read. */
export function resourcesIn(db: Database, file: FilePath, via: Via): readonly Resource[] {
  if (via !== 'resource') return objectsOf(documentsOf(db, file, via));
  const read = resourcesOfFile(db, file);
  if ('problem' in read) throw new BuildFailure(read.problem);
  return read.resources;
}

/** What `work` reads, or the failure as data. */
export function attempt(work: () => readonly Resource[]): Read {
  try {
    return { resources: work() };
  } catch (error) {
    if (error instanceof BuildFailure) return { problem: error.problem };
    throw error;
  }
}

interface Documents {
  readonly tree: Tree;
  readonly source: Source;
}

/** The tree of a file whatever its name: what is no YAML or JSON by its name is read as YAML all the same. */
const treeOfAny = query(
  'kustomizeTree',
  (db, file: FilePath): { readonly tree: Tree; readonly layout: Layout } => parseYaml(fileText(db, file) ?? ''),
  {
    retain: 64,
  },
);

/** True where the trees and layouts of the file are those of the rest of Plumbline; JSON that is none is read as YAML. */
export function isCommonTree(db: Database, file: FilePath): boolean {
  const language = languageOf(file);
  return language === 'yaml' || (language === 'json' && tree(db, file).documents.every(({ problems }) => problems.length === 0));
}

export function documentsOf(db: Database, file: FilePath, via: Via): Documents {
  return { tree: isCommonTree(db, file) ? tree(db, file) : treeOfAny(db, file).tree, source: { file, via } };
}

/** Where nodes stand in a file whose tree is not common. */
export function layoutOfAny(db: Database, file: FilePath): Layout {
  return treeOfAny(db, file).layout;
}

/** YAML that stands as text in a scalar. */
export function documentsIn(scalar: ScalarValue, via: Via, text = scalar.text): Documents {
  const { tree: inner, layout } = parseYaml(text);
  return {
    tree: inner,
    source: {
      file: scalar.source.file,
      via,
      inline: { scalar: scalar.at, layout, shift: Math.max(0, scalar.text.indexOf(text)) },
    },
  };
}

/** The values of all documents; fails at the first that is no YAML. */
export function valuesIn({ tree: read, source }: Documents): readonly Value[] {
  const values: Value[] = [];
  for (const document of read.documents) {
    const [problem] = document.problems;
    if (problem !== undefined) fail('malformed-yaml', { source, at: source.whole ?? problem.id }, { reason: problem.message });
    if (document.root !== undefined) values.push(loaded(document.root, source));
  }
  return values;
}

/** The objects of all documents, lists of objects taken apart. */
export function objectsOf(documents: Documents): readonly Resource[] {
  let values = valuesIn(documents).filter((value) => !isNull(value));
  const [only] = values;
  if (
    values.length === 1 &&
    only?.kind === 'map' &&
    isWrapper(textOf(only.get('kind')), only.indexOf('items') >= 0 || only.indexOf('functionConfig') >= 0)
  )
    values = [...(asList(only.get('items'))?.items ?? [])];
  const waiting = values.filter((value) => !isNullOrEmpty(value));
  for (const value of waiting) check(value);
  const resources: Resource[] = [];
  for (let i = 0; i < waiting.length; i++) {
    const value = waiting[i];
    if (value?.kind !== 'map') continue;
    const items = textOf(value.get('kind')).endsWith('List') ? value.get('items') : undefined;
    if (items === undefined) {
      resources.push(new Resource(value));
      continue;
    }
    if (isNull(items)) continue;
    if (items.kind !== 'list') fail('not-an-object', { source: items.source, at: items.at }, { reason: 'items must be a list' });
    for (const item of items.items) {
      if (isNullOrEmpty(item)) continue;
      check(item);
      waiting.push(item);
    }
  }
  return resources;
}

function isWrapper(kind: string, hasItems: boolean): boolean {
  return hasItems && (kind === 'List' || kind === 'ResourceList');
}

/** Every object says its kind and, but for lists, its name. */
function check(value: Value): void {
  const spot: Spot = { source: value.source, at: value.at };
  const map = asMap(value);
  if (map === undefined) fail('not-an-object', spot, {});
  const kind = textOf(map.get('kind'));
  const metadata = map.get('metadata');
  if (isNullOrEmpty(map.get('apiVersion')) && isNullOrEmpty(map.get('kind')) && isNullOrEmpty(metadata))
    fail('not-an-object', spot, {});
  if (isNullOrEmpty(map.get('kind')) || kind === '') fail('missing-kind', spot, {});
  if (kind.endsWith('List')) return;
  const name = asMap(metadata)?.get('name');
  if (isNullOrEmpty(name) || textOf(name) === '')
    fail('missing-name', metadata === undefined ? spot : { source: metadata.source, at: metadata.at }, { kind });
}

/** The first document as the decoder of plain configuration files reads it: in YAML 1.1. */
export function configurationIn(documents: Documents): Value | undefined {
  const [document] = documents.tree.documents;
  const [problem] = document?.problems ?? [];
  if (problem !== undefined) fail('malformed-yaml', { source: documents.source, at: problem.id }, { reason: problem.message });
  return document?.root === undefined ? undefined : loaded(document.root, documents.source);
}

/** The same value with the types that YAML 1.1 gives plain scalars. */
export function inOldYaml(value: Value): Value {
  if (value.kind === 'list') return value.with(value.items.map(inOldYaml));
  if (value.kind === 'map') return value.withValues(value.values.map(inOldYaml));
  if (value.style !== 'plain') return value;
  if (value.tag === 'time') return new ScalarValue(value.text, 'str', 'plain', value.source, value.at);
  if (value.tag === 'str' && resolveOldTag(value.text) === 'bool') {
    const text = /^(y|yes|on)$/i.test(value.text) ? 'true' : 'false';
    return new ScalarValue(text, 'bool', 'plain', value.source, value.at);
  }
  return value;
}
