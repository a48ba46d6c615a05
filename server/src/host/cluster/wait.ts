/** Pauses: one that a signal ends early, and how long it lasts after failures. */

/** Milliseconds before the second try, doubled with each failure up to {@link LONGEST}. */
export const SHORTEST = 500;
const LONGEST = 30_000;

/** With some chance in it, so that many editors do not return to a restarted server in step. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST, SHORTEST * 2 ** Math.min(failures - 1, 10)) * (0.8 + Math.random() * 0.4);
}

export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((over) => {
    if (signal.aborted) {
      over();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      over();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
