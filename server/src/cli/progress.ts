/** One line on a terminal that says how far long work is; silent anywhere else. */
import type { Stream } from './world.ts';

/** Work shorter than this shows no progress at all. */
const QUIET = 64;

export class Progress {
  readonly #stream: Stream;
  #shown = '';

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  tell(what: string, done: number, total: number): void {
    if (!this.#stream.isTTY || total < QUIET) return;
    const text = `${what} ${Math.floor((100 * done) / total)} %`;
    if (text === this.#shown) return;
    this.#shown = text;
    this.#stream.write(`\r\x1b[K${text}`);
  }

  clear(): void {
    if (this.#shown !== '') this.#stream.write('\r\x1b[K');
    this.#shown = '';
  }
}
