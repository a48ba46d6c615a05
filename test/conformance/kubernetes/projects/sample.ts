/** An object that a structural schema allows, with as many of its fields as fit: what rules in CEL make of it is the server's to say. */
import type { Dice } from '../../../kit/random.ts';

export interface Schema {
  readonly [fact: string]: unknown;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
}

/** Texts of many forms, one of which fits most patterns. */
const TEXTS: readonly string[] = [
  ...[
    'abc',
    'a',
    '1',
    '80',
    '10s',
    '1h',
    '1h0m0s',
    '10m',
    '100Mi',
    '0.5',
    '1.2.3',
    'v1',
    'ABC',
    'A',
    'a.b',
    'a/b',
    '/a',
    './a',
    'a@b.example',
  ],
  ...[
    'example.org',
    'https://example.org/a',
    'http://example.org',
    'oci://example.org/a',
    'ssh://git@example.org/a',
    'git@example.org:a',
    '*.example.org',
  ],
  ...[
    '10.0.0.1',
    '10.0.0.0/8',
    '2001:db8::1',
    '2006-01-02T15:04:05Z',
    'YWJj',
    'example.org/a',
    'a=b',
    '0 0 * * *',
    'a-b',
    '50%',
    '200',
  ],
  ...[
    'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    '123e4567-e89b-12d3-a456-426614174000',
    '00:00:00:00:00:01',
  ],
  ...['0123456789abcdef0123456789abcdef01234567', 'abcdefghijklmnopqrst', 'X-Header', 'true', '$.a', 'name', 'Abc'],
];

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2006-01-02T15:04:05Z',
  date: '2006-01-02',
  duration: '10s',
  byte: 'YWJj',
  ipv4: '10.0.0.1',
  ipv6: '2001:db8::1',
  cidr: '10.0.0.0/8',
  uri: 'https://example.org/a',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  hostname: 'example.org',
};

/** Values in one object, beside those that have to be there. */
const MOST = 60;
const DEEPEST = 7;

export class Sampler {
  readonly #dice: Dice;
  #left = MOST;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** What stands beside kind and metadata. */
  object(schema: Schema): Record<string, unknown> {
    const { apiVersion: _a, kind: _k, metadata: _m, status: _s, ...properties } = schema.properties ?? {};
    const required = (schema.required ?? []).filter((name) => Object.hasOwn(properties, name));
    return this.#fields({ ...schema, properties, required }, 0);
  }

  #value(schema: Schema, depth: number): unknown {
    this.#left--;
    if (schema.enum !== undefined && schema.enum.length > 0) return schema.enum[this.#dice.below(schema.enum.length)];
    if (schema['x-kubernetes-embedded-resource'] === true)
      return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'inner' }, data: { a: 'b' } };
    if (schema['x-kubernetes-int-or-string'] === true) return schema.pattern === undefined ? 80 : this.#text(schema);
    switch (schema.type) {
      case 'string':
        return this.#text(schema);
      case 'integer':
      case 'number':
        return number(schema);
      case 'boolean':
        return true;
      case 'array': {
        const item = this.#value(schema.items ?? {}, depth + 1);
        return item === undefined ? [] : [item];
      }
      case 'object':
        if (typeof schema.additionalProperties === 'object') return { key: this.#value(schema.additionalProperties, depth + 1) };
        return this.#fields(schema, depth);
      default:
        return schema['x-kubernetes-preserve-unknown-fields'] === true ? { free: 'text' } : undefined;
    }
  }

  #fields(schema: Schema, depth: number): Record<string, unknown> {
    const { properties = {} } = schema;
    const [wanted, unwanted] = alternatives(schema, this.#dice);
    const must = new Set([...(schema.required ?? []), ...wanted]);
    const found: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(properties)) {
      const isTaken = must.has(name) || (!unwanted.has(name) && depth < DEEPEST && this.#left > 0 && this.#dice.below(4) > 0);
      const value = isTaken ? this.#value(one, depth + 1) : undefined;
      if (value !== undefined) found[name] = value;
    }
    return found;
  }

  #text({ pattern, format, minLength = 0, maxLength = 1000, default: given }: Schema): string | undefined {
    if (typeof given === 'string') return given;
    const fits = (text: string): boolean => text.length >= Number(minLength) && text.length <= Number(maxLength);
    const known = typeof format === 'string' ? FORMATS[format] : undefined;
    const matches = matcher(pattern);
    return [...(known === undefined ? [] : [known]), ...TEXTS].find((text) => fits(text) && matches(text));
  }
}

/** Which fields one of the alternatives wants, and which only the others do. */
function alternatives(schema: Schema, dice: Dice): readonly [ReadonlySet<string>, ReadonlySet<string>] {
  const wanted = new Set<string>();
  const unwanted = new Set<string>();
  for (const fact of ['oneOf', 'anyOf']) {
    const branches = schema[fact];
    if (!Array.isArray(branches) || branches.length === 0) continue;
    const chosen = dice.below(branches.length);
    for (const [i, branch] of (branches as readonly Schema[]).entries())
      for (const name of branch.required ?? []) (i === chosen ? wanted : unwanted).add(name);
  }
  for (const name of wanted) unwanted.delete(name);
  return [wanted, unwanted];
}

function number({ minimum, maximum, multipleOf, default: given }: Schema): number {
  if (typeof given === 'number') return given;
  const least = typeof minimum === 'number' ? minimum + 1 : 1;
  const most = typeof maximum === 'number' ? maximum : Number.POSITIVE_INFINITY;
  const step = typeof multipleOf === 'number' ? multipleOf : 1;
  return Math.min(Math.ceil(least / step) * step, most);
}

function matcher(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined) return () => true;
  try {
    const expression = new RegExp(pattern);
    return (text) => expression.test(text);
  } catch {
    return () => true;
  }
}
