/** What goes wrong in manifests: each operator makes one mistake at one place, and the server says whether it is one. */
import type { Manifest } from '../../cluster/kit/api.ts';
import { type Case, caseOf, doubled } from './cases.ts';

/** The steps from the object to a value. */
type Path = readonly (string | number)[];

interface Place {
  readonly path: Path;
  readonly value: unknown;
}

/** Marks text that stands without quotes, whatever a reader makes of it. */
const plain = (text: string): string => `PLAIN:${text}`;

/** Operator to the values that it puts in the place of one; nothing where it has nothing to do with the value. */
const REPLACING: Readonly<Record<string, (place: Place) => Iterable<unknown>>> = {
  'number for string': ({ value }) => (typeof value === 'string' ? [7] : []),
  'boolean for string': ({ value }) => (typeof value === 'string' ? [true] : []),
  'list for string': ({ value }) => (typeof value === 'string' ? [[value]] : []),
  'old YAML for string': ({ value }) => (typeof value === 'string' ? [plain('yes'), plain('0777'), plain('1e3')] : []),
  'string for number': ({ value }) => (typeof value === 'number' ? [String(value)] : []),
  'fraction for number': ({ value }) => (typeof value === 'number' ? [value + 0.5] : []),
  'same number with a point': ({ value }) => (typeof value === 'number' ? [plain(`${value}.0`)] : []),
  'number too large': ({ value }) => (typeof value === 'number' ? [70_000, 3_000_000_000] : []),
  zero: ({ value }) => (typeof value === 'number' ? [0] : []),
  'negative number': ({ value }) => (typeof value === 'number' ? [-1] : []),
  'string for boolean': ({ value }) => (typeof value === 'boolean' ? [String(value)] : []),
  'old YAML for boolean': ({ value }) => (typeof value === 'boolean' ? [plain('off')] : []),
  'mapping for list': ({ value }) => (Array.isArray(value) ? [{ a: 'b' }] : []),
  'item for list': ({ value }) => (Array.isArray(value) ? [value[0]] : []),
  'empty list': ({ value }) => (Array.isArray(value) ? [[]] : []),
  'item twice': ({ value }) => (Array.isArray(value) && value.length > 0 ? [[...value, structuredClone(value[0])]] : []),
  'list for mapping': ({ value }) => (isMapping(value) ? [[value]] : []),
  'string for mapping': ({ value }) => (isMapping(value) ? ['text'] : []),
  'empty mapping': ({ value }) => (isMapping(value) ? [{}] : []),
  null: () => [null],
  'empty string': ({ value }) => (typeof value === 'string' ? [''] : []),
  'another word': ({ value }) => (typeof value === 'string' ? ['Bogus'] : []),
  'another case': ({ value }) => (typeof value === 'string' && value !== value.toLowerCase() ? [value.toLowerCase()] : []),
  'bad name': ({ value }) => (typeof value === 'string' && /^[a-z0-9.-]+$/.test(value) ? ['Bad_Name/x'] : []),
  'bad quantity': ({ value }) => (typeof value === 'string' && /^[0-9]+[a-zA-Z]*$/.test(value) ? ['1GB', '-5'] : []),
  'number with a unit': ({ value }) => (typeof value === 'number' ? [`${value}s`, `${value}%`] : []),
  'blank around text': ({ value }) => (typeof value === 'string' ? [` ${value}`, `${value}\n`] : []),
  'text in capitals': ({ value }) =>
    typeof value === 'string' && value !== value.toUpperCase() ? [`${value.charAt(0).toUpperCase()}${value.slice(1)}`] : [],
  'underscore in text': ({ value }) => (typeof value === 'string' ? [`${value}_1`] : []),
  'long text': ({ value }) => (typeof value === 'string' ? [`${value}${'-a'.repeat(130)}`] : []),
  'address for text': ({ value }) => (typeof value === 'string' ? [`https://${value}/`] : []),
  'texts for text': ({ value }) => (typeof value === 'string' ? [`${value},${value}`] : []),
  'pairs for mapping': ({ value }) =>
    isMapping(value) ? [Object.entries(value).map(([name, one]) => ({ name, value: one }))] : [],
  'mapping for pairs': ({ value }) =>
    Array.isArray(value) && value.every((one) => isMapping(one) && 'name' in one)
      ? [Object.fromEntries(value.map(({ name, ...rest }: { name: string }) => [name, rest]))]
      : [],
  'item left out': ({ value }) => (Array.isArray(value) && value.length > 1 ? [value.slice(1)] : []),
  'empty item': ({ value }) => (Array.isArray(value) ? [[...value, null]] : []),
  'neighbours swapped': ({ value }) => (isMapping(value) ? swapped(value) : []),
  'field one level up': ({ value }) => (isMapping(value) ? lifted(value) : []),
  'extra field': ({ value }) => (isMapping(value) ? [{ ...value, extraField: 'x' }] : []),
};

/** Every case that the operators make of an object. */
export function* mutations(object: Manifest): Generator<Case> {
  for (const place of places(object)) {
    // Another kind would be another object.
    if (place.path.length === 1 && (place.path[0] === 'kind' || place.path[0] === 'apiVersion')) continue;
    for (const [operator, replaced] of Object.entries(REPLACING)) {
      if (place.path.length === 0 && operator !== 'extra field') continue;
      for (const value of replaced(place)) yield made(operator, object, place.path, () => value);
    }
    const last = place.path.at(-1);
    if (typeof last !== 'string') continue;
    yield made('field left out', object, place.path, () => undefined);
    yield made('field misspelled', object, place.path, (value) => value, `${last.slice(0, -1)}`);
    const snake = last.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (snake !== last) yield made('field in snake case', object, place.path, (value) => value, snake);
    yield made('plural for singular', object, place.path, (value) => value, last.endsWith('s') ? last.slice(0, -1) : `${last}s`);
    yield made('field twice', object, place.path.slice(0, -1), (value) => ({
      ...(value as object),
      [doubled(last)]: place.value,
    }));
    yield made('field in another case', object, place.path, (value) => value, last.toUpperCase());
  }
}

/** Two neighbours of one type have one another's values. */
function* swapped(value: Readonly<Record<string, unknown>>): Generator<unknown> {
  const entries = Object.entries(value);
  for (const [i, [name, one]] of entries.entries()) {
    const [other, theirs] = entries[i + 1] ?? [];
    if (other === undefined || typeof one !== typeof theirs || typeof one === 'object' || one === theirs) continue;
    yield { ...value, [name]: theirs, [other]: one };
  }
}

/** What a field holds stands beside it. */
function* lifted(value: Readonly<Record<string, unknown>>): Generator<unknown> {
  for (const [name, inner] of Object.entries(value)) {
    if (!isMapping(inner)) continue;
    for (const [below, one] of Object.entries(inner)) {
      const { [below]: _, ...rest } = inner;
      if (!(below in value)) yield { ...value, [name]: rest, [below]: one };
    }
  }
}

function made(operator: string, object: Manifest, path: Path, change: (value: unknown) => unknown, key?: string): Case {
  return caseOf(operator, written(path), changed(object, path, change, key) as Manifest);
}

/** The object with the value at a path changed; undefined takes the field out, `key` renames it in its place. */
function changed(value: unknown, path: Path, change: (value: unknown) => unknown, key?: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? changed(item, rest, change, key) : item));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      if (name !== step) return [[name, one]];
      const next = changed(one, rest, change, key);
      return next === undefined ? [] : [[rest.length === 0 ? (key ?? name) : name, next]];
    }),
  );
}

function* places(value: unknown, path: Path = []): Generator<Place> {
  yield { path, value };
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* places(item, [...path, i]);
  else if (isMapping(value)) for (const [name, one] of Object.entries(value)) yield* places(one, [...path, name]);
}

/** `spec.ports[0].name`, as the server writes paths. */
function written(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
