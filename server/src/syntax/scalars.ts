/**
 * What a scalar means once a reader has given it a type. Readers differ, and the difference is a classic trap:
 *
 * - `kubernetes`: sigs.k8s.io/yaml over go.yaml.in/yaml/v2, with which kubectl, the API machinery, Flux, Argo CD and Helm
 *   (manifests and values) read. YAML 1.1 in part: `yes`, `on`, `y` are true, `017` is fifteen, `1_000` is a thousand.
 * - `kyaml`: go.yaml.in/yaml/v3, with which Kustomize holds its nodes. As above, but `yes`, `on` and `y` are texts.
 *   Kustomize writes scalars back as they stand; what it turns into JSON goes through `kubernetes`.
 * - `core`: YAML 1.2 core schema, with which tools written in JavaScript read.
 * - `json`: JSON and JSON5, with which Renovate and the editor's own files are read.
 */
import type { Node, Scalar } from './tree.ts';

export type Schema = 'kubernetes' | 'kyaml' | 'core' | 'json';

/**
 * A scalar with its type. `text` is the number in decimal, exact also where a JavaScript number is not; `invalid` is a
 * scalar whose tag contradicts what is written, which makes Go readers refuse the document.
 */
export type Typed =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number; readonly text: string }
  | { readonly type: 'float'; readonly value: number; readonly text: string }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'binary'; readonly base64: string }
  | { readonly type: 'invalid'; readonly tag: string; readonly value: string };

const NULL: Typed = { type: 'null' };

/** The scalar as a reader with this schema sees it. */
export function typed(scalar: Scalar, schema: Schema = 'kubernetes'): Typed {
  const tag = shortTag(scalar.tag);
  if (tag === undefined) return scalar.style === 'plain' ? typedText(scalar.value, schema) : text(scalar.value);
  switch (tag) {
    case '!!null':
    case '!!bool':
    case '!!int':
    case '!!float':
      return withTag(tag, typedText(scalar.value, schema), scalar.value);
    case '!!binary':
      return { type: 'binary', base64: scalar.value.replace(/\s+/g, '') };
    default:
      // !!str, the non-specific `!`, and tags that mean nothing to these readers.
      return text(scalar.value);
  }
}

/** What plain text without a tag stands for. */
export function typedText(value: string, schema: Schema = 'kubernetes'): Typed {
  switch (schema) {
    case 'core':
      return coreWord(value) ?? coreNumber(value) ?? text(value);
    case 'json':
      return jsonWord(value) ?? jsonNumber(value) ?? text(value);
    default:
      return (schema === 'kubernetes' ? oldBool(value) : undefined) ?? coreWord(value) ?? goNumber(value) ?? text(value);
  }
}

/** A typed scalar as JavaScript would hold it; numbers past 2^53 lose digits here and keep them in `text`. */
export function plainValue(of: Typed): string | number | boolean | null {
  switch (of.type) {
    case 'null':
      return null;
    case 'binary':
      return of.base64;
    default:
      return of.value;
  }
}

/**
 * The key under which a Kubernetes reader files the value: JSON has text keys only, so that `on: push` is filed under
 * `true`. Undefined where the reader refuses the key: null, a collection, a number past 2^63. (Fractions as keys keep
 * their text here; Go rounds them to 32 bits.)
 */
export function keyText(key: Node | undefined, schema: Schema = 'kubernetes'): string | undefined {
  if (key?.kind === 'alias') return keyText(key.target, schema);
  if (key?.kind !== 'scalar') return undefined;
  const of = typed(key, schema);
  switch (of.type) {
    case 'null':
    case 'binary':
    case 'invalid':
      return undefined;
    case 'bool':
      return String(of.value);
    case 'string':
      return of.value;
    case 'int':
      return of.value < 2 ** 63 ? of.text : undefined;
    default:
      return of.text;
  }
}

/** True for the merge key: `<<` as it stands, not quoted, not tagged as anything else. */
export function isMergeKey(key: Node): boolean {
  if (key.kind !== 'scalar' || key.value !== '<<') return false;
  return key.tag === undefined ? key.style === 'plain' : shortTag(key.tag) === '!!merge';
}

/** A tag as the readers compare it: `!<tag:yaml.org,2002:int>` is `!!int`. */
export function shortTag(tag: string | undefined): string | undefined {
  const core = '!<tag:yaml.org,2002:';
  return tag?.startsWith(core) && tag.endsWith('>') ? `!!${tag.slice(core.length, -1)}` : tag;
}

function withTag(tag: string, of: Typed, value: string): Typed {
  if (tag === `!!${of.type}`) return of;
  if (tag === '!!float' && of.type === 'int') return { ...of, type: 'float' };
  return { type: 'invalid', tag, value };
}

function text(value: string): Typed {
  return { type: 'string', value };
}

function bool(value: boolean): Typed {
  return { type: 'bool', value };
}

function float(value: number): Typed {
  return { type: 'float', value, text: String(value) };
}

function coreWord(value: string): Typed | undefined {
  switch (value) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return NULL;
    case 'true':
    case 'True':
    case 'TRUE':
      return bool(true);
    case 'false':
    case 'False':
    case 'FALSE':
      return bool(false);
    case '.nan':
    case '.NaN':
    case '.NAN':
      return { type: 'float', value: Number.NaN, text: '.nan' };
  }
  const infinity = /^([-+]?)\.(?:inf|Inf|INF)$/.exec(value);
  if (infinity === null) return undefined;
  return infinity[1] === '-'
    ? { type: 'float', value: Number.NEGATIVE_INFINITY, text: '-.inf' }
    : { type: 'float', value: Number.POSITIVE_INFINITY, text: '.inf' };
}

/** The words of YAML 1.1. */
function oldBool(value: string): Typed | undefined {
  if (value.length > 3) return undefined;
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/.test(value)) return bool(true);
  if (/^(?:n|N|no|No|NO|off|Off|OFF)$/.test(value)) return bool(false);
  return undefined;
}

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Longer than any 64-bit number in base two: what is longer can be a float at most. */
const LONGEST_INT = 70;

/** Numbers as `resolve` of go-yaml (v2 and v3) reads them with Go's `strconv`. */
function goNumber(value: string): Typed | undefined {
  if (!/^[-+.0-9]/.test(value)) return undefined;
  const digits = /^\._/.test(value) ? value : value.replaceAll('_', '');
  if (digits.length <= LONGEST_INT) {
    const found = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]+|0|[1-9][0-9]*)$/.exec(digits);
    const whole = found === null ? undefined : go64(found[1] ?? '', found[2] ?? '');
    if (whole !== undefined) return whole;
  }
  if (!FLOAT.test(digits)) return undefined;
  // Out of range is an error to Go and leaves a text.
  const number = Number(digits);
  return Number.isFinite(number) ? float(number) : undefined;
}

/** The integer where it fits 64 bits; unsigned ones carry no sign. */
function go64(sign: string, magnitude: string): Typed | undefined {
  const size = BigInt(/^0[0-7]+$/.test(magnitude) ? `0o${magnitude.slice(1)}` : magnitude.toLowerCase());
  const limit = sign === '-' ? 1n << 63n : sign === '+' ? (1n << 63n) - 1n : (1n << 64n) - 1n;
  return size > limit ? undefined : int(sign === '-' ? -size : size);
}

function int(value: bigint): Typed {
  return { type: 'int', value: Number(value), text: String(value) };
}

function coreNumber(value: string): Typed | undefined {
  if (value.length <= LONGEST_INT && /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/.test(value)) {
    return value.startsWith('-') ? int(-BigInt(value.slice(1))) : int(BigInt(value.replace('+', '')));
  }
  return FLOAT.test(value) ? float(Number(value)) : undefined;
}

function jsonWord(value: string): Typed | undefined {
  if (value === 'null') return NULL;
  if (value === 'true' || value === 'false') return bool(value === 'true');
  const found = /^([-+]?)(NaN|Infinity)$/.exec(value);
  return found === null ? undefined : float(Number(found[2]) * (found[1] === '-' ? -1 : 1));
}

function jsonNumber(value: string): Typed | undefined {
  if (value.length <= LONGEST_INT) {
    const whole = /^([-+]?)(0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)$/.exec(value);
    if (whole !== null) return int(BigInt((whole[2] ?? '').toLowerCase()) * (whole[1] === '-' ? -1n : 1n));
  }
  return FLOAT.test(value) && !/^[-+]?0[0-9]/.test(value) ? float(Number(value)) : undefined;
}
