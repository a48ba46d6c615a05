/** A schema as its rules see it: the types that values have in expressions, what stands in for what is missing, and the rules themselves. */
import { asMapping, field, items, textOf } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import type { ListKind, Value } from '../../cel/values.ts';
import { escapedName } from './escape.ts';
import { type Rule, rulesOf } from './rule.ts';
import { Values } from './values.ts';

/** One place of a schema. `hidden` is what expressions cannot reach. */
export interface Place {
  readonly is:
    | 'text'
    | 'time'
    | 'date'
    | 'duration'
    | 'bytes'
    | 'int'
    | 'double'
    | 'bool'
    | 'either'
    | 'list'
    | 'map'
    | 'object'
    | 'hidden';
  readonly isNullable: boolean;
  readonly rules: readonly Rule[];
  /** True where the place itself or one inside it has rules. */
  readonly isRuled: boolean;
  /** What is taken where nothing is written; undefined where nothing is. */
  readonly fallback: Value | undefined;
  /** Of an object, by their names. */
  readonly fields?: ReadonlyMap<string, Place>;
  /** The names of those that expressions can reach, as they are written there. */
  readonly declared?: ReadonlySet<string>;
  /** Of a list's items, or a map's values. */
  readonly inside?: Place;
  readonly listKind?: ListKind | undefined;
  /** All that a text may be; undefined where that is anything. */
  readonly words?: ReadonlySet<string> | undefined;
  /** True where an object keeps fields that nothing declares. */
  readonly isOpen?: boolean;
}

/** Where definitions name types by a number instead of writing them out. */
export interface NumberedPlaces {
  node(number: number): Node | undefined;
  readonly places: Map<number, Place>;
}

/** Schemas read of one definition, and how deep; larger ones are hostile. */
const MOST_SCHEMAS = 50_000;
const DEEPEST = 64;

const LEAF = { isNullable: false, rules: [], isRuled: false, fallback: undefined } as const;
const HIDDEN: Place = { is: 'hidden', ...LEAF };
const TEXT: Place = { is: 'text', ...LEAF };

/** What expressions know of every whole object. */
const NAMES: ReadonlyMap<string, Place> = new Map([
  ['name', TEXT],
  ['generateName', TEXT],
]);
const METADATA: Place = { is: 'object', ...LEAF, fields: NAMES, declared: new Set(NAMES.keys()), isOpen: true };

/** The place of a whole object; undefined where its schema has no rules. */
export function placeOf(schema: Node, types?: NumberedPlaces): Place | undefined {
  const place = new Reader(types).root(schema);
  return place.isRuled ? place : undefined;
}

class Reader {
  readonly #types: NumberedPlaces | undefined;
  #count = 0;

  constructor(types: NumberedPlaces | undefined) {
    this.#types = types;
  }

  root(schema: Node): Place {
    return this.#read(schema, 0, true);
  }

  #place(schema: Node, depth: number): Place {
    if (schema.kind === 'scalar') return this.#numbered(Number(schema.value), depth);
    return this.#read(schema, depth, isSet(schema, 'x-kubernetes-embedded-resource'));
  }

  #numbered(number: number, depth: number): Place {
    const known = this.#types?.places.get(number);
    if (known !== undefined) return known;
    const node = this.#types?.node(number);
    if (node === undefined) return HIDDEN;
    const place = this.#place(node, depth);
    this.#types?.places.set(number, place);
    return place;
  }

  #read(schema: Node, depth: number, isWholeObject: boolean): Place {
    if (depth > DEEPEST || ++this.#count > MOST_SCHEMAS) return HIDDEN;
    const rules = rulesOf(schema);
    const shape = this.#shape(schema, depth, isWholeObject);
    const isRuled = shape.is !== 'hidden' && (rules.length > 0 || isAnyRuled(shape));
    const facts = { isNullable: isSet(schema, 'nullable'), rules, isRuled, fallback: undefined };
    return { ...facts, ...shape, fallback: this.#fallback(schema, { ...facts, ...shape }) };
  }

  #shape(
    schema: Node,
    depth: number,
    isWholeObject: boolean,
  ): Pick<Place, 'is' | 'fields' | 'declared' | 'inside' | 'listKind' | 'words' | 'isOpen'> {
    if (isSet(schema, 'x-kubernetes-int-or-string')) return { is: 'either' };
    const type = textOf(field(schema, 'type'));
    if (isWholeObject || type === 'object') return this.#object(schema, depth, isWholeObject);
    switch (type) {
      case 'array': {
        const of = field(schema, 'items');
        const inside = of === undefined ? HIDDEN : this.#place(of, depth + 1);
        return inside.is === 'hidden' ? { is: 'hidden' } : { is: 'list', inside, listKind: listKind(schema) };
      }
      case 'string':
        return { is: TEXTS.get(textOf(field(schema, 'format')) ?? '') ?? 'text', words: wordsOf(schema) };
      case 'integer':
        return { is: 'int' };
      case 'number':
        return { is: 'double' };
      case 'boolean':
        return { is: 'bool' };
      default:
        return { is: 'hidden' };
    }
  }

  #object(schema: Node, depth: number, isWholeObject: boolean): Pick<Place, 'is' | 'fields' | 'declared' | 'inside' | 'isOpen'> {
    const values = field(schema, 'additionalProperties');
    if (!isWholeObject && values !== undefined && (asMapping(values) !== undefined || /^\d+$/.test(textOf(values) ?? ''))) {
      const inside = this.#place(values, depth + 1);
      return inside.is === 'hidden' ? { is: 'hidden' } : { is: 'map', inside };
    }
    const fields = new Map<string, Place>();
    for (const { key, value } of asMapping(field(schema, 'properties'))?.entries ?? [])
      if (key.kind === 'scalar') fields.set(key.value, this.#place(value, depth + 1));
    if (isWholeObject) for (const [name, place] of WHOLE) fields.set(name, place);
    const declared = new Set<string>();
    for (const [name, place] of fields) {
      const escaped = place.is === 'hidden' ? undefined : escapedName(name);
      if (escaped !== undefined) declared.add(escaped);
    }
    return { is: 'object', fields, declared, isOpen: isWholeObject || isSet(schema, 'x-kubernetes-preserve-unknown-fields') };
  }

  #fallback(schema: Node, place: Place): Value | undefined {
    const written = field(schema, 'default');
    return written === undefined ? undefined : new Values('kubernetes').value(written, place);
  }
}

const WHOLE: readonly (readonly [string, Place])[] = [
  ['apiVersion', TEXT],
  ['kind', TEXT],
  ['metadata', METADATA],
];

const TEXTS: ReadonlyMap<string, Place['is']> = new Map([
  ['byte', 'bytes'],
  ['date', 'date'],
  ['date-time', 'time'],
  ['duration', 'duration'],
]);

function wordsOf(schema: Node): ReadonlySet<string> | undefined {
  const words = items(field(schema, 'enum')).flatMap((word) => textOf(word) ?? []);
  return words.length === 0 ? undefined : new Set(words);
}

function isAnyRuled({ fields, inside }: Pick<Place, 'fields' | 'inside'>): boolean {
  return inside?.isRuled === true || (fields !== undefined && [...fields.values()].some(({ isRuled }) => isRuled));
}

function listKind(schema: Node): ListKind | undefined {
  const kind = textOf(field(schema, 'x-kubernetes-list-type'));
  if (kind === 'set') return { is: 'set' };
  const keys = items(field(schema, 'x-kubernetes-list-map-keys')).flatMap((key) => textOf(key) ?? []);
  return kind === 'map' ? { is: 'map', keys: keys.map((key) => escapedName(key) ?? key) } : undefined;
}

function isSet(schema: Node, name: string): boolean {
  return textOf(field(schema, name)) === 'true';
}
