/** What in `.plumbline.yaml` is not understood, with the exact place. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { asMapping, asSequence, field, items, textOf } from '../../syntax/navigate.ts';
import type { Node } from '../../syntax/tree.ts';
import { KNOWN_VERSIONS, knownMinor } from '../kubernetes/schema/version.ts';
import { editionNamed } from '../kustomize/build/edition.ts';
import { KNOWN_KUSTOMIZE } from '../kustomize/version.ts';
import { type Place, textPlace } from '../place.ts';
import { tree } from '../source.ts';
import { asLevel, asProfile, CONFIG_KEYS, config, configFile, isConfigFile, PROFILES } from './config.ts';
import { pathKind } from './inputs.ts';
import { repositoryOf } from './repository.ts';
import { repositoryLocationProblem } from './schema-locations.ts';

export interface ConfigMistake {
  readonly mistake:
    | 'unknownKey'
    | 'mapping'
    | 'list'
    | 'text'
    | 'level'
    | 'object'
    | 'location'
    | 'version'
    | 'kustomize'
    | 'profile'
    | 'missingPaths'
    | 'missingBaseline'
    | 'second';
  readonly at: Place;
  /** What is written there, or the key that it belongs to. */
  readonly text: string;
  /** What could stand there. */
  readonly known: readonly string[];
}

/** A rule's id as the configuration names it; whether there is such a rule is not the model's to say. */
export interface ConfiguredRule {
  readonly id: string;
  readonly at: Place;
  readonly key: number;
}

/** The keys of one entry under `clusters`. */
const CLUSTER_KEYS: readonly string[] = ['contexts', 'protected', 'readOnly'];

/** The keys of one entry under `overrides`. */
const OVERRIDE_KEYS: readonly string[] = ['paths', 'profile', 'rules', 'kubernetes', 'kustomize'];

const LEVEL_WORDS: readonly string[] = ['error', 'warning', 'info', 'hint', 'off'];

/** The mistakes of a configuration file, besides rules that do not exist. */
export function* configMistakes(db: Database, file: FilePath): Generator<ConfigMistake> {
  if (!isConfigFile(db, file)) return;
  const root = repositoryOf(db, file)?.root ?? '';
  if (configFile(db, root) !== file) yield mistake('second', { node: 0, from: 0, to: 0 }, '');
  const top = tree(db, file).documents[0]?.root;
  if (top === undefined || isEmpty(top)) return;
  yield* mappingMistakes(top, 'The configuration', Object.keys(CONFIG_KEYS));
  for (const { key, value } of asMapping(top)?.entries ?? []) {
    if (key.kind !== 'scalar' || isEmpty(value)) continue;
    if (key.value === 'profile') yield* profileMistakes(value, PROFILES);
    if (key.value === 'rules') yield* levelMistakes(value);
    if (key.value === 'overrides') yield* overrideMistakes(value);
    if (key.value === 'kubernetes') yield* kubernetesMistakes(value);
    if (key.value === 'kustomize') yield* kustomizeMistakes(value);
    if (key.value === 'ignore' || key.value === 'external' || key.value === 'schemaLocations')
      yield* textsMistakes(value, key.value);
    if (key.value === 'external') yield* objectMistakes(value);
    if (key.value === 'schemaLocations') yield* locationMistakes(value, root);
    if (key.value === 'clusters') yield* clusterMistakes(value);
    if (key.value === 'baseline') {
      const { baseline } = config(db, root);
      if (textOf(value) === undefined) yield mistake('text', { node: value.id }, 'baseline');
      else if (baseline !== undefined && pathKind(db, baseline) === undefined)
        yield mistake('missingBaseline', textPlace(value), textOf(value) ?? '');
    }
  }
}

/** Every rule that a configuration file names. */
export function* configuredRules(db: Database, file: FilePath): Generator<ConfiguredRule> {
  const top = isConfigFile(db, file) ? tree(db, file).documents[0]?.root : undefined;
  const places = asMapping(top)?.entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar') return [];
    if (key.value === 'rules') return [value];
    const named = (one: Node): readonly Node[] =>
      (asMapping(one)?.entries ?? [])
        .filter((entry) => entry.key.kind === 'scalar' && entry.key.value === 'rules')
        .map((entry) => entry.value);
    return key.value === 'overrides' ? items(value).flatMap(named) : [];
  });
  for (const place of places ?? []) {
    for (const { key } of asMapping(place)?.entries ?? [])
      if (key.kind === 'scalar') yield { id: key.value, at: textPlace(key), key: key.id };
  }
}

function* mappingMistakes(node: Node, name: string, keys: readonly string[]): Generator<ConfigMistake> {
  const mapping = asMapping(node);
  if (mapping === undefined) yield mistake('mapping', { node: node.id }, name);
  for (const { key } of mapping?.entries ?? []) {
    if (key.kind !== 'scalar') yield mistake('unknownKey', { node: key.id }, '?', keys);
    else if (!keys.includes(key.value) && key.value !== '<<') yield mistake('unknownKey', textPlace(key), key.value, keys);
  }
}

function* levelMistakes(node: Node): Generator<ConfigMistake> {
  const mapping = asMapping(node);
  if (mapping === undefined) yield mistake('mapping', { node: node.id }, '"rules"');
  for (const { value } of mapping?.entries ?? []) {
    const text = textOf(value);
    if (asLevel(text) !== undefined || text === 'false') continue;
    yield mistake('level', text === undefined ? { node: value.id } : textPlace(value), text ?? '', LEVEL_WORDS);
  }
}

function* overrideMistakes(node: Node): Generator<ConfigMistake> {
  if (asSequence(node) === undefined) yield mistake('list', { node: node.id }, 'overrides');
  for (const item of items(node)) {
    yield* mappingMistakes(item, 'An override', OVERRIDE_KEYS);
    const entries = asMapping(item)?.entries ?? [];
    for (const { key, value } of entries) {
      if (key.kind === 'scalar' && key.value === 'rules') yield* levelMistakes(value);
      if (key.kind === 'scalar' && key.value === 'profile') yield* profileMistakes(value, [...PROFILES, 'none']);
      if (key.kind === 'scalar' && key.value === 'paths') yield* textsMistakes(value, 'paths');
      if (key.kind === 'scalar' && key.value === 'kubernetes') yield* kubernetesMistakes(value);
      if (key.kind === 'scalar' && key.value === 'kustomize') yield* kustomizeMistakes(value);
    }
    const first = entries[0]?.key;
    if (first !== undefined && !entries.some(({ key }) => key.kind === 'scalar' && key.value === 'paths'))
      yield mistake('missingPaths', { node: first.id }, '');
  }
}

function* profileMistakes(node: Node, known: readonly string[]): Generator<ConfigMistake> {
  const text = textOf(node);
  if (text === undefined || (asProfile(text) === undefined && !known.includes(text)))
    yield mistake('profile', text === undefined ? { node: node.id } : textPlace(node), text ?? '', known);
}

function* kubernetesMistakes(node: Node): Generator<ConfigMistake> {
  yield* mappingMistakes(node, '"kubernetes"', ['version']);
  const version = field(node, 'version');
  const text = textOf(version);
  if (version !== undefined && text !== undefined && knownMinor(text) === undefined)
    yield mistake('version', textPlace(version), text, KNOWN_VERSIONS);
}

function* kustomizeMistakes(node: Node): Generator<ConfigMistake> {
  yield* mappingMistakes(node, '"kustomize"', ['version']);
  const version = field(node, 'version');
  const text = textOf(version);
  if (version !== undefined && text !== undefined && editionNamed(text) === undefined)
    yield mistake('kustomize', textPlace(version), text, KNOWN_KUSTOMIZE);
}

function* clusterMistakes(node: Node): Generator<ConfigMistake> {
  if (asSequence(node) === undefined) yield mistake('list', { node: node.id }, 'clusters');
  for (const item of items(node)) {
    yield* mappingMistakes(item, 'A cluster', CLUSTER_KEYS);
    for (const { key, value } of asMapping(item)?.entries ?? [])
      if (key.kind === 'scalar' && key.value === 'contexts') yield* textsMistakes(value, 'contexts');
  }
}

function* textsMistakes(node: Node, name: string): Generator<ConfigMistake> {
  if (asSequence(node) === undefined) yield mistake('list', { node: node.id }, name);
  for (const item of items(node)) if (textOf(item) === undefined) yield mistake('text', { node: item.id }, name);
}

function* objectMistakes(node: Node): Generator<ConfigMistake> {
  for (const item of items(node)) {
    const text = textOf(item);
    const parts = text?.split('/') ?? [];
    if (text !== undefined && (parts.length < 2 || parts.length > 3 || parts.includes('')))
      yield mistake('object', textPlace(item), text);
  }
}

function* locationMistakes(node: Node, root: FilePath): Generator<ConfigMistake> {
  for (const item of items(node)) {
    const text = textOf(item);
    const problem = text === undefined ? undefined : repositoryLocationProblem(text, root);
    if (problem !== undefined) yield { ...mistake('location', textPlace(item), text ?? ''), known: [problem] };
  }
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && textOf(node) === undefined;
}

function mistake(kind: ConfigMistake['mistake'], at: Place, text: string, known: readonly string[] = []): ConfigMistake {
  return { mistake: kind, at, text, known };
}
