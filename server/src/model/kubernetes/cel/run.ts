/** One evaluation: what it may cost, and the three ways in which it ends without a value. */
import type { RE2JS } from 're2js';
import { UNKNOWN, Unknown, type Value } from './values.ts';

/** An error of the language, such as `no such key: a`. Not an `Error`: it is thrown often, and nobody reads where. */
export class Failure {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** The evaluation costs more than it may. */
export class Exhausted {}

/** Longer texts and lists are made by nobody who means well. */
const LARGEST = 2_000_000;

export class Run {
  readonly slots: Value[] = [];
  /** Regular expressions that were compiled. */
  readonly regexes: Map<string, RE2JS>;
  #left: number;

  constructor(left: number, regexes: Map<string, RE2JS>) {
    this.#left = left;
    this.regexes = regexes;
  }

  /** What is left to spend: a step each for what is looked at. */
  get left(): number {
    return this.#left;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new Exhausted();
  }

  /** For what is as long as this; characters are cheap. */
  text(length: number): void {
    if (length > LARGEST) throw new Exhausted();
    this.spend(1 + length / 16);
  }

  items(length: number): void {
    if (length > LARGEST) throw new Exhausted();
    this.spend(1 + length);
  }
}

/** The value, unless nobody knows it. */
export function known(value: Value): Value {
  if (value instanceof Unknown) throw UNKNOWN;
  return value;
}

export function noOverload(): Failure {
  return new Failure('no such overload');
}
