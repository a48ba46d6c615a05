/** Repeatable chance: the same seed gives the same throws on every machine. */

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to 1, the end excluded. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.whole(0, from.length - 1)];
    if (picked === undefined && from.length === 0) throw new Error('There is nothing to pick from.');
    return picked as T;
  }

  /** Between `low` and `high` different ones, in their order. */
  some<T>(from: readonly T[], low: number, high: number): T[] {
    const wanted = Math.min(from.length, this.whole(low, high));
    const left = from.map((_, index) => index);
    while (left.length > wanted) left.splice(this.whole(0, left.length - 1), 1);
    return left.map((index) => from[index] as T);
  }
}
