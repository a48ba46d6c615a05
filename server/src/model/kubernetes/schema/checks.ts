/** What a CustomResourceDefinition demands beyond the shapes of values: lengths, patterns, formats, counts and alternatives. */
import { asMapping, asSequence, field, items, textOf } from '../../../syntax/navigate.ts';
import type { Node } from '../../../syntax/tree.ts';

/** Demands on one value and on what is inside it. */
export interface Checks {
  /** Characters of a text. */
  readonly length?: Span;
  /** Of a text, in Go's syntax. */
  readonly pattern?: string;
  /** Of a text, as the definition names it. */
  readonly format?: string;
  /** Of a number. */
  readonly range?: Range;
  readonly multipleOf?: number;
  /** All that may be written, as texts. */
  readonly words?: readonly string[];
  /** Items of a list, or fields of a mapping. */
  readonly count?: Span;
  readonly required?: readonly string[];
  readonly fields?: ReadonlyMap<string, Checks>;
  readonly items?: Checks;
  /** Of a mapping's other fields. */
  readonly values?: Checks;
  readonly groups?: readonly Group[];
  /** Of a mapping with alternatives: what the server writes where a field is not there, before it looks at them. */
  readonly defaults?: ReadonlyMap<string, Node>;
}

/** Both included. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

export interface Range extends Span {
  /** True where the end itself is not taken. */
  readonly isLeastOut: boolean;
  readonly isMostOut: boolean;
}

/** Other demands of which all, one or more, exactly one, or none has to be met. */
export interface Group {
  readonly how: 'all' | 'any' | 'one' | 'none';
  readonly of: readonly Checks[];
}

/** Where definitions name types by a number instead of writing them out. */
export interface NumberedTypes {
  node(number: number): Node | undefined;
  readonly checks: Map<number, Checks | undefined>;
}

/** Schemas read of one definition, and how deep; larger ones are hostile. */
const MOST_SCHEMAS = 50_000;
const DEEPEST = 64;

const HOWS: readonly (readonly [string, Group['how']])[] = [
  ['allOf', 'all'],
  ['anyOf', 'any'],
  ['oneOf', 'one'],
];

const NOT_EMPTY: Checks = { length: { least: 1, most: Number.POSITIVE_INFINITY } };
/** What is demanded of whole objects inside others. */
const OF_OBJECTS: ReadonlyMap<string, Checks> = new Map([
  ['apiVersion', NOT_EMPTY],
  ['kind', NOT_EMPTY],
]);

/** The server knows these by itself. */
const OWN: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/** Undefined where a schema demands nothing of the kind. */
export function checksOf(schema: Node, types?: NumberedTypes): Checks | undefined {
  return new Compiler(types).object(schema);
}

class Compiler {
  readonly #types: NumberedTypes | undefined;
  #count = 0;

  constructor(types: NumberedTypes | undefined) {
    this.#types = types;
  }

  object(schema: Node): Checks | undefined {
    return this.#checks(schema, 0, true);
  }

  #checks(schema: Node, depth: number, isRoot = false): Checks | undefined {
    if (schema.kind === 'scalar') return this.#numbered(Number(schema.value), depth);
    if (depth > DEEPEST || ++this.#count > MOST_SCHEMAS) return undefined;
    const found: Record<string, unknown> = {};
    const type = textOf(field(schema, 'type'));
    const put = (name: keyof Checks, value: unknown): void => {
      if (value !== undefined) found[name] = value;
    };
    put('length', span(schema, 'Length'));
    put('count', span(schema, type === 'array' ? 'Items' : 'Properties'));
    put('pattern', textOf(field(schema, 'pattern')));
    // Alternatives say nothing of types.
    put('format', type === 'string' || type === undefined ? textOf(field(schema, 'format')) : undefined);
    // Whole numbers have their bounds in their shape.
    if (type !== 'integer') put('range', range(schema));
    put('multipleOf', numberOf(field(schema, 'multipleOf')));
    put('words', words(field(schema, 'enum')));
    if (type === undefined) put('required', names(field(schema, 'required')));
    const isObject = textOf(field(schema, 'x-kubernetes-embedded-resource')) === 'true';
    put('fields', isObject ? OF_OBJECTS : this.#fields(field(schema, 'properties'), depth, isRoot));
    const of = field(schema, 'items');
    if (of !== undefined) put('items', this.#checks(of, depth + 1));
    const values = field(schema, 'additionalProperties');
    if (asMapping(values) !== undefined || values?.kind === 'scalar') put('values', this.#values(values as Node, depth));
    put('groups', this.#groups(schema, depth));
    if (found.groups !== undefined) put('defaults', this.#defaults(field(schema, 'properties')));
    return Object.keys(found).length === 0 ? undefined : (found as Checks);
  }

  /** `true` and `false` say whether other fields are kept, and demand nothing. */
  #values(values: Node, depth: number): Checks | undefined {
    return values.kind === 'scalar' && !/^[0-9]+$/.test(values.value) ? undefined : this.#checks(values, depth + 1);
  }

  #numbered(number: number, depth: number): Checks | undefined {
    const types = this.#types;
    const node = types?.node(number);
    if (types === undefined || node === undefined) return undefined;
    if (!types.checks.has(number)) types.checks.set(number, this.#checks(node, depth + 1));
    return types.checks.get(number);
  }

  #fields(properties: Node | undefined, depth: number, isRoot: boolean): ReadonlyMap<string, Checks> | undefined {
    const found = new Map<string, Checks>();
    for (const { key, value } of asMapping(properties)?.entries ?? []) {
      if (key.kind !== 'scalar' || (isRoot && OWN.has(key.value))) continue;
      const checks = this.#checks(value, depth + 1);
      if (checks !== undefined) found.set(key.value, checks);
    }
    return found.size === 0 ? undefined : found;
  }

  #defaults(properties: Node | undefined): ReadonlyMap<string, Node> | undefined {
    const found = new Map<string, Node>();
    for (const { key, value } of asMapping(properties)?.entries ?? []) {
      const schema = value.kind === 'scalar' ? this.#types?.node(Number(value.value)) : value;
      const written = field(schema, 'default');
      if (key.kind === 'scalar' && written !== undefined) found.set(key.value, written);
    }
    return found.size === 0 ? undefined : found;
  }

  #groups(schema: Node, depth: number): readonly Group[] | undefined {
    const isEitherType = textOf(field(schema, 'x-kubernetes-int-or-string')) === 'true';
    const groups = HOWS.flatMap(([name, how]): readonly Group[] => {
      const branches = items(field(schema, name));
      if (branches.length === 0 || (isEitherType && branches.every(isOfTypesOnly))) return [];
      return [{ how, of: branches.map((branch) => this.#checks(branch, depth + 1) ?? {}) }];
    });
    const not = field(schema, 'not');
    if (not !== undefined) groups.push({ how: 'none', of: [this.#checks(not, depth + 1) ?? {}] });
    return groups.length === 0 ? undefined : groups;
  }
}

/** How whole numbers and texts in one place are told of, also one level deeper. */
function isOfTypesOnly(branch: Node): boolean {
  const entries = asMapping(branch)?.entries ?? [];
  return entries.every(
    ({ key, value }) =>
      key.kind === 'scalar' && (key.value === 'type' || (key.value === 'anyOf' && items(value).every(isOfTypesOnly))),
  );
}

function span(schema: Node, what: string): Span | undefined {
  const least = numberOf(field(schema, `min${what}`));
  const most = numberOf(field(schema, `max${what}`));
  return least === undefined && most === undefined ? undefined : { least: least ?? 0, most: most ?? Number.POSITIVE_INFINITY };
}

function range(schema: Node): Range | undefined {
  const least = numberOf(field(schema, 'minimum'));
  const most = numberOf(field(schema, 'maximum'));
  if (least === undefined && most === undefined) return undefined;
  return {
    least: least ?? Number.NEGATIVE_INFINITY,
    most: most ?? Number.POSITIVE_INFINITY,
    isLeastOut: textOf(field(schema, 'exclusiveMinimum')) === 'true',
    isMostOut: textOf(field(schema, 'exclusiveMaximum')) === 'true',
  };
}

/** Undefined also where a word is a list or a mapping. */
function words(node: Node | undefined): readonly string[] | undefined {
  const all = asSequence(node)?.items.map((one) => textOf(one));
  return all?.every((one) => one !== undefined) === true && all.length > 0 ? all : undefined;
}

function names(node: Node | undefined): readonly string[] | undefined {
  const all = items(node).flatMap((one) => textOf(one) ?? []);
  return all.length === 0 ? undefined : all;
}

function numberOf(node: Node | undefined): number | undefined {
  const text = textOf(node);
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
