/** JSON 6902 operations said as a strategic merge patch for one object. */
import type { Operation } from '../build/json-patch.ts';
import type { MergeSchema } from '../build/merge-schema.ts';
import { deepEqualValues } from '../build/output.ts';
import { apiVersionOf, type Resource } from '../build/resource.ts';
import { asMap, type ListValue, type MapValue, type Value } from '../build/values.ts';
import { keysIn, nameOf, type Typed, typedField } from './list-keys.ts';
import { text, type Written, type WrittenField, type WrittenItem } from './written.ts';

/** What a patch says of an object beside its identity; a string is the sentence that says why there is none. */
export function mergeFor(
  object: Resource,
  after: MapValue,
  operations: readonly Operation[],
  schema: MergeSchema,
): readonly WrittenField[] | string {
  const typed = { type: schema.typeOf(apiVersionOf(object.id), object.id.kind), keys: undefined };
  const touched = new Touched();
  for (const { op, path, from } of operations) {
    if (op === 'test') {
      if (!isGuard(path, object.root, typed, schema)) return `A merge patch cannot test ${path}.`;
      continue;
    }
    if (IDENTITY.test(path)) return `A merge patch cannot change ${path}, by which it finds its object.`;
    touched.add(stepsOf(path));
    if (op === 'move') touched.add(stepsOf(from));
  }
  const written = new Merges(schema).map(object.root, after, touched, typed, true);
  if (written === undefined || written.is !== 'map') return 'The patch replaces the whole object.';
  return written.fields;
}

const IDENTITY = /^\/(?:apiVersion|kind|metadata(?:\/name|\/namespace)?)?$/;

function stepsOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A test of a list's merge key says which item is meant, which a merge patch says anyway. */
function isGuard(path: string, root: MapValue, typed: Typed, schema: MergeSchema): boolean {
  let value: Value | undefined = root;
  let known = typed;
  let keys: readonly string[] | undefined;
  for (const step of stepsOf(path)) {
    if (value?.kind === 'map') {
      const field = typedField(schema, known, step);
      if (keys?.includes(step)) return true;
      value = value.get(step);
      known = field;
      keys = undefined;
    } else if (value?.kind === 'list') {
      keys = known.keys;
      value = value.items.at(Number(step));
      known = { type: known.type, keys: undefined };
    } else return false;
  }
  return false;
}

/** The fields that operations name, as a tree; below an index everything counts as touched. */
class Touched {
  readonly fields = new Map<string, Touched>();
  isWhole = false;

  add(steps: readonly string[]): void {
    let at: Touched = this;
    for (const step of steps) {
      let next = at.fields.get(step);
      if (next === undefined) {
        next = new Touched();
        at.fields.set(step, next);
      }
      at = next;
    }
    at.isWhole = true;
  }
}

class Merges {
  readonly #schema: MergeSchema;

  constructor(schema: MergeSchema) {
    this.#schema = schema;
  }

  /** What makes `after` of `before`: fields that differ, and those that an operation names although they do not. */
  map(before: MapValue, after: MapValue, touched: Touched | undefined, typed: Typed, isRoot = false): Written | undefined {
    const fields: WrittenField[] = [];
    const keys = [...new Set([...after.keys, ...before.keys])];
    for (const key of keys) {
      if (isRoot && (key === 'apiVersion' || key === 'kind')) continue;
      const value = this.#field(
        before.get(key),
        after.get(key),
        touched?.fields.get(key),
        typedField(this.#schema, typed, key),
        touched?.isWhole === true,
      );
      if (value !== undefined) fields.push({ key, value });
    }
    return fields.length === 0 ? undefined : { is: 'map', fields };
  }

  #field(
    before: Value | undefined,
    after: Value | undefined,
    touched: Touched | undefined,
    typed: Typed,
    isNamed: boolean,
  ): Written | undefined {
    if (after === undefined) return before === undefined ? undefined : { is: 'null' };
    if (before === undefined) return { is: 'value', value: after };
    const isWanted = isNamed || touched !== undefined || !deepEqualValues(before, after);
    if (!isWanted) return undefined;
    if (before.kind === 'map' && after.kind === 'map') {
      // An operation on a mapping that is there leaves nothing of it.
      if ((isNamed || touched?.isWhole === true) && before.keys.some((key) => after.indexOf(key) < 0) && after.size > 0)
        return replacement(after);
      const below = this.map(before, after, isNamed ? WHOLE : touched, typed);
      return below ?? (after.size === 0 || isNamed ? { is: 'value', value: after } : undefined);
    }
    if (before.kind === 'list' && after.kind === 'list') {
      const keys = keysIn(typed.keys, before, after);
      if (keys !== undefined) return this.#list(before, after, touched, keys, typed);
    }
    return { is: 'value', value: after };
  }

  /** The items that change; those in front of the last of them by name alone, since a merge puts the patch's items first. */
  #list(before: ListValue, after: ListValue, touched: Touched | undefined, keys: readonly string[], typed: Typed): Written {
    const old = new Map(before.items.map((item, i) => [nameOf(item, keys), { item, i }]));
    const items: { readonly item: WrittenItem; readonly changes: boolean }[] = after.items.map((item) => {
      const known = old.get(nameOf(item, keys));
      if (known === undefined || item.kind !== 'map' || known.item.kind !== 'map')
        return { item: { value: { is: 'value', value: item } }, changes: true };
      const named = touched?.fields.get(String(known.i));
      const changes = this.map(known.item, item, named, { type: typed.type, keys: undefined });
      const fields = changes?.is === 'map' ? changes.fields : [];
      const identity = keysOf(item, keys);
      const rest = fields.filter(({ key }) => !keys.includes(key));
      return { item: { value: { is: 'map', fields: [...identity, ...rest] } }, changes: rest.length > 0 };
    });
    const kept = new Set(after.items.map((item) => nameOf(item, keys)));
    const gone = before.items.flatMap((item): WrittenItem[] => {
      if (kept.has(nameOf(item, keys))) return [];
      return [{ value: { is: 'map', fields: [...keysOf(item, keys), { key: '$patch', value: text('delete') }] } }];
    });
    const order = before.items.map((item) => nameOf(item, keys)).filter((name) => kept.has(name));
    const isReordered = after.items.some((item, i) => i < order.length && nameOf(item, keys) !== order[i]);
    const last = isReordered ? items.length - 1 : items.findLastIndex(({ changes }) => changes);
    return { is: 'list', items: [...items.slice(0, last + 1).map(({ item }) => item), ...gone] };
  }
}

function replacement(map: MapValue): Written {
  const fields = map.keys.flatMap((key, i): WrittenField[] => {
    const value = map.values[i];
    return value === undefined ? [] : [{ key, value: { is: 'value', value } }];
  });
  return { is: 'map', fields: [{ key: '$patch', value: text('replace') }, ...fields] };
}

const WHOLE = new Touched();
WHOLE.isWhole = true;

function keysOf(item: Value, keys: readonly string[]): readonly WrittenField[] {
  return keys.flatMap((key): WrittenField[] => {
    const value = asMap(item)?.get(key);
    return value === undefined ? [] : [{ key, value: { is: 'value', value } }];
  });
}
