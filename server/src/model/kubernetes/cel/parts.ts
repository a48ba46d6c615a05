/** What the parts of a program have in common: the names they see, and how they deal with what was thrown. */
import { Failure, noOverload, type Run } from './run.ts';
import { Dict, type Key, keyOf, Uint, Unknown, type Value } from './values.ts';

/** Computes a part of an expression. */
export type Part = (run: Run) => Value;

/** Parts may stand in one another this deep: a program's own stack is as deep. */
const DEEPEST = 400;

/** The expression has something that is not known here. */
export class Unsupported extends Error {}

/** Which names are bound where, and how deep a part stands. */
export class Scope {
  readonly used: Set<string>;
  readonly #slots: ReadonlyMap<string, number>;
  readonly #count: { slots: number };
  readonly depth: number;

  constructor(variables: readonly string[], outer?: { readonly scope: Scope; readonly slots: ReadonlyMap<string, number> }) {
    this.#slots = outer?.slots ?? new Map(variables.map((name, slot) => [name, slot]));
    this.used = outer?.scope.used ?? new Set();
    this.#count = outer === undefined ? { slots: variables.length } : outer.scope.#count;
    this.depth = outer === undefined ? 0 : outer.scope.depth + 1;
    if (this.depth > DEEPEST) throw new Unsupported('nested too deeply');
  }

  slot(name: string): number | undefined {
    return this.#slots.get(name);
  }

  /** One level deeper, with names of its own. */
  inner(names: readonly string[] = []): Scope {
    const slots =
      names.length === 0 ? this.#slots : new Map([...this.#slots, ...names.map((name) => [name, this.#count.slots++] as const)]);
    return new Scope([], { scope: this, slots });
  }
}

export function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw noOverload();
  return value;
}

/** Of two that were thrown the one to tell: what is not known before what fails, the first before the second. */
export function graver(first: unknown, second: unknown): unknown {
  if (!(second instanceof Failure || second instanceof Unknown)) throw second;
  return first === undefined || (first instanceof Failure && second instanceof Unknown) ? second : first;
}

/** A map in the making. */
export class MapBuilder {
  readonly #entries = new Map<Key, Value>();
  readonly #unsigned = new Set<Key>();

  /** Of a map as it is written the last value of a key counts; macros fail where they come to one twice. */
  set(key: Value, value: Value): void {
    const at = keyOf(key);
    if (at === undefined || typeof key === 'number') throw new Failure('unsupported key type');
    this.#entries.set(at, value);
    if (key instanceof Uint) this.#unsigned.add(at);
  }

  add(key: Value, value: Value): void {
    const at = keyOf(key);
    if (at !== undefined && this.#entries.has(at)) throw new Failure(`insert failed: key ${at} already exists`);
    this.set(key, value);
  }

  done(): Dict {
    return new Dict(this.#entries, undefined, this.#unsigned.size > 0 ? this.#unsigned : undefined);
  }
}
