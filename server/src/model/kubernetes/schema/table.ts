/** The generated table of built-in kinds, read line by line and only as far as it is asked for. */
import { type Database, query } from '../../../engine/database.ts';
import { type Demand, demandsOn } from './demands.ts';
import { ANY, type Field, type List, type Shape, type Struct } from './shapes.ts';
import { KINDS, MINORS, TYPES } from './tables/built-in.ts';

/** A built-in kind in one of its API versions. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shape: Struct;
}

/** The minors of Kubernetes 1 that are known, oldest first. */
export const KNOWN_MINORS: readonly number[] = MINORS;

/** No version: a thing is known where any known release has it. */
export const ANY_MINOR = 0;

/** The built-in kinds of one minor, or of all known ones together. */
export class BuiltInKinds {
  readonly #minor: number;
  readonly #kinds = new Map<string, { readonly type: string; readonly namespaced: boolean }>();
  /** Type name to where its fields start and end in the table. */
  readonly #places: ReadonlyMap<string, readonly [number, number]>;
  readonly #structs = new Map<string, Struct>();

  constructor(minor: number) {
    this.#minor = minor;
    for (const line of KINDS.split('\n')) {
      if (line === '' || line.startsWith('-')) continue;
      const [facts = '', range] = line.split('\t');
      const [apiVersion, kind, type = '', scope] = facts.split(' ');
      if (isWithin(range, minor)) this.#kinds.set(`${apiVersion} ${kind}`, { type, namespaced: scope === 'namespaced' });
    }
    this.#places = placesOfTypes();
  }

  /** Undefined for kinds and versions that the releases do not serve. */
  kind(apiVersion: string, kind: string): Kind | undefined {
    const found = this.#kinds.get(`${apiVersion} ${kind}`);
    if (found === undefined) return undefined;
    return { apiVersion, kind, namespaced: found.namespaced, shape: this.#struct(found.type) };
  }

  /** Every `apiVersion kind`, sorted. */
  names(): Iterable<string> {
    return this.#kinds.keys();
  }

  #struct(name: string): Struct {
    const known = this.#structs.get(name);
    if (known !== undefined) return known;
    const fields = new Map<string, Field>();
    const struct: Struct = { is: 'struct', name, fields };
    // Known before its fields are read, because types hold themselves.
    this.#structs.set(name, struct);
    const [start, end] = this.#places.get(name) ?? [0, 0];
    for (const line of TYPES.slice(start, end).split('\n')) {
      const field = this.#field(line, name);
      if (field === undefined) continue;
      const before = fields.get(field.name);
      fields.set(field.name, before === undefined ? field : either(before, field));
    }
    return struct;
  }

  /** One line `name[!] type [{values}] [(merging)] [=default] [@from-to]` between tabs; undefined where the minor has no such field. */
  #field(line: string, owner: string): Field | undefined {
    if (line === '') return undefined;
    const [, written = '', type = '', ...facts] = line.split('\t');
    const fact = (sign: string): string | undefined => facts.find((one) => one.startsWith(sign));
    if (!isWithin(fact('@'), this.#minor)) return undefined;
    const required = written.endsWith('!');
    const values = fact('{')?.slice(1, -1).split('|') ?? [];
    const merging = new Map((fact('(')?.slice(1, -1).split(';') ?? []).map((one) => pair(one)));
    const name = required ? written.slice(0, -1) : written;
    const shapeOf = (): Shape => demanding(this.#shape(type, values, merging), demandsOn(owner, name));
    let shape: Shape | undefined;
    return {
      name,
      required,
      fallback: fact('=')?.slice(1) ?? '',
      ...releases(fact('@')),
      get shape(): Shape {
        shape ??= shapeOf();
        return shape;
      },
    };
  }

  #shape(type: string, values: readonly string[], merging: ReadonlyMap<string, string>): Shape {
    if (type.startsWith('[]')) {
      const list: List = {
        is: 'list',
        items: this.#shape(type.slice(2), values, new Map()),
        keys: merging.get('map')?.split(','),
        isSet: merging.has('set'),
        mergeKey: merging.get('merge'),
      };
      return list;
    }
    if (type.startsWith('<>')) return { is: 'map', values: this.#shape(type.slice(2), values, new Map()) };
    return scalarShape(type, values) ?? this.#struct(type);
  }
}

function scalarShape(type: string, values: readonly string[]): Shape | undefined {
  switch (type) {
    case '*':
      return ANY;
    case 's':
      return { is: 'text', format: 'plain', values };
    case 'y':
      return { is: 'text', format: 'bytes', values: [] };
    case 't':
    case 'm':
      return { is: 'text', format: 'time', values: [] };
    case 'i':
      return { is: 'whole', bits: 32 };
    case 'l':
      return { is: 'whole', bits: 64 };
    case 'd':
      return { is: 'fraction' };
    case 'b':
      return { is: 'truth' };
    case 'q':
      return { is: 'quantity' };
    case 'n':
      return { is: 'whole-or-text' };
    default:
      return undefined;
  }
}

/** The shape with what the server's own code demands of it; of lists each item, of mappings each value or each key. */
function demanding(shape: Shape, demand: Demand | undefined): Shape {
  if (demand === undefined) return shape;
  if (demand.isFree === true) return ANY;
  const { bounds, form, values, isJudgedEmpty } = demand;
  switch (shape.is) {
    case 'text':
      return {
        ...shape,
        values: values ?? shape.values,
        ...(form !== undefined && { form }),
        ...(isJudgedEmpty && { isJudgedEmpty }),
      };
    case 'whole':
    case 'quantity':
      return { ...shape, ...(bounds !== undefined && { bounds }) };
    case 'whole-or-text':
      return { ...shape, ...(bounds !== undefined && { bounds }), ...(form !== undefined && { form }) };
    case 'list':
      return { ...shape, items: demanding(shape.items, demand) };
    case 'map':
      return { ...shape, values: demanding(shape.values, demand), ...(demand.keys !== undefined && { keys: demand.keys }) };
    default:
      return shape;
  }
}

/** A field that is not the same in all releases, where none is chosen: what any of them takes. */
function either(a: Field, b: Field): Field {
  const shapes = [a.shape, b.shape] as const;
  return { ...b, required: a.required && b.required, shape: eitherShape(...shapes), since: a.since };
}

function eitherShape(a: Shape, b: Shape): Shape {
  if (a.is === 'text' && b.is === 'text' && a.format === b.format) {
    const isOpen = a.values.length === 0 || b.values.length === 0;
    return { ...b, values: isOpen ? [] : [...new Set([...a.values, ...b.values])] };
  }
  if (a.is === 'list' && b.is === 'list') {
    const isSame = a.keys?.join() === b.keys?.join();
    return {
      ...b,
      items: eitherShape(a.items, b.items),
      keys: isSame ? b.keys : undefined,
      isSet: a.isSet && b.isSet,
    };
  }
  if (a.is === 'struct' && b.is === 'struct' && a.name === b.name) return b;
  return a.is === b.is && a.is !== 'struct' && a.is !== 'map' && a.is !== 'whole' ? b : ANY;
}

/** `@33-35`, `@33-` and `@-35`; no range is every release. */
function isWithin(range: string | undefined, minor: number): boolean {
  if (range === undefined || minor === ANY_MINOR) return true;
  const [from = '', to = ''] = range.slice(1).split('-');
  return (from === '' || Number(from) <= minor) && (to === '' || minor <= Number(to));
}

function releases(range: string | undefined): Pick<Field, 'since' | 'until'> {
  const [from = '', to = ''] = range?.slice(1).split('-') ?? [];
  return { ...(from !== '' && { since: Number(from) }), ...(to !== '' && { until: Number(to) }) };
}

function pair(text: string): readonly [string, string] {
  const sign = text.indexOf('=');
  return sign < 0 ? [text, ''] : [text.slice(0, sign), text.slice(sign + 1)];
}

/** Type lines have no tab in front; the fields follow. */
function placesOfTypes(): ReadonlyMap<string, readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>();
  for (let start = 1; start < TYPES.length; ) {
    const lineEnd = TYPES.indexOf('\n', start);
    if (lineEnd < 0) break;
    const name = TYPES.slice(start, lineEnd);
    let end = lineEnd;
    while (end >= 0 && TYPES[end + 1] === '\t') end = TYPES.indexOf('\n', end + 1);
    const stop = end < 0 ? TYPES.length : end;
    found.set(name, [lineEnd + 1, stop]);
    start = stop + 1;
  }
  return found;
}

/** The kinds of a minor (key: its number; 0 for what any known release has), read once. */
export const builtInKinds = query('builtInKinds', (_: Database, minor: string): BuiltInKinds => new BuiltInKinds(Number(minor)));
