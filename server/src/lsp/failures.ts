/** Defects of ours: each told once, with what was being done, and kept for the server status. */

/** Defects that are remembered; beyond them only counting would go on. */
const KEPT = 100;

export class Failures {
  readonly #log: (text: string) => void;
  readonly #known = new Map<string, string>();

  constructor(log: (text: string) => void) {
    this.#log = log;
  }

  /** One sentence for each defect met so far. */
  get sentences(): readonly string[] {
    return [...this.#known.values()];
  }

  report(doing: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? message) : message;
    // The same place throwing for another file is the same defect.
    const place =
      error instanceof Error ? (stack.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? message) : message;
    const key = `${doing.split(' ', 1)[0]} ${place}`;
    if (this.#known.has(key) || this.#known.size >= KEPT) return;
    const sentence = `Plumbline failed while ${doing}: ${message.split('\n', 1)[0]}`;
    this.#known.set(key, sentence);
    this.#log(`${sentence}\n${stack}`);
  }
}
