/** Waiting for a state, never for a time: what is awaited is asked for until it is there. */
import { setTimeout as pause } from 'node:timers/promises';

/** A loaded machine may take long; a test that waits so long has failed. */
const DEADLINE = 180_000;

/**
 * Asks until the answer is neither undefined nor false, and returns it. Where it never is, the error says what was waited
 * for and what went wrong last.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  { deadline = DEADLINE, every = 50 }: { readonly deadline?: number; readonly every?: number } = {},
): Promise<T> {
  const end = performance.now() + deadline;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      const why = last instanceof Error ? `; the last error: ${last.message}` : '';
      throw new Error(`Waited ${Math.round(deadline / 1000)} s in vain for ${what}${why}`);
    }
    await pause(every);
  }
}
