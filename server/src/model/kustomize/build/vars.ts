/** Vars: values of fields that stand as `$(NAME)` in others. */
import { type FieldSpec, setAt } from './field-specs.ts';
import { isClusterScoped } from './kinds.ts';
import { text } from './kustomization.ts';
import { fieldSteps, lookUp } from './paths.ts';
import { BuildFailure, fail } from './problems.ts';
import { apiVersionOf, effectiveNamespace, type Resource, type ResourceId } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import { integer, isTrue } from './scalars.ts';
import { asMap, isMissingOrNull, type MapValue, ScalarValue, type Spot, type Value } from './values.ts';

export interface Var {
  readonly name: string;
  readonly path: string;
  readonly spot: Spot;
}

/** Adds the vars of a kustomization; each name may be given once in a whole build. */
export function mergeVars(known: Map<string, Var>, more: Iterable<Var>): void {
  for (const one of more) {
    if (known.has(one.name)) fail('var-duplicate', one.spot, { name: one.name });
    known.set(one.name, one);
  }
}

/** Reads the `vars` of a kustomization and notes on the objects which of them read it. */
export function readVars(list: ResourceList, entries: readonly MapValue[]): readonly Var[] {
  return entries.map((entry) => {
    const name = text(entry, 'name');
    const spot = { source: entry.source, at: entry.at };
    const target = targetOf(asMap(entry.get('objref')));
    const isExact = target.namespace !== '' || isClusterScoped(apiVersionOf(target), target.kind);
    let matches = 0;
    list.transform((resource) => {
      if (![...resource.previousIds, resource.id].some((id) => means(target, id, isExact))) return resource;
      matches++;
      return resource.remembering({ vars: [...resource.memory.vars, name] });
    });
    if (matches > 1) fail('var-ambiguous', spot, { name, matches: String(matches) });
    return { name, path: text(asMap(entry.get('fieldref')), 'fieldPath') || 'metadata.name', spot };
  });
}

function targetOf(reference: MapValue | undefined): ResourceId {
  const apiVersion = text(reference, 'apiVersion').split('/');
  const [first = '', second] = apiVersion;
  return {
    group: second === undefined ? text(reference, 'group') : first,
    version: second === undefined ? first || text(reference, 'version') : second,
    kind: text(reference, 'kind'),
    name: text(reference, 'name'),
    namespace: text(reference, 'namespace'),
  };
}

function means(target: ResourceId, id: ResourceId, isExact: boolean): boolean {
  const same = target.name === id.name && target.group === id.group && target.version === id.version && target.kind === id.kind;
  return same && (!isExact || effectiveNamespace(target) === effectiveNamespace(id));
}

interface Found {
  readonly value: Value;
  readonly spot: Spot;
  used: boolean;
}

/** Puts the values in wherever the specs allow. Returns the vars that stand nowhere. */
export function resolveVars(list: ResourceList, vars: ReadonlyMap<string, Var>, specs: readonly FieldSpec[]): readonly Var[] {
  if (vars.size === 0) return [];
  const readers = new Map<string, Resource>();
  for (const resource of list.items) for (const name of resource.memory.vars) if (!readers.has(name)) readers.set(name, resource);
  const values = new Map<string, Found>();
  for (const one of [...vars.values()].sort((a, b) => (a.name < b.name ? -1 : 1)))
    values.set(one.name, found(one, readers.get(one.name)));
  list.transform((resource) => {
    let root = resource.root;
    for (const spec of specs)
      root = setAt(root, resource.id, { ...spec, create: false }, undefined, { source: root.source, at: root.at }, (value) =>
        expanded(value, values),
      );
    return resource.with(root);
  });
  return [...vars.values()].filter(({ name }) => values.get(name)?.used === false);
}

function found(one: Var, resource: Resource | undefined): Found {
  if (resource === undefined) return fail('var-unmapped', one.spot, { name: one.name });
  let value: Value | undefined;
  try {
    value = lookUp(resource.root, fieldSteps(one.path).flatMap(indexed));
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
  }
  if (value === undefined) return fail('var-field', one.spot, { name: one.name, path: one.path });
  return { value, spot: { source: { ...value.source, via: 'var' }, at: value.at }, used: false };
}

/** `ports[0]` is a field and an index. */
function indexed(step: string): readonly string[] {
  const parts = /^(.*)\[(\d+)\]$/.exec(step);
  if (parts === null) return [step];
  const [, field = '', index = ''] = parts;
  return field === '' ? [index] : [field, index];
}

function expanded(value: Value, values: ReadonlyMap<string, Found>): Value {
  if (isMissingOrNull(value)) return value;
  if (value.kind === 'scalar') return isText(value) ? withVars(value, values) : value;
  if (value.kind === 'list') {
    const items = value.items.map((item) => {
      if (isText(item)) return withVars(item, values);
      return fail(
        'field-path',
        { source: item.source, at: item.at },
        { step: '', reason: 'a list with vars may hold strings only' },
      );
    });
    return items.every((item, i) => item === value.items[i]) ? value : value.with(items);
  }
  if (value.keyTags !== undefined)
    fail('field-path', { source: value.source, at: value.at }, { step: '', reason: 'a key is no string' });
  const fields = value.values.map((field) => (isText(field) ? withVars(field, values) : field));
  return fields.every((field, i) => field === value.values[i]) ? value : value.withValues(fields);
}

function isText(value: Value): value is ScalarValue {
  return value.kind === 'scalar' && (value.tag === 'str' || value.tag === '');
}

/** Text around vars makes a string; a var alone keeps its type. */
function withVars(scalar: ScalarValue, values: ReadonlyMap<string, Found>): Value {
  const { text: input } = scalar;
  if (!input.includes('$')) return scalar.tag === '' ? new ScalarValue(input, 'str', 'plain', scalar.source, scalar.at) : scalar;
  let result = '';
  let spot: Spot = { source: scalar.source, at: scalar.at };
  for (let i = 0; i < input.length; i++) {
    if (input[i] !== '$' || i + 1 >= input.length) {
      result += input[i];
      continue;
    }
    const next = input[i + 1];
    const close = next === '(' ? input.indexOf(')', i + 2) : -1;
    if (close < 0) {
      result += next === '$' ? '$' : `$${next}`;
      i++;
      continue;
    }
    const name = input.slice(i + 2, close);
    const one = values.get(name);
    const isKnown = one?.value.kind === 'scalar' && one.value.tag !== 'null';
    if (one !== undefined) one.used = true;
    if (isKnown) spot = one.spot;
    if (isKnown && i === 0 && close === input.length - 1) return typed(one.value as ScalarValue, spot);
    result += isKnown ? textIn(one.value as ScalarValue) : `$(${name})`;
    i = close;
  }
  return new ScalarValue(result, 'str', 'plain', spot.source, spot.at);
}

function typed(value: ScalarValue, { source, at }: Spot): ScalarValue {
  const tag = value.tag === 'int' || value.tag === 'float' || value.tag === 'bool' ? value.tag : 'str';
  return new ScalarValue(tag === 'str' ? value.text : textIn(value), tag, 'plain', source, at);
}

function textIn(value: ScalarValue): string {
  if (value.tag === 'int') return integer(value.text).toString();
  if (value.tag === 'bool') return String(isTrue(value.text));
  return value.tag === 'float' ? String(Number(value.text.replaceAll('_', ''))) : value.text;
}
