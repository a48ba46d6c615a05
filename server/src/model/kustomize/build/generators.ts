/** ConfigMaps and Secrets made from literals, files and env files, and the hash that ends their names. */

import { flag, strings, text } from './kustomization.ts';
import { compareKeys, type Json, toJson } from './output.ts';
import { fail } from './problems.ts';
import { type Behavior, type Memory, Resource, UNSHARED } from './resource.ts';
import { sha256 } from './sha256.ts';
import { asMap, MapValue, ScalarValue as Scalar, type ScalarValue, type Spot, stringValue, type Value } from './values.ts';

/** A file's content: text, or bytes as base64 where they are no text. */
export type Content = { readonly text: string } | { readonly base64: string };

/** Reads a file for a generator; fails where it may not or cannot be read. */
export type ReadContent = (path: ScalarValue, file: string) => { readonly content: Content; readonly spot: Spot };

interface Pair {
  readonly key: string;
  readonly content: Content;
  readonly spot: Spot;
}

const BEHAVIORS: ReadonlySet<string> = new Set(['create', 'replace', 'merge']);

/** Makes the object that one generator entry describes. */
export function generate(
  kind: 'ConfigMap' | 'Secret',
  args: MapValue,
  globals: MapValue | undefined,
  read: ReadContent,
): Resource {
  const spot: Spot = { source: { ...args.source, via: 'generator' }, at: args.at };
  const name = text(args, 'name');
  if (name === '') fail('generator-name', spot, { kind });
  const pairs = pairsOf(args, spot, read);
  const seen = new Set<string>();
  for (const pair of pairs) {
    if (seen.has(pair.key)) fail('generator-duplicate-key', pair.spot, { name, key: pair.key });
    seen.add(pair.key);
  }
  const options = mergedOptions(asMap(args.get('options')), globals);
  const fields: [string, Value][] = [
    ['apiVersion', stringValue('v1', spot)],
    ['kind', stringValue(kind, spot)],
    ['metadata', metadata(args, options, spot)],
  ];
  if (kind === 'Secret') fields.push(['type', stringAt(args, 'type', spot) ?? stringValue('Opaque', spot)]);
  fields.push(...dataOf(kind, pairs, spot));
  if (options.immutable !== undefined)
    fields.push(['immutable', new Scalar('true', 'bool', 'plain', spot.source, options.immutable.at)]);
  const behavior = text(args, 'behavior');
  const memory: Memory = {
    previous: [],
    prefixes: [],
    suffixes: [],
    vars: [],
    behavior: BEHAVIORS.has(behavior) ? (behavior as Behavior) : 'unspecified',
    needsHash: !options.disablesHash,
    annotated: true,
    shared: UNSHARED,
  };
  return new Resource(mapOf(fields, spot), memory);
}

function mapOf(fields: readonly (readonly [string, Value])[], spot: Spot): MapValue {
  return new MapValue(
    fields.map(([key]) => key),
    fields.map(([, value]) => value),
    spot.source,
    spot.at,
  );
}

function stringAt(map: MapValue, field: string, spot: Spot): Value | undefined {
  const value = map.get(field);
  return value?.kind === 'scalar' && value.text !== ''
    ? stringValue(value.text, { source: spot.source, at: value.at })
    : undefined;
}

interface Options {
  readonly labels: MapValue | undefined;
  readonly annotations: MapValue | undefined;
  readonly disablesHash: boolean;
  readonly immutable: Value | undefined;
}

/** The entry's own options win over those of `generatorOptions`; switches that are on anywhere are on. */
function mergedOptions(own: MapValue | undefined, globals: MapValue | undefined): Options {
  return {
    labels: mergedTexts(asMap(own?.get('labels')), asMap(globals?.get('labels'))),
    annotations: mergedTexts(asMap(own?.get('annotations')), asMap(globals?.get('annotations'))),
    disablesHash: flag(own, 'disableNameSuffixHash') || flag(globals, 'disableNameSuffixHash'),
    immutable: flag(own, 'immutable')
      ? own?.get('immutable')
      : flag(globals, 'immutable')
        ? globals?.get('immutable')
        : undefined,
  };
}

function mergedTexts(own: MapValue | undefined, globals: MapValue | undefined): MapValue | undefined {
  if (own === undefined || globals === undefined) return own ?? globals;
  return own.keys.reduce((merged, key, i) => merged.set(key, own.values[i] ?? own, 'str'), globals);
}

function metadata(args: MapValue, options: Options, spot: Spot): MapValue {
  const fields: [string, Value][] = [['name', stringAt(args, 'name', spot) ?? stringValue('', spot)]];
  const namespace = stringAt(args, 'namespace', spot);
  if (namespace !== undefined) fields.push(['namespace', namespace]);
  for (const field of ['labels', 'annotations'] as const) {
    const texts = options[field];
    if (texts === undefined || texts.size === 0) continue;
    const values = texts.values.map((value) =>
      stringValue(value.kind === 'scalar' && value.tag !== 'null' ? value.text : '', { source: spot.source, at: value.at }),
    );
    fields.push([field, new MapValue(texts.keys, values, spot.source, texts.at)]);
  }
  return mapOf(fields, spot);
}

function dataOf(kind: 'ConfigMap' | 'Secret', pairs: readonly Pair[], spot: Spot): [string, Value][] {
  const data: [string, Value][] = [];
  const binary: [string, Value][] = [];
  for (const { key, content, spot: at } of pairs) {
    if (kind === 'Secret') data.push([key, stringValue(wrapped('text' in content ? encoded(content.text) : content.base64), at)]);
    else if ('text' in content) data.push([key, stringValue(content.text, at)]);
    else binary.push([key, stringValue(wrapped(content.base64), at)]);
  }
  const fields: [string, Value][] = [];
  if (data.length > 0 || kind === 'Secret') fields.push(['data', mapOf(data, spot)]);
  if (binary.length > 0) fields.push(['binaryData', mapOf(binary, spot)]);
  return fields;
}

/** Base64 of a text's bytes. */
export function encoded(content: string): string {
  const bytes = new TextEncoder().encode(content);
  let units = '';
  for (let i = 0; i < bytes.length; i += 0x8000) units += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(units);
}

/** Base64 beyond 70 characters is broken into lines, each with its end. */
function wrapped(base64: string): string {
  return base64.length < 70 ? base64 : base64.replace(/.{1,70}/g, '$&\n');
}

function pairsOf(args: MapValue, spot: Spot, read: ReadContent): readonly Pair[] {
  const pairs: Pair[] = [];
  const envs = [...strings(args, 'envs')];
  const env = args.get('env');
  if (env?.kind === 'scalar' && env.text !== '') envs.push(env);
  for (const file of envs) pairs.push(...envPairs(file, read));
  for (const literal of strings(args, 'literals')) pairs.push(literalPair(literal, spot));
  for (const file of strings(args, 'files')) pairs.push(filePair(file, read));
  return pairs;
}

function literalPair(literal: ScalarValue, { source }: Spot): Pair {
  const equals = literal.text.indexOf('=');
  const spot = { source, at: literal.at };
  if (equals <= 0) fail('generator-source', spot, { source: literal.text, reason: 'expected key=value' });
  const value = literal.text.slice(equals + 1);
  const quote = value.charAt(0);
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return { key: literal.text.slice(0, equals), content: { text: isQuoted ? value.slice(1, -1) : value }, spot };
}

function filePair(source: ScalarValue, read: ReadContent): Pair {
  const parts = source.text.split('=');
  const spot = { source: source.source, at: source.at };
  const [first = '', second] = parts;
  if (second === undefined) {
    const { content, spot: at } = read(source, first);
    return { key: first.slice(first.lastIndexOf('/') + 1), content, spot: at };
  }
  if (parts.length > 2) fail('generator-source', spot, { source: source.text, reason: 'key name or file path contains "="' });
  if (first === '') fail('generator-source', spot, { source: source.text, reason: 'missing key name' });
  if (second === '') fail('generator-source', spot, { source: source.text, reason: 'missing file path' });
  const { content, spot: at } = read(source, second);
  return { key: first, content, spot: at };
}

/** Longest line that Kustomize's scanner takes; it silently stops at a longer one. */
const MAX_LINE = 65_536;

function envPairs(path: ScalarValue, read: ReadContent): readonly Pair[] {
  const { content, spot } = read(path, path.text);
  if (!('text' in content))
    fail('generator-source', { source: path.source, at: path.at }, { source: path.text, reason: 'invalid UTF-8' });
  const pairs: Pair[] = [];
  let offset = 0;
  for (const line of content.text.split('\n')) {
    if (line.length >= MAX_LINE) break;
    const start = offset;
    offset += line.length + 1;
    const unmarked = start === 0 ? line.replace(/^\ufeff/, '') : line;
    const trimmed = unmarked.replace(/\r$/, '').replace(/^[\s\u0085]+/, '');
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const equals = trimmed.indexOf('=');
    const key = equals < 0 ? trimmed : trimmed.slice(0, equals);
    if (key === '') continue;
    const at = start + line.indexOf(trimmed);
    pairs.push({ key, content: { text: equals < 0 ? '' : trimmed.slice(equals + 1) }, spot: { source: spot.source, at } });
  }
  return pairs;
}

const HASH_LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** The suffix of a generated object's name: a hash of its content, without letters that could spell words. */
export function hashOf(resource: Resource): string {
  const { root, id } = resource;
  const content: Record<string, Json> = { kind: id.kind, name: '', data: part(root, 'data') };
  if (id.kind === 'Secret') content.type = part(root, 'type');
  const extra = id.kind === 'Secret' ? 'stringData' : 'binaryData';
  if (asMap(root.get(extra)) !== undefined) content[extra] = part(root, extra);
  const hex = sha256(goJson(content)).slice(0, 10);
  return hex.replace(/[013ae]/g, (digit) => HASH_LETTERS[digit] ?? digit);
}

function part(root: MapValue, field: string): Json {
  const value = root.get(field);
  if (value === undefined) return '';
  return value.kind === 'scalar' ? value.text : toJson(value);
}

/** JSON as Go's encoder prints it: keys in order, and what HTML could misread escaped. */
export function goJson(value: Json, indent = '', depth = 0): string {
  const line = indent === '' ? '' : `\n${indent.repeat(depth + 1)}`;
  const end = indent === '' ? '' : `\n${indent.repeat(depth)}`;
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[${value.map((item: Json) => line + goJson(item, indent, depth + 1)).join(',')}${end}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => compareKeys(a, b));
    if (fields.length === 0) return '{}';
    const colon = indent === '' ? ':' : ': ';
    return `{${fields.map(([key, field]) => `${line}${goString(key)}${colon}${goJson(field, indent, depth + 1)}`).join(',')}${end}}`;
  }
  return typeof value === 'string' ? goString(value) : String(value);
}

function goString(value: string): string {
  return JSON.stringify(value)
    .replace(/[<>&\u2028\u2029]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\\ud[89a-f][0-9a-f]{2}/g, '\\ufffd');
}
