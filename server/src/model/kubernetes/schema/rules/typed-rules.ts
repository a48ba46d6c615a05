/** Holds the rules of a schema against its types, as the API server compiles them when the definition comes. */
import { parseExpression } from '../../../../syntax/cel/parse.ts';
import { asMapping, entry, field, items } from '../../../../syntax/navigate.ts';
import type { Node } from '../../../../syntax/tree.ts';
import { ANYTHING, TEXT, type Type } from '../../cel/types.ts';
import { misfitOf } from '../../cel/typing.ts';
import { certainText } from '../values.ts';
import { escapedName } from './escape.ts';
import { type Place, placeOf } from './place.ts';
import { OLD_SELF, SELF } from './rule.ts';

export type Tell = (at: Node, path: string, problem: string) => void;

/** Tells of every rule below the schema that the types do not bear; `path` leads to the schema. */
export function judgeRuleTypes(schema: Node, path: string, tell: Tell): void {
  const place = placeOf(schema);
  const types = new Map<Place, Type>();
  const waiting = place === undefined ? [] : [{ schema, place, path }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { schema: at, place: of, path: where } = next;
    if (of.rules.length > 0) judge(at, typeOf(of, types), where, tell);
    const add = (node: Node | undefined, inner: Place | undefined, name: string): void => {
      if (node !== undefined && inner?.isRuled === true) waiting.push({ schema: node, place: inner, path: `${where}.${name}` });
    };
    for (const { key, value } of of.fields === undefined ? [] : (asMapping(field(at, 'properties'))?.entries ?? []))
      if (key.kind === 'scalar') add(value, of.fields?.get(key.value), `properties.${key.value}`);
    if (of.is === 'list') add(field(at, 'items'), of.inside, 'items');
    if (of.is === 'map') add(field(at, 'additionalProperties'), of.inside, 'additionalProperties');
  }
}

function judge(schema: Node, self: Type, path: string, tell: Tell): void {
  for (const one of items(field(schema, 'x-kubernetes-validations'))) {
    const isOptional = certainText(one, 'optionalOldSelf') === 'true';
    const names = new Map<string, Type>([
      [SELF, self],
      [OLD_SELF, isOptional ? { is: 'optional', of: self } : self],
    ]);
    for (const [name, wanted] of WANTED) {
      const written = entry(one, name)?.value;
      const text = certainText(one, name);
      if (written === undefined || text === undefined) continue;
      const parsed = parseExpression(text);
      const problem = 'problem' in parsed ? undefined : misfitOf(parsed.expression, names, wanted);
      if (problem !== undefined)
        tell(written, `${path}.x-kubernetes-validations[].${name}`, `does not fit its schema: it ${problem}`);
    }
  }
}

const WANTED = [
  ['rule', 'bool'],
  ['messageExpression', 'string'],
] as const;

/** What expressions see of a place. */
function typeOf(place: Place, known: Map<Place, Type>): Type {
  const before = known.get(place);
  if (before !== undefined) return before;
  const type = newTypeOf(place, known);
  known.set(place, type);
  return type;
}

function newTypeOf(place: Place, known: Map<Place, Type>): Type {
  const { is, inside, fields } = place;
  switch (is) {
    case 'text':
      return { is: 'string' };
    case 'time':
    case 'date':
      return { is: 'timestamp' };
    case 'duration':
    case 'bytes':
    case 'int':
    case 'double':
    case 'bool':
      return { is };
    case 'list':
      return inside === undefined ? ANYTHING : { is, of: typeOf(inside, known) };
    case 'map':
      return inside === undefined ? ANYTHING : { is, key: TEXT, of: typeOf(inside, known) };
    case 'object': {
      // The compiler finds words of the language under both of their names.
      const own = new Map([...(fields ?? []), ...escaped(fields)]);
      return {
        is,
        names: () => own.keys(),
        field: (name) => {
          const found = own.get(name);
          return found && typeOf(found, known);
        },
      };
    }
    default:
      return ANYTHING;
  }
}

function escaped(fields: Place['fields']): readonly (readonly [string, Place])[] {
  return [...(fields ?? [])].map(([name, one]) => [escapedName(name) ?? name, one]);
}
