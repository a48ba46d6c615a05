/** What is certain to be wrong with the types in an expression, as the API server's compiler finds it before anything is computed. */
import { nearest } from '../../../base/near.ts';
import type { BinaryOperator, Expression, Fold, Literal } from '../../../syntax/cel/tree.ts';
import { chainOf, TYPES } from './compile.ts';
import { FUNCTIONS, METHODS } from './functions.ts';
import type { Overload } from './overload.ts';
import { ANYTHING, areApart, called, joined, mayTake, RESULTS, TRUTH, type Type, WHOLE } from './types.ts';

/** The rest of a sentence that starts with the expression. */
class Misfit extends Error {}

type Names = ReadonlyMap<string, Type>;

/** Deeper ones are hostile. */
const DEEPEST = 200;

/** Undefined where nothing is certainly wrong; `wanted` is what the whole has to come to. */
export function misfitOf(expression: Expression, names: Names, wanted: 'bool' | 'string'): string | undefined {
  try {
    const type = typeOf(expression, names, 0);
    return type.is === 'any' || type.is === wanted ? undefined : `comes to ${called(type)}, not to a ${wanted}`;
  } catch (thrown) {
    if (thrown instanceof Misfit) return thrown.message;
    throw thrown;
  }
}

function typeOf(expression: Expression, names: Names, depth: number): Type {
  if (depth > DEEPEST) return ANYTHING;
  const inner = (of: Expression): Type => typeOf(of, names, depth + 1);
  switch (expression.is) {
    case 'literal':
      return literal(expression.literal);
    case 'name':
      return named(expression.name, names);
    case 'select': {
      const chain = chainOf(expression);
      if (chain !== undefined && TYPES.has(chain) && !names.has(chain.split('.')[0] ?? '')) return ANYTHING;
      return selected(inner(expression.of), expression.field, expression.isOptional);
    }
    case 'has':
      selected(inner(expression.of), expression.field, false);
      return TRUTH;
    case 'index':
      return indexed(inner(expression.of), inner(expression.index), expression.isOptional);
    case 'call':
      return call(expression, names, inner);
    case 'unary': {
      const of = inner(expression.of);
      if (expression.operator === '!') return truth(of, '!');
      if (of.is !== 'any' && of.is !== 'int' && of.is !== 'double') throw new Misfit(`has - before ${called(of)}`);
      return of;
    }
    case 'binary':
      return binary(expression.operator, inner(expression.left), inner(expression.right));
    case 'and':
    case 'or':
      for (const one of expression.of) truth(inner(one), expression.is === 'and' ? '&&' : '||');
      return TRUTH;
    case 'choice': {
      truth(inner(expression.condition), '?');
      const [then, otherwise] = [inner(expression.then), inner(expression.otherwise)];
      if (areApart(then, otherwise)) throw new Misfit(`comes to ${called(then)} or to ${called(otherwise)}`);
      return joined(then, otherwise);
    }
    case 'list': {
      const types = expression.items.map(({ value }) => inner(value));
      return { is: 'list', of: expression.items.some(({ isOptional }) => isOptional) ? ANYTHING : alike(types) };
    }
    case 'map': {
      const key = alike(expression.entries.map(({ key: one }) => inner(one)));
      const values = expression.entries.map(({ value }) => inner(value));
      return { is: 'map', key, of: expression.entries.some(({ isOptional }) => isOptional) ? ANYTHING : alike(values) };
    }
    case 'fold':
      return folded(expression, names, depth);
  }
}

/** Of literals all items have one type. */
function alike([first = ANYTHING, ...rest]: readonly Type[]): Type {
  return rest.reduce((all, one) => {
    if (areApart(all, one)) throw new Misfit(`holds ${called(one)} beside ${called(all)}`);
    return joined(all, one);
  }, first);
}

function literal({ type }: Literal): Type {
  return { is: type };
}

function named(name: string, names: Names): Type {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (TYPES.has(name)) return ANYTHING;
  throw new Misfit(`names "${name}", which there is not${near(name, names.keys())}`);
}

function near(name: string, known: Iterable<string>): string {
  const found = nearest(name, known);
  return found === undefined ? '' : `; did you mean "${found}"?`;
}

/** Undefined fields are told where the schema has fields at all; a map has every key. */
function selected(from: Type, field: string, isOptional: boolean): Type {
  const wrapped = (of: Type): Type => (isOptional ? { is: 'optional', of } : of);
  switch (from.is) {
    case 'object': {
      const found = from.field(field);
      if (found === undefined)
        throw new Misfit(`selects "${field}", which the schema does not have there${near(field, from.names())}`);
      return wrapped(found);
    }
    case 'map':
      return wrapped(from.of);
    case 'optional':
      return { is: 'optional', of: selected(from.of, field, false) };
    case 'list':
    case 'string':
    case 'int':
    case 'double':
    case 'bool':
      throw new Misfit(`selects "${field}" of ${called(from)}`);
    default:
      return ANYTHING;
  }
}

function indexed(from: Type, index: Type, isOptional: boolean): Type {
  const wrapped = (of: Type): Type => (isOptional || from.is === 'optional' ? { is: 'optional', of } : of);
  const of = from.is === 'optional' ? from.of : from;
  const wrong = (): Misfit => new Misfit(`looks into ${called(of)} with ${called(index)}`);
  switch (of.is) {
    case 'list':
      if (areApart(index, WHOLE)) throw wrong();
      return wrapped(of.of);
    case 'map':
      if (areApart(index, of.key)) throw wrong();
      return wrapped(of.of);
    case 'object':
    case 'string':
    case 'int':
    case 'double':
    case 'bool':
      throw wrong();
    default:
      return wrapped(ANYTHING);
  }
}

function truth(type: Type, operator: string): Type {
  if (areApart(type, TRUTH)) throw new Misfit(`has ${called(type)} at ${operator}, which takes a bool`);
  return TRUTH;
}

function binary(operator: BinaryOperator, left: Type, right: Type): Type {
  const wrong = (): Misfit => new Misfit(`has ${called(left)} ${operator} ${called(right)}`);
  switch (operator) {
    case '==':
    case '!=':
      if (areApart(left, right)) throw wrong();
      return TRUTH;
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (isUnordered(left) || isUnordered(right) || (areApart(left, right) && !(isNumber(left) && isNumber(right))))
        throw wrong();
      return TRUTH;
    case 'in':
      if (right.is === 'list' ? areApart(left, right.of) : right.is === 'map' ? areApart(left, right.key) : isWhole(right))
        throw wrong();
      return TRUTH;
    default:
      return calculated(operator, left, right, wrong);
  }
}

const UNORDERED: ReadonlySet<string> = new Set('list map object null quantity ip cidr url semver format'.split(' '));

function isUnordered({ is }: Type): boolean {
  return UNORDERED.has(is);
}

function isNumber({ is }: Type): boolean {
  return is === 'int' || is === 'uint' || is === 'double';
}

/** True for what has no items. */
function isWhole(type: Type): boolean {
  return isNumber(type) || type.is === 'string' || type.is === 'bool' || type.is === 'null' || type.is === 'object';
}

/** What can be calculated with beside numbers. */
const ADDED: ReadonlySet<string> = new Set(['string', 'bytes', 'list', 'duration']);

function calculated(operator: BinaryOperator, left: Type, right: Type, wrong: () => Misfit): Type {
  if (left.is === 'any' || right.is === 'any') return ANYTHING;
  const isTime = [left, right].every(({ is }) => is === 'timestamp' || is === 'duration');
  if (isTime) return ANYTHING;
  if (left.is !== right.is) throw wrong();
  if (operator === '+' && ADDED.has(left.is) && !areApart(left, right)) return joined(left, right);
  if (!isNumber(left) || (left.is === 'double' && operator === '%')) throw wrong();
  return left;
}

function call({ name, target, args }: Expression & { is: 'call' }, names: Names, inner: (of: Expression) => Type): Type {
  const chain = chainOf(target);
  const isOutside = chain !== undefined && !names.has(chain.split('.')[0] ?? '');
  const qualified = isOutside ? FUNCTIONS.get(`${chain}.${name}`) : undefined;
  if (qualified !== undefined) return chosen(`${chain}.${name}`, qualified, args.map(inner));
  // What a name that is not known here has in it is not known either.
  if (isOutside && target?.is !== 'name') return ANYTHING;
  const types = [...(target === undefined ? [] : [isOutside ? ANYTHING : inner(target)]), ...args.map(inner)];
  if (target !== undefined && args.length === 1 && (name === 'or' || name === 'orValue')) return otherwise(name, types);
  const table = target === undefined ? FUNCTIONS : METHODS;
  const found = table.get(name);
  if (found !== undefined) return chosen(name, found, types);
  if (isOutside) return ANYTHING;
  throw new Misfit(`calls ${name}(), which Kubernetes does not have${near(name, table.keys())}`);
}

/** `a.or(b)`, `a.orValue(b)`. */
function otherwise(name: string, [from = ANYTHING, instead = ANYTHING]: readonly Type[]): Type {
  if (from.is !== 'optional') return ANYTHING;
  if (name === 'or') return from;
  if (areApart(from.of, instead)) throw new Misfit(`has ${called(from.of)} or else ${called(instead)}`);
  return joined(from.of, instead);
}

function chosen(name: string, overloads: readonly Overload[], types: readonly Type[]): Type {
  const isTaken = ({ takes }: Overload): boolean =>
    takes.length === types.length && takes.every((one, i) => mayTake(one, types[i] ?? ANYTHING));
  const [first = ANYTHING, second = ANYTHING] = types;
  if (!overloads.some(isTaken) || (name.startsWith('sets.') && areApart(first, second)))
    throw new Misfit(`calls ${name}() with ${types.map(called).join(' and ') || 'nothing'}`);
  if (first.is === 'list') {
    if (KEEPING.has(name)) return first;
    if (name === 'min' || name === 'max' || name === 'sum') return first.of;
  }
  return RESULTS.get(name) ?? ANYTHING;
}

/** These come to a list of the same items. */
const KEEPING: ReadonlySet<string> = new Set(['slice', 'sort', 'distinct', 'reverse']);

function folded({ how, over, names: own, filter, result }: Fold, names: Names, depth: number): Type {
  const from = typeOf(over, names, depth + 1);
  if (isWhole(from)) throw new Misfit(`looks for items in ${called(from)}`);
  const types = turns(from, own.length);
  const known = new Map([...names, ...own.map((name, i): [string, Type] => [name, types[i] ?? ANYTHING])]);
  if (filter !== undefined) truth(typeOf(filter, known, depth + 1), `${how}()`);
  const of = typeOf(result, known, depth + 1);
  switch (how) {
    case 'all':
    case 'exists':
    case 'exists_one':
      return truth(of, `${how}()`);
    case 'filter':
      truth(of, 'filter()');
      return from.is === 'list' ? from : { is: 'list', of: types[0] ?? ANYTHING };
    case 'map':
      return { is: 'list', of };
    case 'sortBy':
      return from.is === 'list' ? from : ANYTHING;
    case 'optMap':
      return { is: 'optional', of };
    case 'transformMap':
      return { is: 'map', key: types[0] ?? ANYTHING, of };
    default:
      return ANYTHING;
  }
}

/** What the names of a macro stand for: the item, or the key; of two names the second is the item or the value. */
function turns(from: Type, count: number): readonly Type[] {
  if (from.is === 'optional') return [from.of];
  if (from.is === 'list') return count === 1 ? [from.of] : [WHOLE, from.of];
  if (from.is === 'map') return [from.key, from.of];
  return [];
}
