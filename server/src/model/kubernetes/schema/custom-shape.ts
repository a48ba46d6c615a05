/** The structural schema of a CustomResourceDefinition as a shape. What the shapes cannot say is left open. */
import { asMapping, asSequence, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';
import { checksOf, type NumberedTypes } from './checks.ts';
import { type NumberedPlaces, placeOf } from './rules/place.ts';
import { ANY, type Any, type Bounds, type Field, type Shape, type Struct } from './shapes.ts';
import { isKnownFormat } from './text-formats.ts';

/** Fields read of one schema, and how deep; larger ones are hostile. */
const MOST_FIELDS = 50_000;
const DEEPEST = 64;

/** Types that schemas name by a number instead of writing them out. */
export interface SharedTypes extends NumberedTypes, NumberedPlaces {
  /** Those that have been read. */
  readonly structs: Map<number, Struct>;
}

/** The shape of an object with this schema; `name` is what its types are called. With `types`, fields are read when asked for. */
export function customShape(schema: Node, name: string, types?: SharedTypes): Struct {
  const reader = new Reader(types);
  const fields = new Map(reader.fields(field(schema, 'properties'), name, 0));
  for (const own of OWN)
    fields.set(own, { name: own, required: false, fallback: '', shape: own === 'metadata' ? METADATA : ANY });
  const insistsOn = insisted(schema, fields, types).filter((one) => !OWN.includes(one));
  const nullable = nullableOf(schema, insistsOn, types);
  const facts = { isOpen: isOpen(schema), insistsOn, nullable };
  return { is: 'struct', name, fields, ...facts, checks: checksOf(schema, types), rules: placeOf(schema, types) };
}

/** The server knows these by itself, and drops what comes as a status. */
const OWN: readonly string[] = ['apiVersion', 'kind', 'metadata', 'status'];

class Reader {
  readonly #types: SharedTypes | undefined;
  #count = 0;

  constructor(types: SharedTypes | undefined) {
    this.#types = types;
  }

  *fields(properties: Node | undefined, owner: string, depth: number): Generator<[string, Field]> {
    for (const { key, value } of asMapping(properties)?.entries ?? []) {
      if (key.kind !== 'scalar' || ++this.#count > MOST_FIELDS) continue;
      const name = `${owner}.${key.value}`;
      const facts = { name: key.value, required: false, fallback: textOf(field(value, 'default')) ?? '' };
      const read = (): Shape => this.#shape(value, name, depth + 1);
      yield [key.value, this.#types === undefined ? { ...facts, shape: read() } : whenAsked(facts, read)];
    }
  }

  /** A type that is written elsewhere is read once. */
  #named(number: number, name: string): Shape {
    const types = this.#types;
    const known = types?.structs.get(number);
    const node = types?.node(number);
    if (known !== undefined || node === undefined) return known ?? ANY;
    const shape = this.#shape(node, name, 0);
    if (shape.is === 'struct') types?.structs.set(number, shape);
    return shape;
  }

  #shape(schema: Node, name: string, depth: number): Shape {
    if (schema.kind === 'scalar') return this.#named(Number(schema.value), name);
    if (depth > DEEPEST) return ANY;
    if (isSet(schema, 'x-kubernetes-embedded-resource')) return embedded(name);
    if (isSet(schema, 'x-kubernetes-int-or-string')) return { is: 'whole-or-text', bits: 64 };
    switch (textOf(field(schema, 'type'))) {
      case 'object':
        return this.#object(schema, name, depth);
      case 'array':
        return this.#list(schema, name, depth);
      case 'string':
        return { is: 'text', format: 'plain', values: words(field(schema, 'enum')), ...formatted(schema) };
      case 'integer':
        return { is: 'whole', bits: textOf(field(schema, 'format')) === 'int32' ? 32 : 64, ...bounds(schema) };
      case 'number':
        return { is: 'fraction' };
      case 'boolean':
        return { is: 'truth' };
      default:
        return ANY;
    }
  }

  #object(schema: Node, name: string, depth: number): Shape {
    const values = field(schema, 'additionalProperties');
    if (values !== undefined && field(schema, 'properties') === undefined)
      return asMapping(values) === undefined ? ANY : { is: 'map', values: this.#shape(values, name, depth + 1) };
    const fields = new Map(this.fields(field(schema, 'properties'), name, depth));
    const open = isOpen(schema) || values !== undefined;
    const insistsOn = insisted(schema, fields, this.#types);
    return { is: 'struct', name, fields, isOpen: open, insistsOn, nullable: nullableOf(schema, insistsOn, this.#types) };
  }

  #list(schema: Node, name: string, depth: number): Shape {
    const of = field(schema, 'items');
    const kind = textOf(field(schema, 'x-kubernetes-list-type'));
    const keys = items(field(schema, 'x-kubernetes-list-map-keys')).flatMap((key) => textOf(key) ?? []);
    return {
      is: 'list',
      items: of === undefined ? ANY : keeping(this.#shape(of, name, depth + 1), isOpen(schema)),
      keys: kind === 'map' && keys.length > 0 ? keys : undefined,
      isSet: kind === 'set',
      isTold: true,
      mergeKey: undefined,
      refusesNull:
        of !== undefined &&
        !isSet(written(of, this.#types), 'nullable') &&
        textOf(field(written(of, this.#types), 'type')) !== undefined,
    };
  }
}

/** What a list keeps that its schema does not name, its items keep (`pruning.skipPrune`). */
function keeping(items: Shape, isKept: boolean): Shape {
  if (!isKept) return items;
  if (items.is === 'list') return { ...items, items: keeping(items.items, true) };
  return items.is === 'struct' ? { ...items, isOpen: true } : items;
}

function whenAsked(facts: Omit<Field, 'shape'>, read: () => Shape): Field {
  let shape: Shape | undefined;
  return {
    ...facts,
    get shape(): Shape {
      shape ??= read();
      return shape;
    },
  };
}

const METADATA: Any = { is: 'any', isMetadata: true };

/** A whole object inside another: of what it holds only its kind is demanded. */
function embedded(name: string): Struct {
  const text = { is: 'text', format: 'plain', values: [] } as const;
  const own = (one: string, shape: Shape): [string, Field] => [one, { name: one, required: true, fallback: '', shape }];
  const fields = [own('apiVersion', text), own('kind', { ...text, form: 'mixed-dns1035' })];
  fields.push(['metadata', { name: 'metadata', required: false, fallback: '', shape: METADATA }]);
  return { is: 'struct', name, fields: new Map(fields), isOpen: true, insistsOn: ['apiVersion', 'kind'] };
}

function formatted(schema: Node): { readonly hasFormat?: boolean } {
  const format = textOf(field(schema, 'format'));
  return format !== undefined && isKnownFormat(format) ? { hasFormat: true } : {};
}

function isSet(schema: Node | undefined, name: string): boolean {
  return textOf(field(schema, name)) === 'true';
}

function isOpen(schema: Node): boolean {
  return isSet(schema, 'x-kubernetes-preserve-unknown-fields');
}

/** The fields that have to be there; a default stands in for what is missing. */
function insisted(schema: Node, fields: ReadonlyMap<string, Field>, types: SharedTypes | undefined): readonly string[] {
  const properties = field(schema, 'properties');
  return items(field(schema, 'required')).flatMap((one) => {
    const name = textOf(one);
    if (name === undefined || !fields.has(name)) return [];
    return field(written(field(properties, name), types), 'default') === undefined ? [name] : [];
  });
}

/** Of the fields that have to be there, those that may hold null. */
function nullableOf(schema: Node, names: readonly string[], types: SharedTypes | undefined): ReadonlySet<string> {
  const properties = field(schema, 'properties');
  return new Set(names.filter((name) => isSet(written(field(properties, name), types), 'nullable')));
}

/** A schema itself, where it is named by its number. */
function written(schema: Node | undefined, types: SharedTypes | undefined): Node | undefined {
  return schema?.kind === 'scalar' ? types?.node(Number(schema.value)) : schema;
}

/** Words of an enumeration; none where it holds anything but texts. */
function words(node: Node | undefined): readonly string[] {
  const all = asSequence(node)?.items.map((one) => textOf(one)) ?? [];
  return all.every((one) => one !== undefined) ? all : [];
}

function bounds(schema: Node): { readonly bounds?: Bounds } {
  const least = wholeOf(field(schema, 'minimum'));
  const most = wholeOf(field(schema, 'maximum'));
  if (least === undefined && most === undefined) return {};
  const shift = (name: string): number => (isSet(schema, name) ? 1 : 0);
  return {
    bounds: {
      least: least === undefined ? Number.NEGATIVE_INFINITY : least + shift('exclusiveMinimum'),
      most: most === undefined ? Number.POSITIVE_INFINITY : most - shift('exclusiveMaximum'),
    },
  };
}

function wholeOf(node: Node | undefined): number | undefined {
  const text = textOf(node);
  return text !== undefined && /^-?[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}
