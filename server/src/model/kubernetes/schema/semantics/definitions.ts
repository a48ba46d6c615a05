/** What makes a CustomResourceDefinition one that the server takes: structural schemas, one stored version, its own name. */
import { asMapping, at, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Mapping, Node } from '../../../../syntax/tree.ts';
import { certainText, entriesOf, isPresent, isWritten } from '../values.ts';
import { below, type Seen } from './check.ts';

/** `ValidateCustomResourceDefinition`. */
export function checkDefinition({ mapping, add }: Seen): void {
  const spec = entry(mapping, 'spec')?.value;
  checkOwnName({ mapping, add }, [certainText(entry(spec, 'names')?.value, 'plural'), certainText(spec, 'group')]);
  const versions = entry(spec, 'versions');
  const storage: Node[] = [];
  const known = new Map<string, Node>();
  for (const one of items(versions?.value)) {
    const name = entry(one, 'name')?.value;
    const text = textOf(name);
    const first = text === undefined ? undefined : known.get(text);
    if (name !== undefined && text !== undefined && first === undefined) known.set(text, name);
    else if (name !== undefined && text !== undefined && first !== undefined)
      add({ what: 'duplicate-entry', at: name.id, first: first.id, path: 'spec.versions', text, isRefused: true });
    const stored = entry(one, 'storage')?.value;
    if (stored !== undefined && /^(?:true|yes|on|y)$/i.test(textOf(stored) ?? '')) storage.push(stored);
  }
  const [, second] = storage;
  const problem = 'must have one version with storage: true, and one only';
  if (versions !== undefined && isPresent(versions.value) && storage.length !== 1)
    add({ what: 'conflicting-fields', at: (second ?? versions.key).id, path: 'spec.versions', problem });
}

/** `ValidateAPIService`. */
export function checkService({ mapping, add }: Seen): void {
  const spec = entry(mapping, 'spec')?.value;
  checkOwnName({ mapping, add }, [certainText(spec, 'version'), certainText(spec, 'group')]);
  const insecure = entry(spec, 'insecureSkipTLSVerify')?.value;
  if (insecure !== undefined && textOf(insecure) === 'true' && !isWritten(entry(spec, 'service')?.value))
    add({ what: 'conflicting-fields', at: insecure.id, path: 'spec.insecureSkipTLSVerify', problem: 'goes with a service only' });
}

/** Names that are made of what the object says. */
function checkOwnName({ mapping, add }: Pick<Seen, 'mapping' | 'add'>, parts: readonly (string | undefined)[]): void {
  const name = at(mapping, 'metadata', 'name');
  const text = textOf(name);
  const wanted = parts.join('.');
  if (name === undefined || text === undefined || parts.includes(undefined) || text === wanted) return;
  if (certainText(entry(mapping, 'metadata')?.value, 'name') === undefined) return;
  const problem = `must be "${wanted}", after what the object says of itself`;
  add({ what: 'conflicting-fields', at: name.id, path: 'metadata.name', problem, hinges: [{ node: name.id }] });
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** What a schema that only narrows another may not say (`validateNestedValueValidation`). */
const ONLY_OUTSIDE = [
  'description',
  'title',
  'default',
  'nullable',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
];

/** `NewStructural` and `ValidateStructural`, from the root of one version's schema down. */
export function checkSchema({ mapping, path, add }: Seen): void {
  const root = entry(mapping, 'openAPIV3Schema');
  const schema = asMapping(root?.value);
  if (root === undefined || schema === undefined) return;
  const waiting: Place[] = [{ schema, key: root.key, path: below(path, 'openAPIV3Schema'), is: 'root' }];
  let left = MOST_SCHEMAS;
  for (let next = waiting.pop(); next !== undefined && left > 0; next = waiting.pop()) {
    left--;
    judge(next, add);
    waiting.push(...inside(next));
  }
}

/** Schemas of one version that are looked at. */
const MOST_SCHEMAS = 50_000;

interface Place {
  readonly schema: Mapping;
  readonly key: Node;
  readonly path: string;
  /** `narrowing` stands below allOf, anyOf, oneOf and not. */
  readonly is: 'root' | 'field' | 'item' | 'narrowing' | 'alternative';
}

function* inside({ schema, path, is }: Place): Generator<Place> {
  const nested = is === 'narrowing' || is === 'alternative' ? 'narrowing' : 'field';
  for (const name of ['properties']) {
    const found = asMapping(entry(schema, name)?.value);
    for (const { key, value } of found === undefined ? [] : entriesOf(found)) {
      const one = asMapping(value);
      if (one !== undefined && key.kind === 'scalar')
        yield { schema: one, key, path: `${path}.${name}.${key.value}`, is: nested };
    }
  }
  for (const name of ['items', 'additionalProperties', 'not']) {
    const found = entry(schema, name);
    const one = asMapping(found?.value);
    if (found !== undefined && one !== undefined)
      yield {
        schema: one,
        key: found.key,
        path: below(path, name),
        is: name === 'not' ? 'narrowing' : nested === 'field' && name === 'items' ? 'item' : nested,
      };
  }
  const isEither = textOf(entry(schema, 'x-kubernetes-int-or-string')?.value) === 'true';
  for (const name of ['allOf', 'anyOf', 'oneOf'])
    for (const item of items(entry(schema, name)?.value)) {
      const one = asMapping(item);
      const first = one?.entries[0]?.key;
      if (one !== undefined && first !== undefined)
        yield {
          schema: one,
          key: first,
          path: `${path}.${name}[]`,
          is: isEither && name !== 'oneOf' ? 'alternative' : 'narrowing',
        };
    }
}

function judge({ schema, key, path, is }: Place, add: Seen['add']): void {
  const tell = (at: Node, problem: string, field = ''): void =>
    add({ what: 'invalid-schema', at: at.id, path: field === '' ? path : below(path, field), problem });
  const typeEntry = entry(schema, 'type');
  const type = certainText(schema, 'type');
  const isTrue = (name: string): boolean => textOf(entry(schema, name)?.value) === 'true';
  if (type !== undefined && type !== '' && typeEntry !== undefined && !TYPES.includes(type))
    tell(typeEntry.value, `cannot be "${type}": it is ${TYPES.join(', ')}`, 'type');
  if (is === 'narrowing' && type !== undefined && type !== '' && typeEntry !== undefined)
    tell(typeEntry.key, 'cannot be set below allOf, anyOf, oneOf or not', 'type');
  if (is === 'narrowing' || is === 'alternative')
    for (const name of ONLY_OUTSIDE) {
      const found = entry(schema, name);
      if (found !== undefined && isPresent(found.value) && textOf(found.value) !== 'false')
        tell(found.key, 'cannot be set below allOf, anyOf, oneOf or not', name);
    }
  else judgeType({ schema, key, is }, type, isTrue, tell);
  const ref = entry(schema, '$ref');
  if (ref !== undefined && isPresent(ref.value)) tell(ref.key, 'is not taken: schemas are written out', '$ref');
  const unique = entry(schema, 'uniqueItems');
  if (unique !== undefined && isTrue('uniqueItems'))
    tell(unique.key, 'cannot be true; x-kubernetes-list-type "set" can', 'uniqueItems');
  if (is === 'narrowing' || is === 'alternative') return;
  const additional = entry(schema, 'additionalProperties');
  if (additional !== undefined && asMapping(additional.value) !== undefined && isPresent(entry(schema, 'properties')?.value))
    tell(additional.key, 'cannot stand beside properties', 'additionalProperties');
  judgeList(schema, tell);
}

function judgeType(
  { schema, key, is }: Pick<Place, 'schema' | 'key' | 'is'>,
  type: string | undefined,
  isTrue: (name: string) => boolean,
  tell: (at: Node, problem: string, field?: string) => void,
): void {
  const at = entry(schema, 'type');
  if (type === '') {
    const isFree = is !== 'root' && (isTrue('x-kubernetes-int-or-string') || isTrue('x-kubernetes-preserve-unknown-fields'));
    if (!isFree) tell(at?.key ?? key, 'has no type');
  } else if (is === 'root' && type !== undefined && type !== 'object' && TYPES.includes(type) && at !== undefined)
    tell(at.value, 'must be "object" at the root', 'type');
  else if (type === 'array' && at !== undefined && !isWritten(entry(schema, 'items')?.value))
    tell(at.key, 'is an array without items');
}

/** `ValidateListSetsAndMaps`, as far as single lists go. */
function judgeList(schema: Mapping, tell: (at: Node, problem: string, field?: string) => void): void {
  const list = entry(schema, 'x-kubernetes-list-type');
  const kind = textOf(list?.value);
  const keys = entry(schema, 'x-kubernetes-list-map-keys');
  if (list === undefined || kind === undefined) return;
  if (!['atomic', 'map', 'set'].includes(kind))
    tell(list.value, `cannot be "${kind}": it is atomic, map or set`, 'x-kubernetes-list-type');
  if (kind === 'map' && !isPresent(keys?.value))
    tell(list.key, 'is "map" without x-kubernetes-list-map-keys', 'x-kubernetes-list-type');
  if (kind !== 'map' && keys !== undefined && isPresent(keys.value))
    tell(keys.key, 'goes with x-kubernetes-list-type "map" only', 'x-kubernetes-list-map-keys');
  const known = asMapping(at(schema, 'items', 'properties'));
  for (const key of kind === 'map' && known !== undefined ? items(keys?.value) : []) {
    const name = textOf(key);
    const property = name === undefined ? undefined : entry(known, name);
    const isRequired = items(at(schema, 'items', 'required')).some((one) => textOf(one) === name);
    if (property !== undefined && !isRequired && entry(property.value, 'default') === undefined)
      tell(property.key, 'is a key of the list, and neither required nor with a default', `items.properties.${name}`);
    if (name !== undefined && property === undefined)
      tell(key, `names "${name}", which is no property of the items`, 'x-kubernetes-list-map-keys');
  }
}
