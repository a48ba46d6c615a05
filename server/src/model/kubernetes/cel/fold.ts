/** Macros that look at every item of a list or every entry of a map: all, exists, map, filter and their kin. */
import type { Expression, Fold } from '../../../syntax/cel/tree.ts';
import { compare } from './compare.ts';
import { graver, MapBuilder, type Part, type Scope, truth } from './parts.ts';
import { known, noOverload, type Run } from './run.ts';
import { Dict, List, NONE, Optional, type Value } from './values.ts';

/** What the names of a macro stand for, one turn after another. */
type Turn = readonly [first: Value, second: Value | undefined];

export function fold(
  { how, over: from, names, filter, result }: Fold,
  outer: Scope,
  partOf: (expression: Expression, scope: Scope) => Part,
): Part {
  const over = partOf(from, outer);
  const scope = outer.inner(names);
  const slots = names.map((name) => scope.slot(name) as number);
  const of = partOf(result, scope);
  const passes = filter === undefined ? undefined : partOf(filter, scope);
  if (how === 'optMap' || how === 'optFlatMap') return chained(how === 'optMap', over, slots[0] as number, of);
  return (run) => {
    const turns = turnsOf(run, known(over(run)), slots.length === 2);
    const taken = each(run, turns, slots, passes);
    switch (how) {
      case 'all':
        return decided(taken, () => of(run), false);
      case 'exists':
        return decided(taken, () => of(run), true);
      case 'exists_one':
        return counted(taken, () => of(run)) === 1;
      case 'filter': {
        const items: Value[] = [];
        for (const [first] of taken) if (truth(of(run))) items.push(first);
        return new List(items);
      }
      case 'map': {
        const items: Value[] = [];
        for (const _ of taken) items.push(of(run));
        return new List(items);
      }
      case 'sortBy':
        return sorted(run, taken, () => of(run));
      default:
        return mapped(taken, () => of(run), how === 'transformMapEntry');
    }
  };
}

function turnsOf(run: Run, from: Value, isTwofold: boolean): readonly Turn[] {
  run.items(from instanceof List ? from.items.length : from instanceof Dict ? from.entries.size : 0);
  if (from instanceof List) return from.items.map((item, i) => (isTwofold ? [BigInt(i), item] : [item, undefined]));
  if (!(from instanceof Dict)) throw noOverload();
  const keys = from.keys();
  return [...from.entries.values()].map((value, i) => [keys[i] as Value, isTwofold ? value : undefined]);
}

/** The turns, each with its names bound, without those that do not pass. */
function* each(run: Run, turns: readonly Turn[], slots: readonly number[], passes: Part | undefined): Generator<Turn> {
  const [first = 0, second] = slots;
  for (const turn of turns) {
    run.spend(1);
    run.slots[first] = turn[0];
    if (second !== undefined && turn[1] !== undefined) run.slots[second] = turn[1];
    if (passes === undefined || truth(passes(run))) yield turn;
  }
}

/** As with `&&` and `||`, a turn that decides makes up for those that fail. */
function decided(turns: Iterable<Turn>, of: () => Value, decides: boolean): boolean {
  let problem: unknown;
  for (const _ of turns) {
    try {
      if (truth(of()) === decides) return decides;
    } catch (thrown) {
      problem = graver(problem, thrown);
    }
  }
  if (problem !== undefined) throw problem;
  return !decides;
}

function counted(turns: Iterable<Turn>, of: () => Value): number {
  let count = 0;
  for (const _ of turns) if (truth(of())) count++;
  return count;
}

function mapped(turns: Iterable<Turn>, of: () => Value, isEntry: boolean): Dict {
  const found = new MapBuilder();
  for (const [key] of turns) {
    const value = of();
    if (!isEntry) found.add(key, value);
    else if (value instanceof Dict)
      for (const [i, one] of [...value.entries.values()].entries()) found.add(value.keys()[i] as Value, one);
    else throw noOverload();
  }
  return found.done();
}

function sorted(run: Run, turns: Iterable<Turn>, of: () => Value): List {
  const all: { readonly item: Value; readonly key: Value }[] = [];
  for (const [item] of turns) all.push({ item, key: known(of()) });
  return new List(all.sort((a, b) => compare(run, a.key, b.key)).map(({ item }) => item));
}

/** `optional.optMap(name, result)`. */
function chained(isWrapped: boolean, over: Part, slot: number, of: Part): Part {
  return (run) => {
    const from = known(over(run));
    if (!(from instanceof Optional)) throw noOverload();
    if (from.value === undefined) return NONE;
    run.slots[slot] = from.value;
    const value = known(of(run));
    if (isWrapped) return new Optional(value);
    if (!(value instanceof Optional)) throw noOverload();
    return value;
  };
}
