/** Fields that need or exclude one another, as the table of relations says. */
import { asMapping, asScalar, entry, resolved, textOf } from '../../../../syntax/navigate.ts';
import type { Mapping, Node } from '../../../../syntax/tree.ts';
import type { Hinge } from '../mistake.ts';
import type { Struct } from '../shapes.ts';
import { RELATIONS } from '../tables/relations.ts';
import { isFilledIn, isPresent, isWritten } from '../values.ts';
import { below, headOf, type Seen } from './check.ts';

type Relation =
  | { readonly is: 'count'; readonly fields: readonly string[]; readonly least: 0 | 1; readonly most: number }
  | {
      readonly is: 'due' | 'only' | 'not';
      readonly field: string;
      readonly other: string;
      /** '' for none; undefined where any value counts. */
      readonly values: readonly string[] | undefined;
      readonly isOtherAtFault: boolean;
    };

const BY_TYPE: ReadonlyMap<string, readonly Relation[]> = new Map(
  RELATIONS.trim()
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(': ');
      return [
        line.slice(0, colon),
        line
          .slice(colon + 2)
          .split('; ')
          .map(relation),
      ] as const;
    }),
);

function relation(text: string): Relation {
  const counted = /^(one|at most one|some) of (.+)$/.exec(text);
  if (counted !== null) {
    const [, how, fields = ''] = counted;
    return {
      is: 'count',
      fields: fields.split(' '),
      least: how === 'at most one' ? 0 : 1,
      most: how === 'some' ? Number.POSITIVE_INFINITY : 1,
    };
  }
  const [, field = '', is, other = '', values, at] = /^(\S+) (due|only|not) with (\w+)(?:=(\S+))?( at \w+)?$/.exec(text) ?? [];
  return {
    is: is === 'due' || is === 'only' ? is : 'not',
    field,
    other,
    values: values?.split('|').map((value) => (value === '-' ? '' : value)),
    isOtherAtFault: at !== undefined,
  };
}

export function checkRelations(seen: Seen): void {
  for (const one of BY_TYPE.get(seen.shape.name) ?? [])
    if (one.is === 'count') count(seen, one);
    else relate(seen, one);
}

function count(seen: Seen, { fields, least, most }: Extract<Relation, { is: 'count' }>): void {
  const { mapping, shape, path } = seen;
  const known = fields.filter((name) => shape.fields.has(name));
  // Of one only, even an empty text is one.
  const isText = (name: string): boolean => least === most && shape.fields.get(name)?.shape.is === 'text';
  const there = known.filter((name) => (isText(name) ? isWritten(entry(mapping, name)?.value) : isThere(mapping, shape, name)));
  if (there.length < least) {
    const hinges = known.map((field): Hinge => ({ mapping: mapping.id, field, isThere: false }));
    const field = known.join(', ');
    seen.add({ what: 'missing-field', at: headOf(seen).id, mapping: mapping.id, field, path, hinges });
  }
  if (there.length <= most) return;
  const [first = ''] = there;
  for (const name of there.slice(1)) {
    const at = entry(mapping, name)?.key;
    if (at !== undefined)
      seen.add({
        what: 'conflicting-fields',
        at: at.id,
        path: below(path, name),
        problem: `cannot stand beside "${first}": there is one of them at most`,
        hinges: [isThereIn(mapping, name), isThereIn(mapping, first)],
      });
  }
}

function isThereIn({ id }: Mapping, field: string): Hinge {
  return { mapping: id, field, isThere: true };
}

/** Stands for lists and objects, which no value in the table is the same as. */
const SOMETHING = '{}';

function relate(seen: Seen, { is, field, other, values, isOtherAtFault }: Exclude<Relation, { is: 'count' }>): void {
  const { mapping, shape, path } = seen;
  if (!shape.fields.has(field) || !shape.fields.has(other)) return;
  const isSet = isThere(mapping, shape, field);
  if (isSet === (is === 'due')) return;
  const value = entry(mapping, other)?.value;
  const isText = asScalar(value) !== undefined || !isWritten(value);
  const text = isText ? (textOf(value) ?? '') : isPresent(value) || asMapping(value) !== undefined ? SOMETHING : '';
  if (isFilledIn(text)) return;
  const holds = values === undefined ? isThere(mapping, shape, other) : values.includes(text);
  if (holds === (is === 'only')) return;
  const hinges: Hinge[] = [{ mapping: mapping.id, field, isThere: isSet }];
  if (isText && text !== '' && value !== undefined) hinges.push({ node: resolved(value)?.id ?? value.id });
  else hinges.push({ mapping: mapping.id, field: other, isThere: isThere(mapping, shape, other) });
  const said =
    text === '' || values === undefined ? `"${other}" is ${isWritten(value) ? '' : 'not '}there` : `${other} is "${text}"`;
  if (is === 'due') {
    const at = entry(mapping, field)?.key ?? headOf(seen);
    seen.add({ what: 'missing-field', at: at.id, mapping: mapping.id, field, path, because: said, hinges });
    return;
  }
  const own = entry(mapping, field)?.key ?? mapping;
  const at: Node = isOtherAtFault && value !== undefined ? value : own;
  const wanted =
    values === undefined
      ? `"${other}"`
      : `${other} ${values
          .filter((one) => one !== '')
          .map((one) => `"${one}"`)
          .join(' or ')}`;
  const problem = is === 'only' ? `goes with ${wanted} only, and ${said}` : `cannot stand while ${said}`;
  seen.add({ what: 'conflicting-fields', at: at.id, path: below(path, field), problem, hinges });
}

/** Objects are there as soon as they are written, lists, texts and switches once they hold something. */
export function isThere(mapping: Mapping, shape: Struct, name: string): boolean {
  const value = entry(mapping, name)?.value;
  switch (shape.fields.get(name)?.shape.is) {
    case 'text':
    case 'list':
    case 'map':
      return isPresent(value);
    case 'truth':
      return isWritten(value) && textOf(value) !== 'false';
    default:
      return isWritten(value);
  }
}
