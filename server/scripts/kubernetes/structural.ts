/** Structural schemas as they are kept: what decides whether an object is taken, and of several releases what any of them takes. */

export interface Structural {
  readonly [fact: string]: unknown;
  readonly properties?: Readonly<Record<string, Structural>>;
}

/** Facts that are kept as they stand. */
const KEPT: readonly string[] = [
  'type',
  'format',
  'pattern',
  'enum',
  'required',
  'nullable',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-list-map-keys',
];

/** Facts that are lists of schemas. */
const LISTS: readonly string[] = ['allOf', 'anyOf', 'oneOf'];

/** The schema without what is only read by people, and without facts that change nothing. */
export function pruned(schema: Structural): Structural {
  const found: Record<string, unknown> = {};
  for (const fact of KEPT) {
    const value = schema[fact];
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) continue;
    found[fact] = value;
  }
  if (schema.default !== undefined) found.default = schema.default;
  const listType = schema['x-kubernetes-list-type'];
  if (listType !== undefined && listType !== 'atomic') found['x-kubernetes-list-type'] = listType;
  const rules = rulesOf(schema['x-kubernetes-validations']);
  if (rules.length > 0) found['x-kubernetes-validations'] = rules;
  for (const list of LISTS) {
    const branches = schema[list] as readonly Structural[] | undefined;
    if (branches === undefined || isOfTypesOnly(schema, branches)) continue;
    found[list] = branches.map(pruned);
  }
  if (schema.not !== undefined) found.not = pruned(schema.not as Structural);
  if (schema.items !== undefined) found.items = pruned(schema.items as Structural);
  const values = schema.additionalProperties;
  if (typeof values === 'object' && values !== null) found.additionalProperties = pruned(values as Structural);
  else if (values === true) found.additionalProperties = true;
  if (schema.properties !== undefined)
    found.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, pruned(one)]));
  return found;
}

/** The schema of an object without what the server knows by itself or drops. */
export function ofObject(schema: Structural): Structural {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, status: _status, ...properties } = schema.properties ?? {};
  return pruned({ ...schema, properties });
}

/** How whole numbers and texts in one place are told of; the marker for both says it already. */
function isOfTypesOnly(schema: Structural, branches: readonly Structural[]): boolean {
  return schema['x-kubernetes-int-or-string'] === true && branches.every((one) => Object.keys(one).join() === 'type');
}

interface Validation {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** Rules that compare with what was there before say nothing of one object, unless they are written for new ones, too. */
function rulesOf(rules: unknown): readonly Validation[] {
  return ((rules ?? []) as readonly Validation[])
    .filter(({ rule, optionalOldSelf }) => optionalOldSelf === true || !/\boldSelf\b/.test(rule))
    .map(({ rule, message, messageExpression, fieldPath, optionalOldSelf }) => ({
      rule: rule.trim(),
      ...(message !== undefined && { message: message.trim() }),
      ...(messageExpression !== undefined && { messageExpression }),
      ...(fieldPath !== undefined && { fieldPath }),
      ...(optionalOldSelf === true && { optionalOldSelf }),
    }));
}

/** What either of two schemas takes, as far as a schema can say it. */
export function either(a: Structural, b: Structural): Structural {
  if (isSame(a, b)) return a;
  if (a.type !== b.type) return { 'x-kubernetes-preserve-unknown-fields': true };
  const found: Record<string, unknown> = {};
  for (const fact of Object.keys(a)) if (isSame(a[fact], b[fact])) found[fact] = a[fact];
  for (const [fact, widest] of Object.entries(WIDER)) {
    const [x, y] = [a[fact], b[fact]];
    if (typeof x === 'number' && typeof y === 'number') found[fact] = widest(x, y);
  }
  for (const open of ['nullable', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-int-or-string'])
    if (a[open] === true || b[open] === true) found[open] = true;
  if (Array.isArray(a.enum) && Array.isArray(b.enum)) found.enum = [...new Set([...a.enum, ...b.enum])];
  if (a.default !== undefined || b.default !== undefined) found.default = a.default ?? b.default;
  const required = ((a.required ?? []) as string[]).filter((name) => ((b.required ?? []) as string[]).includes(name));
  if (required.length > 0) found.required = required;
  else delete found.required;
  const rules = ((a['x-kubernetes-validations'] ?? []) as Validation[]).filter((one) =>
    ((b['x-kubernetes-validations'] ?? []) as Validation[]).some(({ rule }) => rule === one.rule),
  );
  if (rules.length > 0) found['x-kubernetes-validations'] = rules;
  for (const part of ['items', 'additionalProperties']) {
    const [x, y] = [a[part], b[part]];
    if (isSchema(x) && isSchema(y)) found[part] = either(x, y);
    else if (x !== undefined || y !== undefined) found[part] = part === 'items' ? {} : true;
  }
  if (a.properties !== undefined || b.properties !== undefined)
    found.properties = eitherOf(a.properties ?? {}, b.properties ?? {});
  return found;
}

const WIDER: Readonly<Record<string, (a: number, b: number) => number>> = {
  minimum: Math.min,
  maximum: Math.max,
  minLength: Math.min,
  maxLength: Math.max,
  minItems: Math.min,
  maxItems: Math.max,
  minProperties: Math.min,
  maxProperties: Math.max,
};

function eitherOf(
  a: Readonly<Record<string, Structural>>,
  b: Readonly<Record<string, Structural>>,
): Readonly<Record<string, Structural>> {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...names].map((name): [string, Structural] => {
      const [x, y] = [a[name], b[name]];
      return [name, x === undefined ? (y as Structural) : y === undefined ? x : either(x, y)];
    }),
  );
}

function isSchema(value: unknown): value is Structural {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
