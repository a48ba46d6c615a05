/** What is written in an object as the values of expressions: typed by the schema, with what stands in for what is missing. */
import { resolved } from '../../../../syntax/navigate.ts';
import { typed } from '../../../../syntax/scalars.ts';
import type { Mapping, Node, Scalar, Sequence } from '../../../../syntax/tree.ts';
import { dateOf, formattedDuration, timestampOf } from '../../cel/functions/time-texts.ts';
import { Bytes, Dict, List, UNKNOWN, type Value } from '../../cel/values.ts';
import { isBase64 } from '../formats.ts';
import { entriesOf, isOpen } from '../values.ts';
import { escapedName } from './escape.ts';
import type { Place } from './place.ts';

/** Values read of one object; aliases may make more of few. */
const MOST_VALUES = 100_000;

export class Values {
  readonly #readAs: 'kubernetes' | 'kyaml';
  #left = MOST_VALUES;

  constructor(readAs: 'kubernetes' | 'kyaml') {
    this.#readAs = readAs;
  }

  /** Undefined for null where that counts as not written; unknown what variables fill in, and what is of another type. */
  value(node: Node, place: Place): Value | undefined {
    const found = resolved(node);
    if (found === undefined || place.is === 'hidden' || this.#left-- <= 0) return UNKNOWN;
    if (found.kind === 'mapping') return place.is === 'object' ? this.#object(found, place) : this.#map(found, place);
    if (found.kind === 'sequence') return this.#list(found, place);
    return this.#scalar(found, place);
  }

  #scalar(scalar: Scalar, { is, isNullable, words }: Place): Value | undefined {
    const value = typed(scalar, this.#readAs);
    switch (value.type) {
      case 'null':
        return isNullable ? null : undefined;
      case 'bool':
        return is === 'bool' ? value.value : UNKNOWN;
      case 'int':
      case 'float':
        if (is === 'double') return value.value;
        return (is === 'int' || is === 'either') && /^-?\d{1,19}$/.test(value.text) ? BigInt(value.text) : UNKNOWN;
      case 'string':
        return isToCome(value.value, words) ? UNKNOWN : this.#text(value.value, is);
      default:
        return UNKNOWN;
    }
  }

  #text(text: string, is: Place['is']): Value {
    switch (is) {
      case 'text':
      case 'either':
        return text;
      case 'time':
        return timestampOf(text) ?? UNKNOWN;
      case 'date':
        return dateOf(text) ?? UNKNOWN;
      case 'duration':
        return formattedDuration(text) ?? UNKNOWN;
      case 'bytes':
        // The server looks for the letters of base64 in names of files here, and fails on those of the other.
        return isBase64(text) && !/[+/]/.test(text)
          ? new Bytes(Uint8Array.from(atob(text.replace(/\s+/g, '')), (one) => one.charCodeAt(0)))
          : UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  #list({ items }: Sequence, { is, inside, listKind }: Place): Value {
    if (is !== 'list' || inside === undefined) return UNKNOWN;
    // A null that is none is refused for itself.
    return new List(
      items.map((item) => orUnknown(this.value(item, inside))),
      listKind,
    );
  }

  #map(mapping: Mapping, { is, inside }: Place): Value {
    if (is !== 'map' || inside === undefined) return UNKNOWN;
    const found = new Map<string, Value>();
    for (const { key, value } of entriesOf(mapping)) {
      if (key.kind !== 'scalar' || isOpen(key.value)) return UNKNOWN;
      const one = this.value(value, inside) ?? inside.fallback;
      if (one !== undefined) found.set(key.value, one);
    }
    return new Dict(found);
  }

  #object(mapping: Mapping, { fields = NO_FIELDS, declared, isOpen: isKept }: Place): Value {
    const found = new Map<string, Value>();
    const written = new Set<string>();
    for (const { key, value } of entriesOf(mapping)) {
      if (key.kind !== 'scalar') return UNKNOWN;
      const place = fields.get(key.value);
      if (place === undefined && isOpen(key.value)) return UNKNOWN;
      const one = place === undefined ? (isKept === true ? UNKNOWN : undefined) : (this.value(value, place) ?? place.fallback);
      // Null in an object is as if nothing were written, also where the field takes it.
      if (one === undefined || one === null) continue;
      found.set(escapedName(key.value) ?? key.value, one);
      written.add(key.value);
    }
    for (const [name, { fallback }] of fields)
      if (fallback !== undefined && fallback !== null && !written.has(name)) found.set(escapedName(name) ?? name, fallback);
    return new Dict(found, declared);
  }
}

/** Words in capitals that stand for themselves, in the fields of networks above all. */
const CAPITALS = new Set(
  'HTTP HTTPS TCP UDP TLS SCTP ICMP GRPC GRPCS DNS SSL MTLS GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH URI RSA ECDSA'.split(
    ' ',
  ),
);

/** True for what something fills in and for what somebody is to replace. */
function isToCome(text: string, words: ReadonlySet<string> | undefined): boolean {
  return isOpen(text) && !CAPITALS.has(text) && words?.has(text) !== true;
}

function orUnknown(value: Value | undefined): Value {
  return value === undefined ? UNKNOWN : value;
}

const NO_FIELDS: ReadonlyMap<string, Place> = new Map();
