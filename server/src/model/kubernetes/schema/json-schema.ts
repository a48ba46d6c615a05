/**
 * JSON schemas of custom kinds, as catalogues keep them, back in the form of the structural schemas that they were made from.
 * What a structural schema cannot say, and what leads elsewhere, is left open.
 */
import type { Json } from '../../live/json.ts';

type Schema = Readonly<Record<string, Json>>;

/** Schemas read of one file, and how deep; larger ones are hostile. */
const MOST_SCHEMAS = 30_000;
const DEEPEST = 48;

/** What both forms say in the same way. */
const SAME: ReadonlySet<string> = new Set([
  ...['description', 'format', 'pattern', 'enum', 'required', 'nullable', 'default', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
  ...['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource', 'x-kubernetes-int-or-string'],
  ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type', 'x-kubernetes-validations'],
]);

/** What only JSON schema can say of a value; nothing about such values is certain. */
const BEYOND: readonly string[] = [
  ...['if', 'patternProperties', 'propertyNames', 'dependencies', 'dependentSchemas', 'dependentRequired'],
  ...['unevaluatedProperties', '$dynamicRef', '$recursiveRef', 'contains', 'prefixItems'],
];

/** A structural schema as JSON; undefined for what is no schema of an object. */
export function structuralText(schema: Json): string | undefined {
  if (!isSchema(schema)) return undefined;
  const root = new Converter(schema).schema(schema, 0);
  if (root.type !== 'object' || !isSchema(root.properties ?? null)) return undefined;
  return JSON.stringify(root);
}

const OPEN: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

class Converter {
  readonly #root: Schema;
  readonly #inside = new Set<string>();
  #count = 0;

  constructor(root: Schema) {
    this.#root = root;
  }

  schema(schema: Json, depth: number): Schema {
    if (!isSchema(schema) || depth > DEEPEST || ++this.#count > MOST_SCHEMAS) return OPEN;
    if (Object.hasOwn(schema, '$ref')) return this.#referred(schema, depth);
    if (BEYOND.some((fact) => Object.hasOwn(schema, fact))) return { ...described(schema), ...OPEN };
    const either = eitherType(schema);
    if (either !== undefined) return { ...described(schema), ...either };
    const { type, isNullable, isKnown } = typeOf(schema.type);
    if (!isKnown) return { ...described(schema), ...OPEN };
    const found = new Map<string, Json>();
    if (type !== undefined) found.set('type', type);
    if (isNullable) found.set('nullable', true);
    for (const [fact, value] of Object.entries(schema)) if (SAME.has(fact)) found.set(fact, value);
    if (schema.const !== undefined) found.set('enum', [schema.const]);
    bound(schema, 'minimum', 'exclusiveMinimum', found);
    bound(schema, 'maximum', 'exclusiveMaximum', found);
    for (const fact of ['allOf', 'anyOf', 'oneOf']) {
      const branches = schema[fact];
      if (Array.isArray(branches))
        found.set(
          fact,
          branches.map((branch) => this.#branch(branch, depth + 1)),
        );
    }
    if (schema.not !== undefined) found.set('not', this.#branch(schema.not, depth + 1));
    if (Array.isArray(schema.items)) found.set('items', OPEN);
    else if (schema.items !== undefined) found.set('items', this.schema(schema.items, depth + 1));
    if (type === 'object' || schema.properties !== undefined) this.#object(schema, found, depth);
    return Object.fromEntries(found);
  }

  /** Without `additionalProperties` other fields are taken: whatever does not say that it is complete is open. */
  #object(schema: Schema, found: Map<string, Json>, depth: number): void {
    const { properties, additionalProperties } = schema;
    if (properties !== undefined && isSchema(properties))
      found.set(
        'properties',
        Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, this.schema(one, depth + 1)])),
      );
    if (isSchema(additionalProperties ?? null) && !found.has('properties'))
      found.set('additionalProperties', this.schema(additionalProperties ?? null, depth + 1));
    else if (found.get('type') === 'object' && (additionalProperties !== false || !found.has('properties')))
      found.set('x-kubernetes-preserve-unknown-fields', true);
  }

  /** Alternatives say what has to be there, not which fields there are. */
  #branch(schema: Json, depth: number): Schema {
    const { 'x-kubernetes-preserve-unknown-fields': _, ...rest } = this.schema(schema, depth);
    return rest;
  }

  /** Only what stands in the same file is looked at. */
  #referred(schema: Schema, depth: number): Schema {
    const reference = schema.$ref;
    if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference) || this.#inside.has(reference)) return OPEN;
    let target: Json | undefined = this.#root;
    for (const step of reference.split('/').slice(1)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      target = isSchema(target ?? null) && Object.hasOwn(target as Schema, name) ? (target as Schema)[name] : undefined;
    }
    if (target === undefined) return OPEN;
    this.#inside.add(reference);
    const found = this.schema(target, depth + 1);
    this.#inside.delete(reference);
    return { ...found, ...described(schema) };
  }
}

/** `int-or-string` in each of the ways in which it is written. */
function eitherType(schema: Schema): Schema | undefined {
  const branches = schema.oneOf ?? schema.anyOf;
  const types = Array.isArray(branches) ? branches.map((branch) => (isSchema(branch) ? branch.type : undefined)) : [];
  const areBoth = types.length === 2 && types.includes('string') && types.includes('integer');
  const listed = Array.isArray(schema.type) ? schema.type.filter((one) => one !== 'null') : [];
  const isBoth = listed.length === 2 && listed.includes('string') && listed.includes('integer');
  if (!areBoth && !isBoth && schema['x-kubernetes-int-or-string'] !== true && schema.format !== 'int-or-string') return undefined;
  const { pattern } = schema;
  return { 'x-kubernetes-int-or-string': true, ...(typeof pattern === 'string' && { pattern }) };
}

function typeOf(type: Json | undefined): { type: string | undefined; isNullable: boolean; isKnown: boolean } {
  if (type === undefined || typeof type === 'string')
    return { type: type as string | undefined, isNullable: false, isKnown: true };
  if (!Array.isArray(type)) return { type: undefined, isNullable: false, isKnown: false };
  const [only, ...more] = type.filter((one): one is string => typeof one === 'string' && one !== 'null');
  return { type: only, isNullable: type.includes('null'), isKnown: more.length === 0 };
}

/** Newer JSON schema has a number where older says whether the bound itself is out. */
function bound(schema: Schema, name: 'minimum' | 'maximum', exclusive: string, found: Map<string, Json>): void {
  const out = schema[exclusive];
  if (typeof out === 'number') {
    found.set(name, out);
    found.set(exclusive, true);
    return;
  }
  const value = schema[name];
  if (typeof value === 'number') found.set(name, value);
  if (out === true) found.set(exclusive, true);
}

function described({ description }: Schema): Schema {
  return typeof description === 'string' ? { description } : {};
}

function isSchema(value: Json): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
