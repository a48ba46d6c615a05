/** Field paths as replacements and vars write them: `spec.containers.[name=web].image`, indexes, `*`, `\.` for a dot in a key. */
import { stepsOf } from './field-specs.ts';
import { fail } from './problems.ts';
import { resolveTag } from './scalars.ts';
import { expression } from './selectors.ts';
import {
  emptyMap,
  isNull,
  ListValue,
  type MapValue,
  ScalarValue,
  type Spot,
  setField,
  untypedValue,
  type Value,
} from './values.ts';

/** The steps of a path, what stands in brackets kept whole. */
export function fieldSteps(path: string): readonly string[] {
  const parts = stepsOf(path, '.');
  const steps: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    let part = parts[i] ?? '';
    if (part.startsWith('[') && !part.endsWith(']')) {
      while (i < parts.length - 1 && !part.endsWith(']')) part += `.${parts[++i]}`;
      if (!part.includes('=')) part = part.replace(/^[[\]]+|[[\]]+$/g, '');
    }
    steps.push(part);
  }
  return steps.map((step) => step.trim()).filter((step) => step !== '');
}

const INDEX = /^[-+]?\d+$/;

/** The value at the steps; undefined where there is none. Fails where a step does not fit what stands there. */
export function lookUp(root: Value, steps: readonly string[]): Value | undefined {
  let value: Value | undefined = root;
  for (const step of steps) {
    if (value === undefined) return undefined;
    if (INDEX.test(step) || step === '-' || isBracketed(step)) value = item(value, step);
    else if (step === '*') fail('field-path', spotAt(value), { step });
    else if (isNull(value)) return undefined;
    else if (value.kind === 'map') value = value.get(step);
    else fail('field-path', spotAt(value), { step, found: value.kind });
  }
  return value;
}

function item(value: Value, step: string): Value | undefined {
  if (isNull(value)) return undefined;
  if (value.kind !== 'list') return fail('field-path', spotAt(value), { step, found: value.kind });
  if (step === '-') return value.items.at(-1);
  if (!isBracketed(step)) return Number(step) < 0 ? fail('field-path', spotAt(value), { step }) : value.items[Number(step)];
  const [key, wanted] = bracketed(step, value);
  return value.items.find((one) => {
    if (key === '') return one.kind === 'scalar' && one.text === wanted;
    const field = one.kind === 'map' ? one.get(key) : undefined;
    return field !== undefined && (field.kind === 'scalar' ? field.text : '') === wanted;
  });
}

export function isBracketed(step: string): boolean {
  return step.startsWith('[') && step.endsWith(']');
}

function bracketed(step: string, value: Value): readonly [string, string] {
  const inner = step.slice(1, -1);
  const equals = inner.indexOf('=');
  if (equals < 0) fail('field-path', spotAt(value), { step });
  return [inner.slice(0, equals), inner.slice(equals + 1)];
}

/** What is made at the end of a path that does not exist; undefined makes nothing. */
export type Made = Value['kind'] | undefined;

/** A value with every match of a path changed, and how many there were. */
export interface Changed {
  readonly value: Value;
  readonly matches: number;
}

export class PathChanger {
  readonly #steps: readonly string[];
  readonly #makes: Made;
  readonly #set: (value: Value) => Value;
  readonly #spot: Spot;
  #matches = 0;

  constructor(steps: readonly string[], makes: Made, spot: Spot, set: (value: Value) => Value) {
    this.#steps = steps;
    this.#makes = makes;
    this.#spot = spot;
    this.#set = set;
  }

  change(root: Value): Changed {
    const value = this.#visit(root, 0);
    return { value, matches: this.#matches };
  }

  #visit(value: Value, depth: number): Value {
    const step = this.#steps[depth];
    if (step === undefined) {
      this.#matches++;
      return this.#set(value);
    }
    if (/^\+?\d+$/.test(step)) return this.#index(this.#list(value, step), Number(step), depth);
    if (isBracketed(step)) return this.#items(this.#list(value, step), step, depth);
    if (step === '*') {
      const list = this.#list(value, step);
      return this.#each(list, () => true, depth);
    }
    return this.#field(value, step, depth);
  }

  #list(value: Value, step: string): ListValue {
    if (value.kind === 'list') return value;
    if (isNull(value)) return new ListValue([], value.source, value.at);
    return fail('field-path', spotAt(value), { step, found: value.kind });
  }

  #field(value: Value, step: string, depth: number): Value {
    if (isNull(value)) return value;
    if (value.kind !== 'map') return fail('field-path', spotAt(value), { step, found: value.kind });
    const field = value.get(step);
    if (field === undefined) {
      if (this.#makes === undefined) return value;
      return setMade(value, step, this.#visit(this.#made(depth), depth + 1));
    }
    if (field.kind === 'scalar' && !isNull(field) && depth + 1 < this.#steps.length)
      return fail('field-path', spotAt(field), { step: this.#steps[depth + 1] ?? '', found: 'scalar' });
    return value.set(step, this.#visit(field, depth + 1));
  }

  #made(depth: number): Value {
    const next = this.#steps[depth + 1];
    const kind = next === undefined ? this.#makes : isBracketed(next) || /^\d+$/.test(next) ? 'list' : 'map';
    if (kind === 'list') return new ListValue([], this.#spot.source, this.#spot.at);
    return kind === 'map' ? emptyMap(this.#spot) : new ScalarValue('', '', 'plain', this.#spot.source, this.#spot.at);
  }

  #index(list: ListValue, index: number, depth: number): Value {
    const item = list.items[index];
    if (item !== undefined) return list.with(list.items.with(index, this.#visit(item, depth + 1)));
    if (index === list.items.length && this.#makes !== undefined)
      return list.with([...list.items, this.#visit(this.#made(depth), depth + 1)]);
    return fail('field-path', spotAt(list), { step: String(index), found: `${list.items.length} elements` });
  }

  #items(list: ListValue, step: string, depth: number): Value {
    const [key, pattern] = bracketed(step, list);
    const matches = /^[-\w]*$/.test(pattern)
      ? (text: string) => text.includes(pattern)
      : expression(pattern, new ScalarValue(pattern, 'str', 'plain', this.#spot.source, this.#spot.at));
    const selected = (one: Value): boolean => {
      const place = key === '' ? one : one.kind === 'map' ? one.get(key) : undefined;
      return place !== undefined && matches(written(place));
    };
    const before = this.#matches;
    const last = key === '' ? this.#steps.length - 1 : depth;
    const changed = this.#each(list, selected, last);
    if (this.#matches > before || this.#makes === undefined) return changed;
    const value = untypedValue(pattern, this.#spot);
    const element = key === '' ? value : setField(emptyMap(this.#spot), key, value);
    if (!matches(pattern)) return changed;
    return list.with([...list.items, this.#visit(element, last + 1)]);
  }

  #each(list: ListValue, selected: (item: Value) => boolean, depth: number): Value {
    const items = list.items.map((item) => (selected(item) ? this.#visit(item, depth + 1) : item));
    return items.every((item, i) => item === list.items[i]) ? list : list.with(items);
  }
}

/** A field that a path makes; an untyped scalar stays as its text reads. */
function setMade(map: MapValue, key: string, value: Value): MapValue {
  return map.set(key, value, resolveTag(key));
}

/** A scalar as it is written in YAML, quotes and all, which is what paths match. */
function written(value: Value): string {
  if (value.kind !== 'scalar') return '';
  if (value.style === 'double') return JSON.stringify(value.text);
  if (value.style === 'single') return `'${value.text.replaceAll("'", "''")}'`;
  if (value.tag === 'str' && resolveTag(value.text) !== 'str') return JSON.stringify(value.text);
  return value.text.trim();
}

function spotAt(value: Value): Spot {
  return { source: value.source, at: value.at };
}
