/** A strategic merge patch said as JSON 6902 operations on one object. */
import type { MergeSchema } from '../build/merge-schema.ts';
import { apiVersionOf, type Resource } from '../build/resource.ts';
import { asMap, isNull, type ListValue, type MapValue, textOf, type Value } from '../build/values.ts';
import { keysIn, nameOf, type Typed, typedField } from './list-keys.ts';

export interface WrittenOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: Value;
  /** The part of the patch that it stands for, by its number: comments follow it. */
  readonly about: number;
}

/** Fields of a patch that only say which object is meant. */
const IDENTITY: ReadonlySet<string> = new Set(['apiVersion', 'kind']);
const OWN_NAME: ReadonlySet<string> = new Set(['name', 'namespace']);

/** The operations that make `after` of the object; each that goes into a list tests first that the item is the one meant. */
export function operationsFor(
  object: Resource,
  after: MapValue,
  patch: MapValue,
  schema: MergeSchema,
): readonly WrittenOperation[] {
  const type = schema.typeOf(apiVersionOf(object.id), object.id.kind);
  return [...new Operations(schema).inMap('', object.root, after, patch, { type, keys: undefined })];
}

class Operations {
  readonly #schema: MergeSchema;

  constructor(schema: MergeSchema) {
    this.#schema = schema;
  }

  *inMap(path: string, before: MapValue, after: MapValue, patch: MapValue, typed: Typed): Generator<WrittenOperation> {
    for (const [i, key] of patch.keys.entries()) {
      const value = patch.values[i];
      if (value === undefined || key === '$patch' || patch.indexOf(key) !== i) continue;
      if (path === '' && IDENTITY.has(key)) continue;
      if (path === '/metadata' && OWN_NAME.has(key)) continue;
      const field = typedField(this.#schema, typed, key);
      yield* this.#field(`${path}/${escaped(key)}`, before.get(key), after.get(key), value, field);
    }
  }

  *#field(
    path: string,
    before: Value | undefined,
    after: Value | undefined,
    patch: Value,
    typed: Typed,
  ): Generator<WrittenOperation> {
    const about = patch.at;
    if (after === undefined) {
      if (before !== undefined) yield { op: 'remove', path, about };
      return;
    }
    if (before === undefined) {
      yield { op: 'add', path, value: after, about };
      return;
    }
    const isReplaced = textOf(asMap(patch)?.get('$patch')) === 'replace';
    if (before.kind === 'map' && after.kind === 'map' && patch.kind === 'map' && !isReplaced)
      yield* this.inMap(path, before, after, patch, typed);
    else if (before.kind === 'list' && after.kind === 'list' && patch.kind === 'list')
      yield* this.#list(path, before, after, patch, typed);
    else if (!isNull(patch)) yield { op: 'replace', path, value: after, about };
  }

  *#list(path: string, before: ListValue, after: ListValue, patch: ListValue, typed: Typed): Generator<WrittenOperation> {
    const isDirected = patch.items.some((item) => item.kind === 'map' && item.size === 1 && item.indexOf('$patch') === 0);
    const keys = isDirected ? undefined : keysIn(typed.keys, before, after);
    if (keys === undefined) {
      yield { op: 'replace', path, value: after, about: patch.at };
      return;
    }
    const wanted = after.items.map((item) => nameOf(item, keys));
    const present = before.items.map((item) => nameOf(item, keys));
    const about = (name: string): number => patch.items.find((item) => nameOf(item, keys) === name)?.at ?? patch.at;
    for (let i = present.length - 1; i >= 0; i--) {
      const name = present[i] ?? '';
      if (wanted.includes(name)) continue;
      yield* guard(`${path}/${i}`, before.items[i], keys, about(name));
      yield { op: 'remove', path: `${path}/${i}`, about: about(name) };
      present.splice(i, 1);
    }
    for (const [i, name] of wanted.entries()) {
      const item = after.items[i];
      const from = present.indexOf(name);
      if (item === undefined) continue;
      if (from < 0) {
        const end = i === present.length;
        yield { op: 'add', path: `${path}/${end ? '-' : i}`, value: item, about: about(name) };
        present.splice(i, 0, name);
        continue;
      }
      const old = before.items.find((one) => nameOf(one, keys) === name);
      const part = patch.items.find((one) => nameOf(one, keys) === name);
      const isMoved = from !== i;
      const changes =
        old?.kind === 'map' && item.kind === 'map' && part?.kind === 'map'
          ? [...this.inMap(`${path}/${i}`, old, item, withoutKeys(part, keys), { type: typed.type, keys: undefined })]
          : [];
      if (changes.length > 0 || isMoved) yield* guard(`${path}/${from}`, old, keys, about(name));
      if (isMoved) {
        yield { op: 'move', path: `${path}/${i}`, from: `${path}/${from}`, about: about(name) };
        present.splice(i, 0, ...present.splice(from, 1));
      }
      yield* changes;
    }
  }
}

/** An index alone would hit another item once the base has one more. */
function* guard(path: string, item: Value | undefined, keys: readonly string[], about: number): Generator<WrittenOperation> {
  for (const key of keys) {
    const value = asMap(item)?.get(key);
    if (value !== undefined) yield { op: 'test', path: `${path}/${escaped(key)}`, value, about };
  }
}

function withoutKeys(map: MapValue, keys: readonly string[]): MapValue {
  return keys.reduce((rest, key) => rest.without(key), map);
}

/** A key as a step of a JSON pointer (RFC 6901). */
export function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
