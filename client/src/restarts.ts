/** How often a server that ends by itself is started again: so many times within a span, then not any more. */

export class RestartBudget {
  readonly #most: number;
  readonly #within: number;
  #times: number[] = [];
  #count = 0;

  /** At most `most` restarts `within` so many milliseconds. */
  constructor(most: number, within: number) {
    this.#most = most;
    this.#within = within;
  }

  /** How many times the server ended, forgotten ones included. */
  get count(): number {
    return this.#count;
  }

  /** Books an end at this time; false where it is one too many. */
  spend(now: number): boolean {
    this.#count++;
    this.#times = [...this.#times.filter((time) => now - time < this.#within), now];
    return this.#times.length <= this.#most;
  }

  /** Starts the span anew, as when a person asks for a restart. */
  forget(): void {
    this.#times = [];
  }
}
