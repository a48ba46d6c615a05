/** The functions of Go's templates and of Sprig that ApplicationSets form names and paths with. */
import { isEmpty, isMap, type Parameter, printed, Unknown } from './parameters.ts';

type Value = Parameter | undefined;

/** Characters that a function may make. */
const MAX_TEXT = 100_000;

/** Throws {@link Unknown} for a function that is not known, and for arguments that it would not take. */
export function called(name: string, values: readonly Value[]): Value {
  const known = FUNCTIONS.get(name);
  if (known === undefined) throw new Unknown();
  const value = known(values);
  if (typeof value === 'string' && value.length > MAX_TEXT) throw new Unknown();
  return value;
}

/** Argo CD's `normalize`, and what it makes of the names of directories (applicationset/utils, SanitizeName). */
export function normalized(name: string): string {
  const safe = name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, 253);
  return trimmed(safe, '-.');
}

function trimmed(text: string, characters: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && characters.includes(text[start] ?? '')) start++;
  while (end > start && characters.includes(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

function textOf(value: Value): string {
  if (typeof value !== 'string') throw new Unknown();
  return value;
}

function numberOf(value: Value): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Unknown();
  return value;
}

function listOf(value: Value): readonly Parameter[] {
  if (!Array.isArray(value)) throw new Unknown();
  return value;
}

/** A function of texts alone. */
function ofTexts(count: number, make: (...texts: string[]) => Value): (values: readonly Value[]) => Value {
  return (values) => {
    if (values.length !== count) throw new Unknown();
    return make(...values.map(textOf));
  };
}

function indexed(values: readonly Value[]): Value {
  const [first, ...steps] = values;
  let value = first;
  for (const step of steps) {
    if (Array.isArray(value)) value = value[numberOf(step)];
    else if (isMap(value)) value = value.get(textOf(step));
    else throw new Unknown();
    // Beyond a list's end the controller fails; a key that is not there gives nothing.
    if (value === undefined) throw new Unknown();
  }
  return value;
}

function isEqual(values: readonly Value[]): boolean {
  const [first, ...others] = values;
  if (others.length === 0 || values.some((one) => one === undefined || typeof one === 'object')) throw new Unknown();
  // Go refuses to compare values of different types, and numbers have several.
  if (typeof first === 'number' || others.some((one) => typeof one !== typeof first)) throw new Unknown();
  return others.some((one) => one === first);
}

/** `%s`, `%v`, `%d` and `%%` alone: flags and widths are left to Go. */
function formatted(values: readonly Value[]): string {
  const [format, ...rest] = values;
  let next = 0;
  const text = textOf(format).replace(/%(.)/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = rest[next++];
    if (verb === 'v' || (verb === 's' && typeof value === 'string')) return printed(value);
    throw new Unknown();
  });
  if (next !== rest.length) throw new Unknown();
  return text;
}

function joined(values: readonly Value[]): string {
  const [separator, list] = values;
  return listOf(list).map(printed).join(textOf(separator));
}

function truncated(values: readonly Value[]): string {
  const [count, text] = [numberOf(values[0]), textOf(values[1])];
  return count < 0 ? text.slice(Math.max(0, text.length + count)) : text.slice(0, count);
}

function indented([width, text]: readonly Value[]): string {
  const blanks = numberOf(width);
  if (blanks < 0 || blanks > 100) throw new Unknown();
  return textOf(text).replace(/^/gm, ' '.repeat(blanks));
}

function baseOf(path: string): string {
  if (path === '') return '.';
  const parts = path.split('/').filter((part) => part !== '');
  return parts.at(-1) ?? '/';
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (path.includes('//') || path.includes('./')) throw new Unknown();
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

const end = (list: readonly Parameter[], at: number): Value => {
  const found = list.at(at);
  if (found === undefined) throw new Unknown();
  return found;
};

const FUNCTIONS: ReadonlyMap<string, (values: readonly Value[]) => Value> = new Map<string, (values: readonly Value[]) => Value>([
  ['index', indexed],
  ['get', indexed],
  ['eq', isEqual],
  ['ne', (values) => !isEqual(values)],
  ['not', ([one]) => isEmpty(one)],
  ['and', (values) => values[orLast(values, values.findIndex(isEmpty))]],
  [
    'or',
    (values) =>
      values[
        orLast(
          values,
          values.findIndex((one) => !isEmpty(one)),
        )
      ],
  ],
  ['default', ([fallback, given]) => (isEmpty(given) ? fallback : given)],
  ['coalesce', (values) => values.find((one) => !isEmpty(one))],
  ['empty', ([one]) => isEmpty(one)],
  ['ternary', ([yes, no, test]) => (test === true ? yes : test === false ? no : fail())],
  ['hasKey', ([map, key]) => (isMap(map) ? map.has(textOf(key)) : fail())],
  ['lower', ofTexts(1, (text = '') => text.toLowerCase())],
  ['upper', ofTexts(1, (text = '') => text.toUpperCase())],
  ['trim', ofTexts(1, (text = '') => text.trim())],
  ['trimAll', ofTexts(2, (characters = '', text = '') => trimmed(text, characters))],
  ['trimPrefix', ofTexts(2, (prefix = '', text = '') => (text.startsWith(prefix) ? text.slice(prefix.length) : text))],
  [
    'trimSuffix',
    ofTexts(2, (suffix = '', text = '') => (text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text)),
  ],
  ['replace', ofTexts(3, (old = '', by = '', text = '') => text.split(old).join(by))],
  ['contains', ofTexts(2, (part = '', text = '') => text.includes(part))],
  ['hasPrefix', ofTexts(2, (part = '', text = '') => text.startsWith(part))],
  ['hasSuffix', ofTexts(2, (part = '', text = '') => text.endsWith(part))],
  ['splitList', ofTexts(2, (separator = '', text = '') => text.split(separator))],
  ['base', ofTexts(1, (path = '') => baseOf(path))],
  ['dir', ofTexts(1, (path = '') => directoryOf(path))],
  ['normalize', ofTexts(1, (text = '') => normalized(text))],
  ['join', joined],
  ['first', ([list]) => end(listOf(list), 0)],
  ['last', ([list]) => end(listOf(list), -1)],
  ['list', (values) => values.map((one) => one ?? fail())],
  ['has', ([one, list]) => listOf(list).some((item) => item === one)],
  ['trunc', truncated],
  ['indent', indented],
  ['nindent', (values) => `\n${indented(values)}`],
  ['quote', ofTexts(1, (text = '') => (/[^\x20-\x7e]|["\\]/.test(text) ? fail() : `"${text}"`))],
  ['squote', ofTexts(1, (text = '') => `'${text}'`)],
  ['toString', ([one]) => printed(one)],
  ['print', (values) => values.map(textOf).join('')],
  ['printf', formatted],
]);

function orLast(values: readonly Value[], index: number): number {
  return index < 0 ? values.length - 1 : index;
}

function fail(): never {
  throw new Unknown();
}
