/**
 * Strategic merge of a patch into a value, as Kustomize's merge2 does it, with its directives, its treatment of nulls and
 * its order of list items (items that a patch adds come first).
 */
import { mergeAssociative } from './associative-list.ts';
import type { MergeField, MergeSchema, MergeType } from './merge-schema.ts';
import { fail } from './problems.ts';
import {
  asMap,
  isMissingOrNull,
  isNull,
  type ListValue,
  type MapValue,
  quotedWhereNeeded,
  ScalarValue,
  setField,
  textOf,
  type Value,
} from './values.ts';

const DIRECTIVE = '$patch';

/** The merged value; undefined where the patch deletes it. */
export function strategicMerge(target: MapValue, patch: MapValue, schema: MergeSchema): MapValue | undefined {
  return asMap(new Merge(schema).merge(target, patch, { type: undefined, known: false, keys: undefined }));
}

/** What is known of the value's type; `known` tells an unlisted type from a place that no schema describes. */
export interface Known {
  readonly type: MergeType | undefined;
  readonly known: boolean;
  readonly keys: readonly string[] | undefined;
}

export class Merge {
  readonly #schema: MergeSchema;

  constructor(schema: MergeSchema) {
    this.#schema = schema;
  }

  /** Merges two values of which either may be missing. */
  merge(target: Value | undefined, patch: Value | undefined, known: Known): Value | undefined {
    const first = isMissingOrNull(target) ? (isMissingOrNull(patch) ? undefined : patch) : target;
    switch (first?.kind) {
      case 'scalar':
        expect('scalar', target, patch);
        return patch ?? target;
      case 'list':
        expect('list', target, patch);
        return this.#list(target, patch, known);
      default:
        expect('map', target, patch);
        return this.#map(target, patch, known.known ? known : this.#describe(target, patch));
    }
  }

  #describe(...values: readonly (Value | undefined)[]): Known {
    for (const value of values) {
      const map = asMap(value);
      const kind = textOf(map?.get('kind'));
      const apiVersion = textOf(map?.get('apiVersion'));
      if (kind === '' || apiVersion === '') continue;
      const type = this.#schema.typeOf(apiVersion, kind);
      if (type !== undefined) return { type, known: true, keys: undefined };
    }
    return { type: undefined, known: false, keys: undefined };
  }

  #map(target: Value | undefined, patch: Value | undefined, known: Known): Value | undefined {
    const directive = mapDirective(patch);
    const content = directive === undefined ? patch : asMap(patch)?.without(DIRECTIVE);
    if (isMissingOrNull(target)) {
      if (directive === 'delete') return undefined;
      if (content === undefined) return target !== undefined && textOf(target) !== '' ? target : undefined;
      return content.kind === 'map' ? this.#added(content, known) : content;
    }
    if (isNull(patch) || directive === 'delete') return undefined;
    if (target.kind !== 'map') return target;
    if (content === undefined || content.kind !== 'map') return this.#untouched(target, known);
    return directive === 'replace' ? this.#added(content, known) : this.#merged(target, content, known);
  }

  #merged(target: MapValue, patch: MapValue, known: Known): MapValue {
    let result = this.#untouched(target, known, patch);
    for (const [i, key] of patch.keys.entries()) {
      if (patch.indexOf(key) !== i) continue;
      const merged = this.merge(target.get(key), patch.values[i], this.#field(known, key));
      result = put(result, key, merged, patch.keyTags?.[i]);
    }
    return result;
  }

  /** What becomes of fields that the patch does not name: nulls without a text go, lists by keys are put in order. */
  #untouched(map: MapValue, known: Known, patch?: MapValue): MapValue {
    const described = known.known ? known : this.#describe(map);
    let result = map;
    for (const [i, value] of map.values.entries()) {
      const key = map.keys[i] ?? '';
      if ((patch?.indexOf(key) ?? -1) >= 0) continue;
      if (value.kind === 'scalar') {
        if (isNull(value)) result = value.text === '' ? result.without(key) : this.#leftNull(result, key, value);
        else if (value.tag === '') result = result.set(key, quotedWhereNeeded(value));
        continue;
      }
      const kept = this.merge(value, undefined, this.#field(described, key));
      if (kept !== value) result = put(result, key, kept);
    }
    return result;
  }

  #leftNull(map: MapValue, key: string, value: ScalarValue): MapValue {
    if (this.#schema.forgetsNulls !== true) return map;
    return map.set(key, new ScalarValue(value.text, '', value.style, value.source, value.at));
  }

  /** A mapping that stands for itself on both sides: its directives are obeyed and its nulls go. */
  #added(map: MapValue, known: Known): MapValue {
    const described = known.known ? known : this.#describe(map);
    let result = map;
    for (const [i, key] of map.keys.entries()) {
      const value = map.values[i];
      if (value === undefined || value.kind === 'scalar') {
        if (isNull(value)) result = result.without(key);
        continue;
      }
      const added = this.#addedField(value, this.#field(described, key));
      if (added !== value) result = put(result, key, added);
    }
    return result;
  }

  #addedField(value: MapValue | ListValue, known: Known): Value | undefined {
    if (value.kind === 'list') {
      if (known.keys === undefined) return value;
      const { directive, rest } = listDirective(value);
      return directive === 'delete' ? undefined : mergeAssociative(this, rest, rest, known.keys, itemsOf(known));
    }
    const directive = mapDirective(value);
    if (directive === 'delete') return undefined;
    return this.#added(directive === undefined ? value : value.without(DIRECTIVE), known);
  }

  #list(target: Value | undefined, patch: Value | undefined, known: Known): Value | undefined {
    if (known.keys === undefined) return patch ?? target;
    if (isMissingOrNull(target)) {
      return patch?.kind === 'list' ? mergeAssociative(this, patch, patch, known.keys, itemsOf(known)) : patch;
    }
    if (isNull(patch)) return undefined;
    if (target.kind !== 'list') return target;
    if (patch?.kind !== 'list') return mergeAssociative(this, target, undefined, known.keys, itemsOf(known));
    const { directive, rest } = listDirective(patch);
    if (directive === 'delete') return undefined;
    if (directive === 'replace') return mergeAssociative(this, rest, rest, known.keys, itemsOf(known));
    return mergeAssociative(this, target, rest, known.keys, itemsOf(known));
  }

  #field(known: Known, key: string): Known {
    const field: MergeField | undefined = known.type?.fields.get(key) ?? known.type?.values;
    if (field === undefined) return { type: undefined, known: false, keys: undefined };
    const type = this.#schema.named(field.type);
    return { type, known: type !== undefined || field.keys !== undefined, keys: field.keys };
  }
}

/** The items of a list that is merged by keys are of the list's type, and no lists themselves. */
function itemsOf(known: Known): Known {
  return { type: known.type, known: known.type !== undefined, keys: undefined };
}

/** Sets what a merge came to; nothing and null take the field away. */
function put(map: MapValue, key: string, value: Value | undefined, keyTag?: string): MapValue {
  return value === undefined || isNull(value) ? map.without(key) : setField(map, key, value, keyTag);
}

function expect(kind: Value['kind'], ...values: readonly (Value | undefined)[]): void {
  for (const value of values) {
    if (isMissingOrNull(value) || value.kind === kind) continue;
    fail('patch-mismatch', { source: value.source, at: value.at }, { expected: kind, found: value.kind });
  }
}

function mapDirective(patch: Value | undefined): string | undefined {
  const value = asMap(patch)?.get(DIRECTIVE);
  if (value === undefined) return undefined;
  const text = textOf(value);
  if (text !== 'delete' && text !== 'replace' && text !== 'merge')
    fail('patch-directive', { source: value.source, at: value.at }, { directive: text });
  return text;
}

/** A list is directed by an item that holds the directive alone. */
function listDirective(list: ListValue): { readonly directive: string | undefined; readonly rest: ListValue } {
  const item = asMap(list.items.find((one) => one.kind === 'map' && one.indexOf(DIRECTIVE) >= 0));
  if (item === undefined || item.size !== 1) return { directive: undefined, rest: list };
  const directive = mapDirective(item);
  const rest = list.items.filter((one) => one.kind !== 'map' || (one.size > 0 && textOf(one.get(DIRECTIVE)) !== directive));
  return { directive, rest: list.with(rest) };
}
