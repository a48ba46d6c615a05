/** What makes a CustomResourceDefinition one that the server takes: structural schemas, one stored version, its own name. */
import { parseExpression } from '../../../../syntax/cel/parse.ts';
import { asMapping, at, entry, items, textOf } from '../../../../syntax/navigate.ts';
import type { Entry, Mapping, Node } from '../../../../syntax/tree.ts';
import { patternProblem } from '../patterns.ts';
import { judgeRuleTypes } from '../rules/typed-rules.ts';
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
  if (name === undefined || text === undefined || parts.includes(undefined) || parts.includes('') || text === wanted) return;
  if (certainText(entry(mapping, 'metadata')?.value, 'name') === undefined) return;
  const problem = `must be "${wanted}", after what the object says of itself`;
  add({ what: 'conflicting-fields', at: name.id, path: 'metadata.name', problem, hinges: [{ node: name.id }] });
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** What a schema that only narrows another may not say (`validateNestedValueValidation`). */
const ONLY_OUTSIDE: ReadonlySet<string> = new Set([
  'description',
  'title',
  'default',
  'nullable',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
]);

/** `NewStructural` and `ValidateStructural`, from the root of one version's schema down. */
export function checkSchema({ mapping, path, add }: Seen): void {
  const root = entry(mapping, 'openAPIV3Schema');
  const schema = asMapping(root?.value);
  if (root === undefined || schema === undefined) return;
  const waiting: Place[] = [{ schema, key: root.key, path: below(path, 'openAPIV3Schema'), is: 'root' }];
  const patterns = new Map<string, string | undefined>();
  let left = MOST_SCHEMAS;
  let hasRules = false;
  for (let next = waiting.pop(); next !== undefined && left > 0; next = waiting.pop()) {
    left--;
    const facets = facetsOf(next.schema);
    hasRules ||= facets.has('x-kubernetes-validations');
    judge(next, facets, add);
    judgePattern(next, facets, patterns, add);
    inside(next, facets, waiting);
  }
  if (hasRules)
    judgeRuleTypes(schema, below(path, 'openAPIV3Schema'), (at, where, problem) =>
      add({ what: 'invalid-schema', at: at.id, path: where, problem }),
    );
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

/** The fields of a schema by name, found in one pass: schemas have few fields and definitions have very many schemas. */
type Facets = ReadonlyMap<string, Entry>;

function facetsOf(schema: Mapping): Facets {
  const found = new Map<string, Entry>();
  for (const one of entriesOf(schema)) if (one.key.kind === 'scalar') found.set(one.key.value, one);
  return found;
}

function isTrue(facets: Facets, name: string): boolean {
  const found = facets.get(name);
  return found !== undefined && textOf(found.value) === 'true';
}

const isNarrow = ({ is }: Pick<Place, 'is'>): boolean => is === 'narrowing' || is === 'alternative';

/** Adds the schemas that stand in one. */
function inside(place: Place, facets: Facets, waiting: Place[]): void {
  const { path } = place;
  const nested = isNarrow(place) ? 'narrowing' : 'field';
  for (const [name, { key: own, value }] of facets) {
    switch (name) {
      case 'properties': {
        const found = asMapping(value);
        for (const { key, value: property } of found === undefined ? [] : entriesOf(found)) {
          const schema = asMapping(property);
          if (schema !== undefined && key.kind === 'scalar')
            waiting.push({ schema, key, path: `${path}.properties.${key.value}`, is: nested });
        }
        break;
      }
      case 'items':
      case 'additionalProperties':
      case 'not': {
        const schema = asMapping(value);
        const is = name === 'not' ? 'narrowing' : name === 'items' && nested === 'field' ? 'item' : nested;
        if (schema !== undefined) waiting.push({ schema, key: own, path: below(path, name), is });
        break;
      }
      case 'allOf':
      case 'anyOf':
      case 'oneOf': {
        const is = name !== 'oneOf' && isTrue(facets, 'x-kubernetes-int-or-string') ? 'alternative' : 'narrowing';
        for (const item of items(value)) {
          const schema = asMapping(item);
          const key = schema?.entries[0]?.key;
          if (schema !== undefined && key !== undefined) waiting.push({ schema, key, path: `${path}.${name}[]`, is });
        }
        break;
      }
    }
  }
}

type Tell = (at: Node, problem: string, field?: string) => void;

function judge(place: Place, facets: Facets, add: Seen['add']): void {
  const tell: Tell = (at, problem, field = '') =>
    add({ what: 'invalid-schema', at: at.id, path: field === '' ? place.path : below(place.path, field), problem });
  const typeEntry = facets.get('type');
  const type = typeEntry === undefined ? '' : certainText(place.schema, 'type');
  if (type !== undefined && type !== '' && typeEntry !== undefined && !TYPES.includes(type))
    tell(typeEntry.value, `cannot be "${type}": it is ${TYPES.join(', ')}`, 'type');
  if (isNarrow(place)) judgeNarrow(place, facets, tell);
  else judgeType(place, facets, type, tell);
  const ref = facets.get('$ref');
  if (ref !== undefined && isPresent(ref.value)) tell(ref.key, 'is not taken: schemas are written out', '$ref');
  const unique = facets.get('uniqueItems');
  if (unique !== undefined && isTrue(facets, 'uniqueItems'))
    tell(unique.key, 'cannot be true; x-kubernetes-list-type "set" can', 'uniqueItems');
  if (isNarrow(place)) return;
  const additional = facets.get('additionalProperties');
  if (additional !== undefined && asMapping(additional.value) !== undefined && isPresent(facets.get('properties')?.value))
    tell(additional.key, 'cannot stand beside properties', 'additionalProperties');
  if (facets.has('x-kubernetes-list-type')) judgeList(place.schema, facets, tell);
  judgeRules(facets, tell);
  if (facets.has('default') && facets.has('enum')) judgeDefault(facets, tell);
  if (place.is === 'root') judgeMetadata(facets, tell);
}

/** `problems` are those of the patterns that were looked at, by their text. */
function judgePattern(
  { schema, path }: Place,
  facets: Facets,
  problems: Map<string, string | undefined>,
  add: Seen['add'],
): void {
  const written = facets.get('pattern')?.value;
  const text = written === undefined ? undefined : certainText(schema, 'pattern');
  if (written === undefined || text === undefined) return;
  if (!problems.has(text)) problems.set(text, patternProblem(text));
  const problem = problems.get(text);
  if (problem !== undefined) add({ what: 'invalid-schema', at: written.id, path: below(path, 'pattern'), problem });
}

function judgeDefault(facets: Facets, tell: Tell): void {
  const written = facets.get('default');
  const words = items(facets.get('enum')?.value).map((one) => textOf(one));
  const text = textOf(written?.value);
  if (written === undefined || text === undefined || words.includes(undefined) || words.includes(text)) return;
  tell(written.value, `is "${text}", which is none of ${words.join(', ')}`, 'default');
}

/** Of an object's metadata a schema may narrow its name, and no more. */
function judgeMetadata(facets: Facets, tell: Tell): void {
  const properties = asMapping(at(facets.get('properties')?.value, 'metadata', 'properties'));
  for (const { key } of properties === undefined ? [] : entriesOf(properties))
    if (key.kind === 'scalar' && key.value !== 'name' && key.value !== 'generateName')
      tell(
        key,
        'cannot be described: the server knows all metadata but names by itself',
        `properties.metadata.properties.${key.value}`,
      );
}

/** Rules have to be expressions. Whether they fit the types of the schema is looked at once all of it is known. */
function judgeRules(facets: Facets, tell: Tell): void {
  for (const one of items(facets.get('x-kubernetes-validations')?.value))
    for (const name of ['rule', 'messageExpression']) {
      const written = entry(one, name)?.value;
      const text = certainText(one, name);
      if (written === undefined || text === undefined || text.trim() === '') continue;
      const parsed = parseExpression(text);
      if ('problem' in parsed && parsed.isUncertain !== true)
        tell(written, `is no expression: it ${parsed.problem}`, `x-kubernetes-validations[].${name}`);
    }
}

function judgeNarrow({ is }: Place, facets: Facets, tell: Tell): void {
  for (const [name, { key, value }] of facets)
    if ((ONLY_OUTSIDE.has(name) || (name === 'type' && is === 'narrowing')) && isPresent(value) && textOf(value) !== 'false')
      tell(key, 'cannot be set below allOf, anyOf, oneOf or not', name);
}

function judgeType({ key, is }: Place, facets: Facets, type: string | undefined, tell: Tell): void {
  const at = facets.get('type');
  if (type === '') {
    const isFree =
      is !== 'root' && (isTrue(facets, 'x-kubernetes-int-or-string') || isTrue(facets, 'x-kubernetes-preserve-unknown-fields'));
    if (!isFree) tell(at?.key ?? key, 'has no type');
  } else if (is === 'root' && type !== undefined && type !== 'object' && TYPES.includes(type) && at !== undefined)
    tell(at.value, 'must be "object" at the root', 'type');
  else if (type === 'array' && at !== undefined && !isWritten(facets.get('items')?.value))
    tell(at.key, 'is an array without items');
}

/** `ValidateListSetsAndMaps`, as far as single lists go. */
function judgeList(schema: Mapping, facets: Facets, tell: Tell): void {
  const list = facets.get('x-kubernetes-list-type');
  const kind = textOf(list?.value);
  const keys = facets.get('x-kubernetes-list-map-keys');
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
