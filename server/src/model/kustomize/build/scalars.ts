/**
 * What type a plain scalar has, as Kustomize's YAML library decides it: YAML 1.2 with the octal and underscore forms of 1.1,
 * and full 1.1 for kustomization files themselves. See go.yaml.in/yaml v3 and v2, `resolve.go`.
 */

/** The types of scalars; others are tags as written. */
export type Tag = 'str' | 'int' | 'float' | 'bool' | 'null' | 'time' | 'merge';

const WORDS: ReadonlyMap<string, Tag> = new Map<string, Tag>([
  ...words('null', '', '~', 'null', 'Null', 'NULL'),
  ...words('bool', 'true', 'True', 'TRUE', 'false', 'False', 'FALSE'),
  ...words('float', '.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF'),
  ...words('merge', '<<'),
]);

/** Words that only YAML 1.1 takes for booleans. */
const OLD_BOOLEANS: ReadonlySet<string> = new Set('y Y yes Yes YES on On ON n N no No NO off Off OFF'.split(' '));

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^[-+]?(0|[1-9][0-9]*|0[0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/;
const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|\s+)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?)?$/;

/** The type of a plain scalar by its text. */
export function resolveTag(text: string): Tag {
  if (text === '') return 'null';
  const first = text.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  if (!isDigit) {
    if (first !== 43 && first !== 45 && first !== 46) return wordTag(text, first);
    const word = WORDS.get(text);
    if (word !== undefined) return word;
    if (first === 46) return isFloat(text) ? 'float' : 'str';
  }
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (INTEGER.test(plain)) return fitsInteger(plain) ? 'int' : 'float';
  if (isFloat(plain)) return 'float';
  return isDigit && TIMESTAMP.test(text) && timestamp(text) !== undefined ? 'time' : 'str';
}

/** What is too large for a float stays a string. */
function isFloat(text: string): boolean {
  return FLOAT.test(text) && Number.isFinite(Number(text));
}

/** `t T f F n N ~ <` open the only words that are no strings. */
function wordTag(text: string, first: number): Tag {
  if (text.length > 5) return 'str';
  const opens = first === 116 || first === 84 || first === 102 || first === 70 || first === 110 || first === 78 || first === 126;
  return opens || first === 60 ? (WORDS.get(text) ?? 'str') : 'str';
}

/** The type of a plain scalar in a kustomization file, which is read as YAML 1.1. */
export function resolveOldTag(text: string): Tag {
  return OLD_BOOLEANS.has(text) ? 'bool' : resolveTag(text);
}

const MAX_UNSIGNED = 2n ** 64n;

function fitsInteger(text: string): boolean {
  if (text.length < 18) return true;
  const value = integer(text);
  return value >= -(2n ** 63n) && value < MAX_UNSIGNED;
}

/** The value of an integer in any of its notations. */
export function integer(text: string): bigint {
  const plain = text.replaceAll('_', '');
  const negative = plain.startsWith('-');
  const digits = plain.replace(/^[-+]/, '');
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = BigInt(octal);
  return negative ? -value : value;
}

/** The number as JSON text, the way Go prints what it has read; undefined for infinities and NaN, which JSON cannot say. */
export function jsonNumber(text: string, tag: string): string | undefined {
  if (tag === 'int') return integer(text).toString();
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? String(Object.is(value, -0) ? '-0' : value) : undefined;
}

/** True for the spellings of true. */
export function isTrue(text: string): boolean {
  return /^(true|y|yes|on)$/i.test(text);
}

/** A date or time as Go prints it in JSON; undefined where it is none. */
export function timestamp(text: string): string | undefined {
  const parts =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d+))?(Z|[-+]\d{2}:\d{2})?)?$/.exec(text);
  if (parts === null) return undefined;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = parts;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > days) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const two = (part: string): string => part.padStart(2, '0');
  const rest = fraction.slice(0, 9).replace(/0+$/, '');
  const clock = `${two(hour)}:${two(minute)}:${two(second)}${rest === '' ? '' : `.${rest}`}`;
  return `${year}-${two(month)}-${two(day)}T${clock}${zone === '+00:00' ? 'Z' : zone}`;
}

function words(tag: Tag, ...texts: readonly string[]): readonly (readonly [string, Tag])[] {
  return texts.map((text) => [text, tag] as const);
}
