/** What the database keeps for one key of an input or query. */
import type { Database, Durability } from './database.ts';

export interface Definition {
  readonly name: string;
  readonly compute: ((db: Database, key: string, before: unknown) => unknown) | undefined;
  readonly initial: unknown;
  readonly equal: (a: unknown, b: unknown) => boolean;
  /** Values kept at a time; older ones are dropped and computed again when asked for. 0 keeps all. */
  readonly retain: number;
  /** True where an equal value takes the old one's place: for what `equal` leaves out, and readers must not look at. */
  readonly renews: boolean;
  /** Where databases keep the slots of this definition. */
  readonly index: number;
}

/**
 * There are some twenty for each file of the workspace: a field more, or an array that holds one thing, is felt as megabytes.
 */
export class Slot {
  readonly definition: Definition;
  readonly key: string;
  /** {@link DROPPED} where there is none, a {@link Failure} where computing it threw. */
  value: unknown;
  verifiedAt: number;
  changedAt: number;
  durability: Durability = 1;
  dependencies: readonly Slot[] = NONE;
  /** Those of the dependencies that rest on an input of durability 0: all that can change while no other input does. */
  volatile: readonly Slot[] = NONE;
  /** The execution that noted this slot last, so that reading twice notes once. */
  notedBy = 0;

  /** A slot that knows what its definition knows. */
  constructor(definition: Definition, key: string) {
    this.definition = definition;
    this.key = key;
    const derived = definition.compute !== undefined;
    this.value = derived ? DROPPED : definition.initial;
    this.verifiedAt = 0;
    this.changedAt = derived ? 0 : 1;
  }
}

/** In place of a value: what computing it threw. */
export class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** Stands for the value of a query that has none yet, or whose value was let go. */
export const DROPPED = Symbol('dropped');
export const NONE: readonly Slot[] = [];

/** All slots of one definition. */
export class Family {
  readonly definition: Definition;
  readonly slots = new Map<string, Slot>();
  /** The slots of a bounded query that hold values, the one that was asked for last at the end. */
  readonly #recent = new Set<Slot>();
  /** Asking for the same one again changes no order. */
  #newest: Slot | undefined;

  constructor(definition: Definition) {
    this.definition = definition;
  }

  /** Notes that a value of a bounded query was asked for, and lets go of the one that was not asked for the longest. */
  touch(slot: Slot): void {
    if (this.#newest === slot) return;
    this.#newest = slot;
    const recent = this.#recent;
    recent.delete(slot);
    recent.add(slot);
    if (recent.size <= this.definition.retain) return;
    for (const oldest of recent) {
      recent.delete(oldest);
      oldest.value = DROPPED;
      break;
    }
  }

  forget(slot: Slot): void {
    this.slots.delete(slot.key);
    this.#recent.delete(slot);
    if (this.#newest === slot) this.#newest = undefined;
  }
}

/** A slot is as durable as the least durable of what it read. */
export function noteDurability(slot: Slot): void {
  let volatile: Slot[] | undefined;
  for (const dependency of slot.dependencies) {
    if (dependency.durability !== 0) continue;
    if (volatile === undefined) volatile = [dependency];
    else volatile.push(dependency);
  }
  slot.volatile = volatile ?? NONE;
  slot.durability = volatile === undefined ? 1 : 0;
}

/**
 * What running queries have read so far, the innermost one's last: one growing list for all of them, because a list for each
 * execution is the larger part of what executing costs.
 */
export class Reads {
  readonly #slots: Slot[] = [];
  #size = 0;
  #executions = 0;
  /** The number of the innermost execution; 0 outside of all. */
  #current = 0;

  /** Notes what the innermost query reads, once. */
  note(slot: Slot): void {
    if (this.#current === 0 || slot.notedBy === this.#current) return;
    slot.notedBy = this.#current;
    this.#slots[this.#size++] = slot;
  }

  /** The number of the innermost execution, to be handed to {@link end} with what {@link begin} returns. */
  get current(): number {
    return this.#current;
  }

  /** Begins an execution; what it reads starts at the place returned. */
  begin(): number {
    this.#current = ++this.#executions;
    return this.#size;
  }

  /**
   * Ends the innermost execution and gives what it read without repetitions, in an array as long as it has to be: a slot that
   * a query in between read as well was noted again.
   */
  end(start: number, outer: number): readonly Slot[] {
    const mark = ++this.#executions;
    let end = start;
    for (let i = start; i < this.#size; i++) {
      const slot = this.#slots[i];
      if (slot === undefined || slot.notedBy === mark) continue;
      slot.notedBy = mark;
      this.#slots[end++] = slot;
    }
    this.#size = start;
    this.#current = outer;
    return end === start ? NONE : this.#slots.slice(start, end);
  }
}
