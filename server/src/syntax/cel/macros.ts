/** Calls that are written like functions and are none: they name the items of a list one by one. */
import type { Expression, Fold } from './tree.ts';

interface Macro {
  readonly how: Fold['how'];
  /** How many of its arguments are names. */
  readonly names: 1 | 2;
  readonly hasFilter: boolean;
}

/** By name and number of arguments. */
const MACROS: ReadonlyMap<string, Macro> = new Map([
  ['all/2', { how: 'all', names: 1, hasFilter: false }],
  ['exists/2', { how: 'exists', names: 1, hasFilter: false }],
  ['exists_one/2', { how: 'exists_one', names: 1, hasFilter: false }],
  ['existsOne/2', { how: 'exists_one', names: 1, hasFilter: false }],
  ['filter/2', { how: 'filter', names: 1, hasFilter: false }],
  ['map/2', { how: 'map', names: 1, hasFilter: false }],
  ['map/3', { how: 'map', names: 1, hasFilter: true }],
  ['all/3', { how: 'all', names: 2, hasFilter: false }],
  ['exists/3', { how: 'exists', names: 2, hasFilter: false }],
  ['exists_one/3', { how: 'exists_one', names: 2, hasFilter: false }],
  ['existsOne/3', { how: 'exists_one', names: 2, hasFilter: false }],
  ['transformList/3', { how: 'map', names: 2, hasFilter: false }],
  ['transformList/4', { how: 'map', names: 2, hasFilter: true }],
  ['transformMap/3', { how: 'transformMap', names: 2, hasFilter: false }],
  ['transformMap/4', { how: 'transformMap', names: 2, hasFilter: true }],
  ['transformMapEntry/3', { how: 'transformMapEntry', names: 2, hasFilter: false }],
  ['transformMapEntry/4', { how: 'transformMapEntry', names: 2, hasFilter: true }],
  ['sortBy/2', { how: 'sortBy', names: 1, hasFilter: false }],
  ['optMap/2', { how: 'optMap', names: 1, hasFilter: false }],
  ['optFlatMap/2', { how: 'optFlatMap', names: 1, hasFilter: false }],
]);

/** What a call stands for; undefined where it is an ordinary one, a problem where it is a macro and wrongly written. */
export function macro(
  name: string,
  target: Expression | undefined,
  args: readonly Expression[],
): Expression | string | undefined {
  if (target === undefined) return name === 'has' ? presence(args) : undefined;
  const found = MACROS.get(`${name}/${args.length}`);
  if (found === undefined) return undefined;
  const names: string[] = [];
  for (const arg of args.slice(0, found.names)) {
    if (arg.is !== 'name') return `has no name as the first argument of ${name}`;
    if (names.includes(arg.name)) return `names two things "${arg.name}"`;
    names.push(arg.name);
  }
  const [filter, last] = args.slice(found.names);
  const result = found.hasFilter ? last : filter;
  if (result === undefined) return undefined;
  return { is: 'fold', how: found.how, over: target, names, result, ...(found.hasFilter && filter !== undefined && { filter }) };
}

function presence(args: readonly Expression[]): Expression | string {
  const [arg] = args;
  if (args.length !== 1 || arg?.is !== 'select' || arg.isOptional) return 'asks has() of something that is no field';
  return { is: 'has', of: arg.of, field: arg.field };
}
