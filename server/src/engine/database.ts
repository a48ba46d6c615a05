/**
 * The incremental query engine: inputs are written, queries are derived from them and kept until what they read changed.
 *
 * Queries are pure and synchronous. A query whose recomputed value equals the old one leaves its readers valid
 * (early cut-off); reading an input that was never written is tracked like any other read. Files that are not open
 * carry high durability: what read only such inputs is known valid without a walk while only open files change.
 */

import { type Definition, DROPPED, Failure, Family, NONE, noteDurability, Reads, Slot } from './slot.ts';

/** How often an input is expected to change: 0 for what is being edited, 1 for what changes on disk. */
export type Durability = 0 | 1;

/** A named family of values that edges write, one for each key. */
export interface Input<K extends string, V> {
  (db: Database, key: K): V;
  readonly definition: Definition;
}

/** A named family of values derived from inputs and other queries, one for each key. */
export interface Query<K extends string, V> {
  (db: Database, key: K): V;
  readonly definition: Definition;
}

/** What the database did for one query, for tests, the bench and the server status. */
export interface Execution {
  readonly query: string;
  readonly key: string;
  /** Milliseconds with all that it executed in turn; 0 where no clock was lent. */
  readonly milliseconds: number;
}

/** Thrown between two queries when the work is no longer wanted. */
export class Cancelled extends Error {
  constructor() {
    super('The work was cancelled because its result is no longer wanted.');
    this.name = 'Cancelled';
  }
}

/** Thrown when a query needs its own result; a defect of the query, never of the repository. */
export class QueryCycle extends Error {
  constructor(chain: readonly string[]) {
    super(`The queries ${chain.join(' → ')} need one another's results.`);
    this.name = 'QueryCycle';
  }
}

/** How many inputs and queries the program has. */
let defined = 0;

/** Declares an input; `initial` is what a key holds that was never written. */
export function input<K extends string, V>(name: string, initial: V, equal: (a: V, b: V) => boolean = Object.is): Input<K, V> {
  return define<K, V>({
    name,
    compute: undefined,
    initial,
    equal: equal as Definition['equal'],
    retain: 0,
    renews: false,
    index: defined++,
  });
}

/**
 * Declares a query; `equal` decides whether a recomputed value wakes the readers, `retain` how many values are kept (all where it
 * is absent). With `renews` the newest of equal values is kept: it may hold what no query reads, such as where things stand.
 * `compute` gets what it came to before, where that is still kept, to make the new value of: it must come to the same without.
 */
export function query<K extends string, V>(
  name: string,
  compute: (db: Database, key: K, before: V | undefined) => V,
  options: { readonly equal?: (a: V, b: V) => boolean; readonly retain?: number; readonly renews?: boolean } = {},
): Query<K, V> {
  return define<K, V>({
    name,
    compute: compute as Definition['compute'] & object,
    initial: undefined,
    equal: (options.equal ?? Object.is) as Definition['equal'],
    retain: options.retain ?? 0,
    renews: options.renews ?? false,
    index: defined++,
  });
}

function define<K extends string, V>(definition: Definition): Input<K, V> {
  const read = (db: Database, key: K): V => db.read(definition, key) as V;
  return Object.assign(read, { definition });
}

/** Values of inputs, collected before they are written: see {@link Database.adopt}. */
export class Inputs {
  readonly #values = new Map<Definition, Map<string, unknown>>();

  set<K extends string, V>(target: Input<K, V>, key: K, value: V): void {
    const known = this.#values.get(target.definition);
    if (known === undefined) this.#values.set(target.definition, new Map([[key, value]]));
    else known.set(key, value);
  }

  /** Every definition with its values. */
  entries(): Iterable<readonly [Definition, ReadonlyMap<string, unknown>]> {
    return this.#values;
  }

  of(definition: Definition): ReadonlyMap<string, unknown> | undefined {
    return this.#values.get(definition);
  }
}

/** Holds every input and every derived value of one analysis. */
export class Database {
  #revision = 1;
  /** Per durability: the revision in which an input of that or a higher durability last changed. */
  readonly #changed: [number, number] = [1, 1];
  /** By the index of their definition. */
  readonly #families: (Family | undefined)[] = [];
  readonly #reads = new Reads();
  #running: Slot[] = [];
  /** Of a fork: where it comes from. */
  #origin: Database | undefined;
  #isCancelled: (() => boolean) | undefined;
  #observer: ((execution: Execution) => void) | undefined;
  #now: () => number = () => 0;

  get revision(): number {
    return this.#revision;
  }

  /** Calls `observer` for every query that executes, until called again; an edge may lend a clock in milliseconds. */
  observe(observer: ((execution: Execution) => void) | undefined, now: () => number = () => 0): void {
    this.#observer = observer;
    this.#now = now;
  }

  /** Writes one input; equal values are no change. */
  set<K extends string, V>(target: Input<K, V>, key: K, value: V, durability: Durability = 1): void {
    if (this.#running.length > 0)
      throw new Error(`The query ${this.#running.at(-1)?.definition.name} writes an input; only edges may.`);
    // Most paths have nothing to say in most inputs: what was never read or written needs no place to hold nothing.
    if (this.#origin === undefined && this.#families[target.definition.index]?.slots.has(key) !== true) {
      if (target.definition.equal(target.definition.initial, value)) return;
    }
    const slot = this.#slot(target.definition, key);
    const same = target.definition.equal(slot.value, value);
    if (same && slot.durability === durability) return;
    this.#revision++;
    const reach = Math.max(slot.durability, durability);
    for (let level = 0; level <= reach; level++) this.#changed[level as Durability] = this.#revision;
    slot.durability = durability;
    slot.verifiedAt = this.#revision;
    if (same) return;
    slot.value = value;
    slot.changedAt = this.#revision;
  }

  /**
   * Makes the inputs those of `other`, but for what `instead` holds. What was derived here stays where nothing that it read
   * has changed; texts are shared, so that a second database costs what differs.
   */
  adopt(other: Database, instead: Inputs): void {
    const definitions = new Set<Definition>();
    for (const family of [...other.#families, ...this.#families]) if (family !== undefined) definitions.add(family.definition);
    for (const [definition] of instead.entries()) definitions.add(definition);
    for (const definition of definitions) {
      if (definition.compute !== undefined) continue;
      const target: Input<string, unknown> = Object.assign((db: Database, key: string) => db.read(definition, key), {
        definition,
      });
      const own = instead.of(definition);
      const theirs = other.#families[definition.index]?.slots;
      for (const [key, value] of own ?? []) this.set(target, key, value);
      for (const [key, { value }] of theirs ?? []) if (own?.has(key) !== true) this.set(target, key, value);
      for (const key of [...(this.#families[definition.index]?.slots.keys() ?? [])])
        if (theirs?.has(key) !== true && own?.has(key) !== true) this.set(target, key, definition.initial);
    }
  }

  /** Runs `work`; a query that starts after `isCancelled` has become true throws {@link Cancelled}. */
  cancellable<T>(isCancelled: () => boolean, work: () => T): T {
    const before = this.#isCancelled;
    this.#isCancelled = isCancelled;
    try {
      return work();
    } finally {
      this.#isCancelled = before;
    }
  }

  /** Reads an input or query; called through the callable that `input` and `query` return. */
  read(definition: Definition, key: string): unknown {
    const slot = this.#slot(definition, key);
    this.#reads.note(slot);
    if (definition.compute !== undefined) {
      if (slot.verifiedAt !== this.#revision) this.#refresh(slot);
      if (slot.value === DROPPED) this.#execute(slot);
      if (definition.retain > 0) this.#family(definition).touch(slot);
    }
    if (slot.value instanceof Failure) throw slot.value.error;
    return slot.value;
  }

  /** Forgets derived values that nothing asked for since `sinceRevision`; they are computed again when needed. */
  forget(sinceRevision: number): void {
    const kept = new Set<Slot>();
    const keep = (slot: Slot): void => {
      const waiting = [slot];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (kept.has(next)) continue;
        kept.add(next);
        waiting.push(...next.dependencies);
      }
    };
    const families = this.#families.filter((family) => family !== undefined);
    for (const { slots } of families) for (const slot of slots.values()) if (slot.verifiedAt >= sinceRevision) keep(slot);
    for (const family of families) {
      const { definition } = family;
      for (const slot of family.slots.values()) {
        const unwritten = definition.compute === undefined && Object.is(slot.value, definition.initial);
        if (kept.has(slot) || (definition.compute === undefined && !unwritten)) continue;
        family.forget(slot);
      }
    }
  }

  /**
   * A database that begins as this one is, for what would be if inputs were others. It takes over what it is asked for when
   * it is asked: it is good only as long as nothing is written here.
   */
  fork(): Database {
    const other = new Database();
    other.#origin = this;
    other.#revision = this.#revision;
    other.#changed[0] = this.#changed[0];
    other.#changed[1] = this.#changed[1];
    return other;
  }

  /** What a fork knows of a slot at first: all that its origin does, with its own slots in place of the origin's. */
  #known(definition: Definition, key: string): Slot | undefined {
    const origin = this.#origin;
    const known = origin && (origin.#families[definition.index]?.slots.get(key) ?? origin.#known(definition, key));
    if (known === undefined) return undefined;
    const slot = new Slot(definition, key);
    slot.value = known.value;
    slot.verifiedAt = known.verifiedAt;
    slot.changedAt = known.changedAt;
    slot.durability = known.durability;
    slot.dependencies = known.dependencies.map((one) => this.#slot(one.definition, one.key));
    if (definition.compute !== undefined) noteDurability(slot);
    return slot;
  }

  /** How many values each input and query holds now. */
  sizes(): ReadonlyMap<string, number> {
    return new Map(
      this.#families.flatMap((family) => (family === undefined ? [] : [[family.definition.name, family.slots.size]])),
    );
  }

  #family(definition: Definition): Family {
    const known = this.#families[definition.index];
    if (known !== undefined) return known;
    // Filled up in order: an array with holes is read slowly.
    while (this.#families.length <= definition.index) this.#families.push(undefined);
    const family = new Family(definition);
    this.#families[definition.index] = family;
    return family;
  }

  #slot(definition: Definition, key: string): Slot {
    const { slots } = this.#family(definition);
    let slot = slots.get(key);
    if (slot === undefined) {
      slot = this.#known(definition, key) ?? new Slot(definition, key);
      slots.set(key, slot);
    }
    return slot;
  }

  /** Brings `changedAt` up to date, executing only where something that was read has changed. */
  #refresh(slot: Slot): void {
    if (slot.definition.compute === undefined || slot.verifiedAt === this.#revision) return;
    this.#demandNotRunning(slot);
    if (slot.verifiedAt === 0) {
      this.#execute(slot);
      return;
    }
    if (this.#changed[slot.durability] > slot.verifiedAt) {
      const isWide = this.#changed[1] > slot.verifiedAt;
      for (const dependency of isWide ? slot.dependencies : slot.volatile) {
        this.#refresh(dependency);
        if (dependency.changedAt > slot.verifiedAt) {
          this.#execute(slot);
          return;
        }
      }
      // Durabilities change only together with a durable input: see `set`.
      if (isWide) noteDurability(slot);
    }
    slot.verifiedAt = this.#revision;
  }

  #execute(slot: Slot): void {
    const { definition } = slot;
    if (definition.compute === undefined) return;
    this.#demandNotRunning(slot);
    if (this.#isCancelled?.()) throw new Cancelled();
    const known = slot.verifiedAt !== 0;
    const unchanged = slot.verifiedAt === this.#revision;
    const outer = this.#reads.current;
    const start = this.#reads.begin();
    this.#running.push(slot);
    const started = this.#observer === undefined ? 0 : this.#now();
    let value: unknown;
    let dependencies = NONE;
    try {
      value = definition.compute(this, slot.key, isValue(slot.value) ? slot.value : undefined);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      value = new Failure(error);
    } finally {
      this.#running.pop();
      dependencies = this.#reads.end(start, outer);
    }
    this.#observer?.({ query: definition.name, key: slot.key, milliseconds: this.#now() - started });
    const comparable = known && isValue(slot.value) && isValue(value);
    // A dropped value whose inputs did not change is computed again to the same content: nobody has to be woken.
    if (comparable ? !definition.equal(slot.value, value) : !unchanged) slot.changedAt = this.#revision;
    if (!comparable || definition.renews || slot.changedAt === this.#revision) slot.value = value;
    slot.dependencies = dependencies;
    noteDurability(slot);
    slot.verifiedAt = this.#revision;
  }

  #demandNotRunning(slot: Slot): void {
    if (this.#running.includes(slot))
      throw new QueryCycle([...this.#running.map((one) => one.definition.name), slot.definition.name]);
  }
}

function isValue(held: unknown): boolean {
  return held !== DROPPED && !(held instanceof Failure);
}
