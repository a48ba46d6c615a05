/**
 * What the generators of an ApplicationSet come to, as far as the repository knows (applicationset/generators): lists, the
 * directories and files of this repository, and matrices and merges of these. Clusters, hosting services and plugins say what they say:
 * their sets are open.
 */
import type { FilePath } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { asMapping, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import { parseYaml } from '../../../syntax/yaml/parse.ts';
import { tree } from '../../source.ts';
import { isThisRepository } from '../../this-repository.ts';
import { fileText } from '../../workspace/inputs.ts';
import { followsBranch } from '../../workspace/repository.ts';
import { directoriesOf, directoryOfFile, filesOf, type PathPattern, pathParameters } from './git-paths.ts';
import {
  combined,
  flattened,
  isMap,
  OPEN,
  overridden,
  type Parameter,
  type ParameterMap,
  type ParameterSet,
  parameterOf,
  textsOf,
  Unknown,
} from './parameters.ts';
import { isSelected } from './selector.ts';
import { filledNode, filledText, type Language } from './template.ts';

/** Where a set stands, and how its texts are read. */
export interface SetContext extends Language {
  readonly file: FilePath;
  readonly root: FilePath;
}

/** Sets that one ApplicationSet may make. */
const MAX_SETS = 5_000;
/** Matrices and merges may hold one another once. */
const MAX_DEPTH = 3;

/** One generator's sets; what is not known is {@link OPEN}. */
export function parameterSets(db: Database, context: SetContext, generator: Node, depth = 0): readonly ParameterSet[] {
  try {
    return selected(generator, setsOf(db, context, generator, depth));
  } catch (error) {
    if (error instanceof Unknown) return [OPEN];
    throw error;
  }
}

function selected(generator: Node, sets: readonly ParameterSet[]): readonly ParameterSet[] {
  if (sets.length > MAX_SETS) throw new Unknown();
  const selector = field(generator, 'selector');
  return selector === undefined ? sets : sets.filter((set) => set.open || isSelected(selector, flattened(set.values)));
}

function setsOf(db: Database, context: SetContext, generator: Node, depth: number): readonly ParameterSet[] {
  const kinds = (asMapping(generator)?.entries ?? []).filter(({ key }) => key.kind === 'scalar' && key.value !== 'selector');
  const [only, second] = kinds;
  if (only?.key.kind !== 'scalar' || second !== undefined || depth > MAX_DEPTH) throw new Unknown();
  switch (only.key.value) {
    case 'list':
      return listed(only.value, context);
    case 'git':
      return fromGit(db, context, only.value);
    case 'matrix':
      return crossed(db, context, items(field(only.value, 'generators')), depth);
    case 'merge':
      return merged(db, context, only.value, depth);
    case 'clusters':
      return [{ ...OPEN, values: knownValues(field(only.value, 'values'), context) }];
    default:
      return [OPEN];
  }
}

/** Of what a generator adds for every cluster, the texts that use nothing of the cluster. */
function knownValues(values: Node | undefined, context: SetContext): ParameterMap {
  const texts = textsOf(values).filter(([, text]) => !text.includes('{{'));
  if (texts.length === 0) return OPEN.values;
  return context.goTemplate
    ? new Map([['values', new Map(texts)]])
    : new Map(texts.map(([name, text]) => [`values.${name}`, text]));
}

function listed(list: Node, context: SetContext): readonly ParameterSet[] {
  const text = textOf(field(list, 'elementsYaml'));
  const written = items(field(list, 'elements')).map((element) => ({
    values: elementOf(element, context),
    open: false,
    element: element.id,
  }));
  if (text === undefined) return written;
  if (text.includes('{{')) throw new Unknown();
  // What stands in a text has no place of its own; the controller does not flatten it either.
  const more = items(onlyDocument(text)).map((element) => ({ values: mapOf(element), open: false, element: undefined }));
  return [...written, ...more];
}

function elementOf(element: Node, { goTemplate }: SetContext): ParameterMap {
  const map = mapOf(element);
  if (goTemplate) return map;
  const flat = new Map<string, Parameter>();
  for (const [name, value] of map) {
    if (name === 'values' && isMap(value)) for (const [key, one] of value) flat.set(`values.${key}`, one);
    else flat.set(name, value);
  }
  if ([...flat.values()].some((value) => typeof value !== 'string')) throw new Unknown();
  return flat;
}

function mapOf(node: Node | undefined): ParameterMap {
  const read = parameterOf(node);
  if (!isMap(read)) throw new Unknown();
  return read;
}

function onlyDocument(text: string): Node | undefined {
  const [document, second] = parseYaml(text).tree.documents;
  if (second !== undefined || (document !== undefined && document.problems.length > 0)) throw new Unknown();
  return document?.root;
}

function fromGit(db: Database, context: SetContext, git: Node): readonly ParameterSet[] {
  const { file, root, goTemplate } = context;
  const url = textOf(field(git, 'repoURL'));
  const revision = textOf(field(git, 'revision'));
  if (url === undefined || `${url}${revision ?? ''}`.includes('{{')) throw new Unknown();
  if (!followsBranch(db, root, revision) || !isThisRepository(db, file, url)) throw new Unknown();
  const prefix = textOf(field(git, 'pathParamPrefix')) ?? '';
  const values = textsOf(field(git, 'values'));
  const finished = (found: ParameterMap): ParameterSet => ({
    values: withValues(found, values, context),
    open: false,
    element: undefined,
  });
  const directories = patternsOf(git, 'directories');
  if (directories.length > 0)
    return directoriesOf(db, root, directories).map((path) => finished(pathParameters(path, undefined, goTemplate, prefix)));
  const files = patternsOf(git, 'files');
  if (files.length === 0) throw new Unknown();
  return filesOf(db, root, files).flatMap((path) => {
    const own = pathParameters(directoryOfFile(root, path), path, goTemplate, prefix);
    return objectsOf(db, path).map((object) =>
      finished(new Map<string, Parameter>([...(goTemplate ? object : flattened(object)), ...own])),
    );
  });
}

function patternsOf(git: Node, name: string): readonly PathPattern[] {
  return items(field(git, name)).map((item) => {
    const path = textOf(field(item, 'path'));
    if (path === undefined || path.includes('{{')) throw new Unknown();
    return { path, exclude: textOf(field(item, 'exclude')) === 'true' };
  });
}

/** A file of parameters holds one object, or a list of them; an empty one counts as an empty object. */
function objectsOf(db: Database, file: FilePath): readonly ParameterMap[] {
  if (fileText(db, file) === undefined) throw new Unknown();
  const [document, second] = tree(db, file).documents;
  if (second !== undefined || (document !== undefined && document.problems.length > 0)) throw new Unknown();
  if (document?.root === undefined) return [new Map()];
  const read = parameterOf(document.root);
  if (read === null) return [new Map()];
  const all = Array.isArray(read) ? read : [read];
  return all.map((one: Parameter) => {
    if (!isMap(one)) throw new Unknown();
    return one;
  });
}

/** `values` of a generator may use its own parameters. */
function withValues(found: ParameterMap, values: readonly (readonly [string, string])[], context: SetContext): ParameterMap {
  if (values.length === 0) return found;
  const set = { values: found, open: false, element: undefined };
  const texts = values.map(([name, text]) => [name, filledText(text, set, context)] as const);
  const added: readonly (readonly [string, Parameter])[] = context.goTemplate
    ? [['values', new Map(texts)]]
    : texts.map(([name, text]) => [`values.${name}`, text] as const);
  return new Map([...found, ...added]);
}

/** Every set of the first with every set of the second, which may use the parameters of the first. */
function crossed(db: Database, context: SetContext, generators: readonly Node[], depth: number): readonly ParameterSet[] {
  const [first, second, third] = generators;
  if (first === undefined || second === undefined || third !== undefined) throw new Unknown();
  const found: ParameterSet[] = [];
  for (const a of parameterSets(db, context, first, depth + 1)) {
    for (const b of parameterSets(db, context, filledNode(second, a, context), depth + 1)) {
      const values = context.goTemplate ? overridden(b.values, a.values) : combined(a.values, b.values);
      found.push({ values, open: a.open || b.open, element: b.element ?? a.element });
      if (found.length > MAX_SETS) throw new Unknown();
    }
  }
  return found;
}

/** The sets of the first generator, with what the others say of the same keys. */
function merged(db: Database, context: SetContext, merge: Node, depth: number): readonly ParameterSet[] {
  const keys = items(field(merge, 'mergeKeys')).map((key) => textOf(key) ?? '');
  const [first, ...others] = items(field(merge, 'generators')).map((one) => parameterSets(db, context, one, depth + 1));
  if (first === undefined || others.length === 0 || keys.length === 0) throw new Unknown();
  if (first.some(({ open }) => open)) return possible(first, others, context);
  const keyOf = ({ values }: ParameterSet): string =>
    keys
      .map((key) => {
        const value = values.get(key);
        // Nested keys are none: the controller looks for the whole name.
        return value === undefined ? 'null' : typeof value === 'object' ? fail() : JSON.stringify(value);
      })
      .join('\n');
  const found = byKey(first, keyOf);
  for (const sets of others) {
    if (sets.some(({ open }) => open)) {
      // Any of them may be overridden, but for the keys themselves.
      for (const [key, set] of found) {
        const certain = new Map([...set.values].filter(([name]) => keys.includes(name)));
        found.set(key, { ...set, values: certain, open: true });
      }
      continue;
    }
    for (const [key, by] of byKey(sets, keyOf)) {
      const base = found.get(key);
      if (base === undefined) continue;
      const values = context.goTemplate ? overridden(base.values, by.values) : new Map([...base.values, ...by.values]);
      found.set(key, { ...base, values, element: base.element ?? by.element });
    }
  }
  return [...found.values()];
}

/** Which set of an open first generator another speaks of is not known: any may stand alone, or with any of theirs. */
function possible(
  first: readonly ParameterSet[],
  others: readonly (readonly ParameterSet[])[],
  { goTemplate }: SetContext,
): readonly ParameterSet[] {
  const all = others.flat();
  if (all.some(({ open }) => open) || first.length * all.length > MAX_SETS) throw new Unknown();
  return first.flatMap((base) => [
    { ...base, open: true },
    ...all.map(({ values, element }) => ({
      values: goTemplate ? overridden(base.values, values) : new Map([...base.values, ...values]),
      open: true,
      element,
    })),
  ]);
}

function byKey(sets: readonly ParameterSet[], keyOf: (set: ParameterSet) => string): Map<string, ParameterSet> {
  const found = new Map(sets.map((set) => [keyOf(set), set]));
  // The controller refuses sets that are not told apart by their keys.
  if (found.size !== sets.length) throw new Unknown();
  return found;
}

function fail(): never {
  throw new Unknown();
}
