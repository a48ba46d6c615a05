/** Turns expressions into programs: what can be known before, such as which function is meant, is looked up once. */
import type { RE2JS } from 're2js';
import { parseExpression } from '../../../syntax/cel/parse.ts';
import type { Expression, Literal } from '../../../syntax/cel/tree.ts';
import { calculate, negated } from './arithmetic.ts';
import { compare, contains, equal, lookUp } from './compare.ts';
import { fold } from './fold.ts';
import { FUNCTIONS, METHODS } from './functions.ts';
import type { Overload } from './overload.ts';
import { graver, MapBuilder, type Part, Scope, truth, Unsupported } from './parts.ts';
import { Exhausted, Failure, known, noOverload, Run } from './run.ts';
import { Bytes, Dict, keyOf, List, NONE, Optional, Type, Uint, UNKNOWN, Unknown, type Value } from './values.ts';

export interface Program {
  /** True where the expression looks at the variable. */
  uses(name: string): boolean;
  /** The value of the expression; `steps` is what it may cost. */
  evaluate(variables: ReadonlyMap<string, Value>, steps: number): Outcome;
}

/** `steps` is what it has cost. */
export type Outcome = { readonly steps: number } & (
  | { readonly is: 'value'; readonly value: Value }
  | { readonly is: 'failure'; readonly message: string }
  /** It rests on what is not known. */
  | { readonly is: 'unknown' }
  | { readonly is: 'exhausted' }
);

/** Why there is no program: `invalid` where the text is no expression, `unsupported` where it has functions or names that are not known here. */
export type Refusal = { readonly is: 'invalid' | 'unsupported'; readonly problem: string };

export function compile(text: string, variables: readonly string[]): Program | Refusal {
  const parsed = parseExpression(text);
  if ('problem' in parsed) return { is: 'invalid', problem: parsed.problem };
  const scope = new Scope(variables);
  try {
    const part = partOf(parsed.expression, scope);
    const regexes = new Map<string, RE2JS>();
    return {
      uses: (name) => scope.used.has(name),
      evaluate: (values, steps) => evaluated(part, new Run(steps, regexes), variables, values),
    };
  } catch (thrown) {
    if (thrown instanceof Unsupported) return { is: 'unsupported', problem: thrown.message };
    throw thrown;
  }
}

function evaluated(part: Part, run: Run, variables: readonly string[], values: ReadonlyMap<string, Value>): Outcome {
  const steps = run.left;
  for (const [slot, name] of variables.entries()) run.slots[slot] = values.get(name) ?? UNKNOWN;
  const spent = (): number => steps - run.left;
  try {
    return { is: 'value', value: known(part(run)), steps: spent() };
  } catch (thrown) {
    if (thrown instanceof Failure) return { is: 'failure', message: thrown.message, steps: spent() };
    if (thrown instanceof Unknown) return { is: 'unknown', steps: spent() };
    if (thrown instanceof Exhausted) return { is: 'exhausted', steps: spent() };
    throw thrown;
  }
}

function partOf(expression: Expression, outer: Scope): Part {
  const scope = outer.inner();
  const inner = (of: Expression): Part => partOf(of, scope);
  switch (expression.is) {
    case 'literal': {
      const value = constant(expression.literal);
      return () => value;
    }
    case 'name':
      return nameOf(expression.name, scope);
    case 'select': {
      const type = scope.slot(rootOf(expression) ?? '') === undefined ? TYPES.get(chainOf(expression) ?? '') : undefined;
      if (type !== undefined) return () => type;
      const of = inner(expression.of);
      const { field, isOptional } = expression;
      return (run) => selected(run, of(run), field, isOptional);
    }
    case 'has': {
      const of = inner(expression.of);
      return (run) => has(run, of(run), expression.field);
    }
    case 'index': {
      const [of, index] = [inner(expression.of), inner(expression.index)];
      const { isOptional } = expression;
      return (run) => indexed(run, of(run), index(run), isOptional);
    }
    case 'call':
      return callOf(expression, scope);
    case 'unary': {
      const of = inner(expression.of);
      return expression.operator === '-' ? (run) => negated(of(run)) : (run) => !truth(of(run));
    }
    case 'binary':
      return binary(expression.operator, inner(expression.left), inner(expression.right));
    case 'and':
    case 'or':
      return row(expression.of.map(inner), expression.is === 'or');
    case 'choice': {
      const [condition, then, otherwise] = [inner(expression.condition), inner(expression.then), inner(expression.otherwise)];
      return (run) => (truth(condition(run)) ? then(run) : otherwise(run));
    }
    case 'list':
      return listOf(expression, inner);
    case 'map':
      return mapOf(expression, inner);
    case 'fold':
      return fold(expression, scope, partOf);
  }
}

function constant(literal: Literal): Value {
  switch (literal.type) {
    case 'null':
      return null;
    case 'uint':
      return new Uint(literal.value);
    case 'bytes':
      return new Bytes(literal.value);
    default:
      return literal.value;
  }
}

/** What is called by its name: the types themselves are values. */
export const TYPES: ReadonlyMap<string, Type> = new Map(
  [
    'bool int uint double string bytes list map null_type type optional_type',
    'google.protobuf.Timestamp google.protobuf.Duration net.IP net.CIDR kubernetes.Quantity kubernetes.URL kubernetes.Semver',
  ]
    .flatMap((names) => names.split(' '))
    .map((name) => [name, new Type(name)]),
);

/** No type and no function has a name of more parts. */
const LONGEST_CHAIN = 4;

function nameOf(name: string, scope: Scope): Part {
  const slot = scope.slot(name);
  if (slot !== undefined) {
    scope.used.add(name);
    return (run) => known(run.slots[slot] as Value);
  }
  const type = TYPES.get(name);
  if (type === undefined) throw new Unsupported(`unknown name "${name}"`);
  return () => type;
}

/** `a.b.c` for names in a row. */
export function chainOf(expression: Expression | undefined, most = LONGEST_CHAIN): string | undefined {
  if (expression?.is === 'name') return expression.name;
  if (expression?.is !== 'select' || expression.isOptional || most === 0) return undefined;
  const before = chainOf(expression.of, most - 1);
  return before === undefined ? undefined : `${before}.${expression.field}`;
}

function rootOf(expression: Expression | undefined): string | undefined {
  return chainOf(expression)?.split('.')[0];
}

function selected(run: Run, from: Value, field: string, isOptional: boolean): Value {
  run.spend(1);
  if (from instanceof Optional) {
    if (from.value === undefined) return NONE;
    const found = selected(run, from.value, field, true);
    return found;
  }
  if (!(from instanceof Dict)) throw noOverload();
  const found = from.entries.get(field);
  if (found === undefined && from.declared?.has(field) === false) throw UNKNOWN;
  if (isOptional) return found === undefined ? NONE : new Optional(known(found));
  if (found === undefined) throw new Failure(`no such key: ${field}`);
  return known(found);
}

function has(run: Run, from: Value, field: string): boolean {
  run.spend(1);
  const of = from instanceof Optional ? from.value : from;
  if (of === undefined) return false;
  if (!(of instanceof Dict)) throw noOverload();
  const found = of.entries.get(field);
  if (found !== undefined) return known(found) !== undefined;
  if (of.declared?.has(field) === false) throw UNKNOWN;
  return false;
}

function indexed(run: Run, from: Value, index: Value, isOptional: boolean): Value {
  run.spend(1);
  if (from instanceof Optional) return from.value === undefined ? NONE : indexed(run, from.value, index, true);
  if (from instanceof List) {
    const at = keyOf(index);
    if (typeof at !== 'bigint') throw new Failure(`unsupported index type '${typeof index}' in list`);
    const found = at < 0n || at >= from.items.length ? undefined : from.items[Number(at)];
    if (isOptional) return found === undefined ? NONE : new Optional(known(found));
    if (found === undefined) throw new Failure(`index out of bounds: ${at}`);
    return known(found);
  }
  if (!(from instanceof Dict)) throw noOverload();
  const found = lookUp(from, index);
  if (isOptional) return found === undefined ? NONE : new Optional(known(found));
  if (found === undefined) throw new Failure(`no such key: ${keyOf(index) ?? ''}`);
  return known(found);
}

function binary(operator: (Expression & { is: 'binary' })['operator'], left: Part, right: Part): Part {
  switch (operator) {
    case '==':
      return (run) => equal(run, left(run), right(run));
    case '!=':
      return (run) => !equal(run, left(run), right(run));
    case '<':
      return (run) => compare(run, left(run), right(run)) < 0;
    case '<=':
      return (run) => compare(run, left(run), right(run)) <= 0;
    case '>':
      return (run) => compare(run, left(run), right(run)) > 0;
    case '>=':
      return (run) => compare(run, left(run), right(run)) >= 0;
    case 'in':
      return (run) => isIn(run, left(run), right(run));
    default:
      return (run) => calculate(run, operator, left(run), right(run));
  }
}

function isIn(run: Run, wanted: Value, of: Value): boolean {
  run.spend(1);
  if (of instanceof List) return contains(run, of.items, wanted);
  if (of instanceof Dict) return lookUp(of, wanted) !== undefined;
  throw noOverload();
}

/** One part that decides makes up for all that fail: `true || fails` is true. */
function row(parts: readonly Part[], decides: boolean): Part {
  return (run) => {
    let problem: unknown;
    for (const part of parts) {
      try {
        if (truth(part(run)) === decides) return decides;
      } catch (thrown) {
        problem = graver(problem, thrown);
      }
    }
    if (problem !== undefined) throw problem;
    return !decides;
  };
}

function callOf({ name, target, args }: Expression & { is: 'call' }, scope: Scope): Part {
  const root = rootOf(target);
  const isQualified = root !== undefined && scope.slot(root) === undefined;
  const overloads = (isQualified && FUNCTIONS.get(`${chainOf(target)}.${name}`)) || undefined;
  if (overloads !== undefined)
    return called(
      overloads,
      args.map((arg) => partOf(arg, scope)),
    );
  const [first] = args;
  if (target !== undefined && first !== undefined && args.length === 1 && (name === 'or' || name === 'orValue'))
    return otherwise(partOf(target, scope), partOf(first, scope), name === 'orValue');
  const found = target === undefined ? FUNCTIONS.get(name) : METHODS.get(name);
  if (found === undefined) throw new Unsupported(`unknown function "${name}"`);
  const all = target === undefined ? args : [target, ...args];
  return called(
    found,
    all.map((arg) => partOf(arg, scope)),
  );
}

/** `a.or(b)` and `a.orValue(b)`: the second is looked at only where the first is absent. */
function otherwise(first: Part, second: Part, isValue: boolean): Part {
  return (run) => {
    const found = known(first(run));
    if (!(found instanceof Optional)) throw noOverload();
    if (found.value === undefined) return second(run);
    return isValue ? found.value : found;
  };
}

function called(overloads: readonly Overload[], parts: readonly Part[]): Part {
  const fitting = overloads.filter(({ takes }) => takes.length === parts.length);
  if (fitting.length === 0) throw new Unsupported('a call with another number of arguments');
  return (run) => {
    run.spend(1);
    const values = parts.map((part) => known(part(run)));
    for (const { takes, does } of fitting) if (values.every((value, i) => takes[i]?.(value) === true)) return does(run, values);
    throw noOverload();
  };
}

function listOf({ items }: Expression & { is: 'list' }, inner: (of: Expression) => Part): Part {
  const parts = items.map(({ value, isOptional }) => ({ part: inner(value), isOptional }));
  if (items.every(({ value, isOptional }) => value.is === 'literal' && !isOptional)) {
    const list = new List(items.flatMap(({ value }) => (value.is === 'literal' ? [constant(value.literal)] : [])));
    return () => list;
  }
  return (run) => {
    run.items(parts.length);
    return new List(parts.flatMap(({ part, isOptional }) => (isOptional ? optionally(part(run)) : [part(run)])));
  };
}

function optionally(value: Value): readonly Value[] {
  if (!(value instanceof Optional)) throw noOverload();
  return value.value === undefined ? [] : [value.value];
}

function mapOf({ entries }: Expression & { is: 'map' }, inner: (of: Expression) => Part): Part {
  const parts = entries.map(({ key, value, isOptional }) => ({ key: inner(key), value: inner(value), isOptional }));
  return (run) => {
    run.items(parts.length);
    const found = new MapBuilder();
    for (const { key, value, isOptional } of parts) {
      const at = key(run);
      for (const one of isOptional ? optionally(value(run)) : [value(run)]) found.set(at, one);
    }
    return found.done();
  };
}
