/** Holds one object against the shape of its kind, as the API server's strict decoder and validation do. */
import { asMapping, entry, field, resolved, textOf } from '../../../syntax/navigate.ts';
import { keyText, type Typed, typed } from '../../../syntax/scalars.ts';
import type { Mapping, Node, NodeId, Scalar, Sequence } from '../../../syntax/tree.ts';
import { isToBeReplaced } from '../naming.ts';
import { isBase64, isQuantity, isTime, quantity } from './formats.ts';
import { type Form, formProblem } from './forms.ts';
import type { Format, Found, Mistake, Wanted } from './mistake.ts';
import { areToldApart, ownKeys, requiredFields } from './required.ts';
import { check } from './semantics/checks.ts';
import type { Bounds, Field, List, Shape, Struct, Text } from './shapes.ts';
import { entriesOf, isFilledIn, isPresent, isWordInBrackets, isWritten } from './values.ts';

export interface Judged {
  /** True for patches: nothing is missing, null takes away what it stands for, and the directives of strategic merges are known. */
  readonly isPartial: boolean;
  /** True where nothing else tells that the object has no name. */
  readonly needsName: boolean;
  /**
   * Who reads `yes`, `on` and the like: `kustomize` takes them for texts and writes them back in quotes, `server` for booleans;
   * `unknown` where either may come first.
   */
  readonly reader: 'server' | 'kustomize' | 'unknown';
  /** Nodes that others judge. */
  readonly skipped: ReadonlySet<NodeId>;
  /** The shape of any object's metadata. */
  readonly metadata?: Shape | undefined;
}

/** In capitals they are misspelled, and no words that somebody is to replace. */
const RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'storage', 'ephemeral-storage', 'pods']);

/** Mistakes told of one object; more help nobody. */
const MOST_MISTAKES = 250;

/** The mistakes of an object in reading order. */
export function validate(object: Mapping, shape: Struct, judged: Judged): readonly Mistake[] {
  const walk = new Walk(object, judged);
  walk.struct(object, shape, '', entry(object, 'kind')?.value);
  return walk.isTemplated ? [] : walk.mistakes;
}

class Walk {
  readonly mistakes: Mistake[] = [];
  /** True where a `{{ … }}` was read as a mapping of mappings: then nothing is known of the rest either. */
  isTemplated = false;
  readonly #judged: Judged;
  /** What aliases led to, with the type it was held against: once is enough, however often it is used. */
  readonly #seen = new Set<string>();
  readonly #root: Mapping;
  /** True in a status: it is decoded, and then dropped unseen. */
  #isDropped = false;

  constructor(root: Mapping, judged: Judged) {
    this.#root = root;
    this.#judged = judged;
  }

  /** `holder` is what something missing is told at: the key, or the item itself. */
  #value(node: Node, known: Shape, path: string, owner: string, name: string, holder: Node): void {
    const shape = known.is === 'any' && known.isMetadata === true ? (this.#judged.metadata ?? known) : known;
    if (shape.is === 'any' || this.mistakes.length >= MOST_MISTAKES) return;
    const found = resolved(node);
    if (found === undefined || this.#judged.skipped.has(found.id)) return;
    if (node.kind === 'alias' && !this.#isNew(found, shape)) return;
    if (found.kind === 'scalar') {
      this.#scalar(found, shape, path);
      return;
    }
    switch (shape.is) {
      case 'struct':
        if (found.kind === 'mapping') this.struct(found, shape, path, holder);
        else this.#wrong(found, 'mapping', path);
        return;
      case 'map':
        if (found.kind === 'mapping')
          for (const { key, value } of entriesOf(found)) {
            if (shape.keys !== undefined && key.kind === 'scalar' && !this.#judged.skipped.has(key.id))
              this.#form(key, shape.keys, path);
            this.#value(value, shape.values, `${path}.${key.kind === 'scalar' ? key.value : '?'}`, owner, name, key);
          }
        else this.#wrong(found, 'mapping', path);
        return;
      case 'list':
        if (found.kind === 'sequence') this.#list(found, shape, path, owner, name);
        else this.#wrong(found, 'list', path);
        return;
      case 'text':
        // The server's check of formats comes instead of that of types, and looks at texts only.
        if (found.kind !== 'sequence' || shape.hasFormat !== true) this.#wrong(found, 'text', path);
        return;
      default:
        this.#wrong(found, wantedOf(shape), path);
    }
  }

  struct(mapping: Mapping, shape: Struct, path: string, holder: Node | undefined): void {
    for (const { key, value } of entriesOf(mapping)) {
      const known = fieldOf(shape, key);
      // What is told as missing below is not looked into.
      if (known !== undefined && this.#isMissing(shape, known.name, value)) continue;
      if (path === '') this.#isDropped = known?.name === 'status';
      if (known !== undefined)
        this.#value(value, known.shape, path === '' ? known.name : `${path}.${known.name}`, shape.name, known.name, key);
      else if (!(this.#judged.isPartial && !isWritten(value))) this.#unknown(key, shape, path, mapping);
    }
    if (path === '') {
      this.#isDropped = false;
      if (this.#judged.needsName) this.#named(mapping, holder);
    }
    if (this.#judged.isPartial || this.#isDropped) return;
    for (const name of shape.insistsOn ?? []) {
      // Null counts as not written, where the field does not take it as such.
      const written = entry(mapping, name);
      if (written !== undefined && (isWritten(written.value) || shape.nullable?.has(name) === true)) continue;
      const whole = holder === undefined || holder.kind === 'mapping' ? (mapping.entries[0]?.key ?? mapping) : holder;
      this.#add({ what: 'missing-field', at: (written?.key ?? whole).id, mapping: mapping.id, field: name, path });
    }
    for (const name of requiredFields(shape.name)) {
      if (!shape.fields.has(name) || isPresent(entry(mapping, name)?.value)) continue;
      // An item has no key of its own: its first one stands for it.
      const whole = holder === undefined || holder.kind === 'mapping' ? (mapping.entries[0]?.key ?? mapping) : holder;
      const at = entry(mapping, name)?.key ?? whole;
      this.#add({ what: 'missing-field', at: at.id, mapping: mapping.id, field: name, path });
    }
    check({ mapping, shape, path, holder, root: this.#root, add: (mistake) => this.#add(mistake) });
  }

  #isMissing(shape: Struct, name: string, value: Node | undefined): boolean {
    if (this.#judged.isPartial || this.#isDropped || !shape.fields.has(name)) return false;
    return requiredFields(shape.name).includes(name) && !isPresent(value);
  }

  #named(object: Mapping, kind: Node | undefined): void {
    const metadata = entry(object, 'metadata');
    if (isPresent(field(metadata?.value, 'name')) || isPresent(field(metadata?.value, 'generateName'))) return;
    const mapping = asMapping(metadata?.value) ?? object;
    const at = entry(mapping, 'name')?.key ?? metadata?.key ?? kind ?? object;
    this.#add({ what: 'missing-field', at: at.id, mapping: mapping.id, field: 'name', path: 'metadata' });
  }

  #unknown(key: Node, shape: Struct, path: string, { id: mapping }: Mapping): void {
    const field = keyText(key) ?? (key.kind === 'scalar' ? key.value : undefined);
    if (field === undefined || isFilledIn(field)) return;
    // In capitals stands what is to be replaced, unless it is a field's own name.
    if (isToBeReplaced(field) && !isInOtherCase(field, shape)) return;
    // What SOPS adds is taken away before anything reaches a cluster.
    if (path === '' && field === 'sops') return;
    if (this.#judged.isPartial && field.startsWith('$')) return;
    if (shape.isOpen === true) return;
    this.#add({ what: 'unknown-field', at: key.id, mapping, field, path, known: [...shape.fields.keys()] });
  }

  #list(list: Sequence, shape: List, path: string, owner: string, name: string): void {
    for (const item of list.items) {
      if (shape.refusesNull === true && !this.#judged.isPartial && isNull(item)) {
        this.#add(nullItem(item, shape.items, `${path}[]`));
        continue;
      }
      this.#value(item, shape.items, `${path}[]`, owner, name, item);
      if (!isWritten(item)) this.#emptyItem(item, shape.items, `${path}[]`, list);
    }
    if (this.#judged.isPartial || this.#isDropped || list.items.length < 2) return;
    const keys = ownKeys(owner, name);
    if (keys?.[0] === '.') this.#repeatedScalars(list, path, true);
    else if (keys !== undefined && shape.items.is === 'struct') this.#repeated(list, keys, shape.items, path, true);
    else if (shape.keys !== undefined && shape.items.is === 'struct')
      this.#repeated(list, shape.keys, shape.items, path, shape.isTold === true || areToldApart(owner, name));
    else if (shape.isSet) this.#repeatedScalars(list, path, shape.isTold === true);
  }

  /** An item without content is an object without fields or an empty text. */
  #emptyItem(item: Node, shape: Shape, path: string, list: Sequence): void {
    if (this.#judged.isPartial || this.#isDropped || item.kind !== 'scalar') return;
    if (shape.is === 'struct')
      for (const name of requiredFields(shape.name))
        this.#add({ what: 'missing-field', at: item.id, mapping: list.id, field: name, path });
    else if (shape.is === 'text') this.#empty(item, shape, path);
  }

  #empty(scalar: Scalar, shape: Text, path: string): void {
    if (this.#judged.isPartial || this.#isDropped) return;
    if (shape.values.length > 0) this.#add({ what: 'unknown-value', at: scalar.id, path, text: '', known: shape.values });
    else if (shape.form !== undefined && formProblem(shape.form, '') !== undefined)
      this.#add({ what: 'invalid-value', at: scalar.id, path, text: '', format: shape.form });
  }

  #repeated(list: Sequence, keys: readonly string[], items: Struct, path: string, isRefused: boolean): void {
    const seen = new Map<string, NodeId>();
    for (const item of list.items) {
      const mapping = asMapping(item);
      if (mapping === undefined) continue;
      const parts: string[] = [];
      let at: Node | undefined;
      for (const key of keys) {
        const value = entry(mapping, key)?.value;
        const text = textOf(value) ?? items.fields.get(key)?.fallback ?? '';
        if (text === '' || isFilledIn(text)) continue;
        at ??= value;
        parts.push(text);
      }
      if (parts.length !== keys.length || at === undefined) continue;
      const text = parts.join('/');
      const first = seen.get(text);
      if (first === undefined) seen.set(text, at.id);
      else this.#add({ what: 'duplicate-entry', at: at.id, first, path, text, isRefused });
    }
  }

  #repeatedScalars(list: Sequence, path: string, isRefused: boolean): void {
    const seen = new Map<string, NodeId>();
    for (const item of list.items) {
      const text = textOf(item);
      if (text === undefined || isFilledIn(text)) continue;
      const first = seen.get(text);
      if (first === undefined) seen.set(text, item.id);
      else this.#add({ what: 'duplicate-entry', at: item.id, first, path, text, isRefused });
    }
  }

  #scalar(scalar: Scalar, shape: Shape, path: string): void {
    if (shape.is === 'text' && scalar.style !== 'plain' && scalar.tag === undefined) {
      this.#text(scalar, shape, path);
      return;
    }
    const value = typed(scalar, this.#judged.reader === 'kustomize' ? 'kyaml' : 'kubernetes');
    if (this.#judged.reader === 'unknown' && value.type === 'bool' && typed(scalar, 'kyaml').type === 'string') return;
    // Null is taken everywhere for what is not written; a tag that contradicts its text is the reader's to refuse.
    if (value.type === 'null' || value.type === 'invalid') return;
    if (value.type === 'string' && isFilledIn(scalar.value)) return;
    if (value.type === 'string' && shape.is !== 'text' && shape.is !== 'whole-or-text' && isWordFor(path, scalar.value)) return;
    switch (shape.is) {
      case 'text':
        if (value.type === 'string' || value.type === 'binary') this.#text(scalar, shape, path);
        else this.#wrong(scalar, 'text', path, value);
        return;
      case 'whole':
        if (!isWhole(value)) this.#wrong(scalar, 'whole', path, value);
        else if (!fits(value, shape.bits)) this.#tooLarge(scalar, path);
        else this.#within(scalar, value.value, shape.bounds, path);
        return;
      case 'fraction':
        if (value.type !== 'int' && value.type !== 'float') this.#wrong(scalar, 'number', path, value);
        return;
      case 'truth':
        if (value.type !== 'bool') this.#wrong(scalar, 'truth', path, value);
        return;
      case 'quantity':
        if (value.type === 'bool') this.#wrong(scalar, 'quantity', path, value);
        else if (value.type === 'string' && !isQuantity(value.value)) this.#invalid(scalar, path, 'quantity');
        else if (shape.bounds !== undefined) this.#within(scalar, amountOf(value), shape.bounds, path);
        return;
      case 'whole-or-text':
        if (value.type === 'string' || value.type === 'binary') {
          if (shape.form !== undefined) this.#form(scalar, shape.form, path);
          return;
        }
        if (!isWhole(value)) this.#wrong(scalar, 'whole-or-text', path, value);
        else if (!fits(value, shape.bits ?? 32)) this.#tooLarge(scalar, path);
        else this.#within(scalar, value.value, shape.bounds, path);
        return;
      default:
        this.#wrong(scalar, wantedOf(shape), path, value);
    }
  }

  #text(scalar: Scalar, shape: Text, path: string): void {
    const text = scalar.value;
    if (text === '') {
      if (shape.isJudgedEmpty === true || path.endsWith('[]')) this.#empty(scalar, shape, path);
      return;
    }
    if (this.#isDropped || isFilledIn(text)) return;
    if (shape.values.length > 0 && !shape.values.includes(text))
      this.#add({ what: 'unknown-value', at: scalar.id, path, text, known: shape.values });
    else if (shape.format === 'bytes' && !isBase64(text) && !isReference(text) && !isToBeReplaced(text))
      this.#invalid(scalar, path, 'base64');
    else if (shape.format === 'time' && !isTime(text)) this.#invalid(scalar, path, 'time');
    else if (shape.form !== undefined) this.#form(scalar, shape.form, path);
  }

  #form(scalar: Scalar, written: Form, path: string): void {
    // Finalizers of custom resources need no domain.
    const form = written === 'finalizer' && this.#judged.metadata !== undefined ? 'qualified' : written;
    const text = scalar.value;
    if (text === '' || this.#isDropped || formProblem(form, text) === undefined) return;
    if (!isFilledIn(text) && (!isToBeReplaced(text) || RESOURCES.has(text.toLowerCase()))) this.#invalid(scalar, path, form);
  }

  #within(scalar: Scalar, value: number, bounds: Bounds | undefined, path: string): void {
    if (bounds === undefined || this.#isDropped || !(value < bounds.least || value > bounds.most)) return;
    this.#add({ what: 'out-of-range', at: scalar.id, path, text: scalar.value, bounds });
  }

  #invalid(scalar: Scalar, path: string, format: Format): void {
    this.#add({ what: 'invalid-value', at: scalar.id, path, text: scalar.value, format });
  }

  #tooLarge(scalar: Scalar, path: string): void {
    const found: Found = { is: 'too-large', text: scalar.value, style: scalar.style };
    this.#add({ what: 'wrong-type', at: scalar.id, path, wanted: 'whole', found });
  }

  #wrong(node: Scalar | Mapping | Sequence, wanted: Wanted, path: string, value?: Typed): void {
    if (isWordInBrackets(node)) return;
    if (node.kind === 'mapping' && node.entries[0]?.key.kind === 'mapping') this.isTemplated = true;
    this.#add({ what: 'wrong-type', at: node.id, path, wanted, found: foundIn(node, value) });
  }

  #add(mistake: Mistake): void {
    if (this.mistakes.length < MOST_MISTAKES) this.mistakes.push(mistake);
  }

  #isNew(node: Node, shape: Shape): boolean {
    const key = `${node.id} ${shape.is === 'struct' ? shape.name : shape.is}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

/** Field names are compared with case; only what is none is looked at as a reader of keys would (`on` is `true`). */
function fieldOf(shape: Struct, key: Node): Field | undefined {
  if (key.kind === 'scalar') return shape.fields.get(key.value);
  const target = resolved(key);
  return target?.kind === 'scalar' ? shape.fields.get(target.value) : undefined;
}

/** True for `null` and what is read as such; an item that nobody has written yet is not told. */
function isNull(node: Node): node is Scalar {
  return node.kind === 'scalar' && node.style === 'plain' && node.value !== '' && typed(node).type === 'null';
}

function nullItem({ id, value, style }: Scalar, shape: Shape, path: string): Mistake {
  return { what: 'wrong-type', at: id, path, wanted: wantedOf(shape), found: { is: 'null', text: value, style } };
}

/** True for what stands for a value in a store of secrets (`vault:secret/db#password`), until something fetches it. */
function isReference(text: string): boolean {
  return /^(?:vault|op|[a-z]+-secret|(?:ref|secretref)\+[a-z0-9]+):\S+$/.test(text);
}

function isInOtherCase(field: string, shape: Struct): boolean {
  const lower = field.toLowerCase();
  for (const known of shape.fields.keys()) if (known.toLowerCase() === lower) return true;
  return false;
}

/** Not a number where the value is no quantity, which no bounds leave out. */
function amountOf(value: Typed): number {
  if (value.type === 'int' || value.type === 'float') return value.value;
  return (value.type === 'string' ? quantity(value.value) : undefined) ?? Number.NaN;
}

function isWhole(value: Typed): value is Typed & { readonly type: 'int' | 'float' } {
  return value.type === 'int' || (value.type === 'float' && Number.isInteger(value.value));
}

function fits(value: { readonly value: number }, bits: 32 | 64): boolean {
  const limit = bits === 32 ? 2 ** 31 : 2 ** 63;
  return value.value >= -limit && value.value < limit;
}

function foundIn(node: Scalar | Mapping | Sequence, value: Typed | undefined): Found {
  if (node.kind !== 'scalar') return { is: node.kind === 'mapping' ? 'mapping' : 'list', text: '', style: 'plain' };
  const base = { text: node.value, style: node.style };
  switch (value?.type) {
    case 'bool':
      return { is: 'truth', ...base, ...differing(node.value, String(value.value)) };
    case 'int':
      return { is: 'whole', ...base, ...differing(node.value, value.text) };
    case 'float':
      return { is: Number.isInteger(value.value) ? 'whole' : 'fraction', ...base, ...differing(node.value, value.text) };
    default:
      return { is: 'text', ...base };
  }
}

function differing(written: string, read: string): { readonly read?: string } {
  return written.toLowerCase() === read ? {} : { read };
}

function wantedOf(shape: Shape): Wanted {
  switch (shape.is) {
    case 'struct':
    case 'map':
      return 'mapping';
    case 'fraction':
      return 'number';
    case 'any':
      return 'text';
    default:
      return shape.is;
  }
}

/** Nobody writes a number or a truth value as a word in capitals; `ALL` and `NET_ADMIN` are what they say. */
function isWordFor(path: string, text: string): boolean {
  return isToBeReplaced(text) && !/\.capabilities\.(?:add|drop)$/.test(path);
}
