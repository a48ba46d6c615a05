/** Time that an answer may take: work that is not done by then is left for the next question. */

export interface Budget {
  isSpent(): boolean;
}

export const UNBOUNDED: Budget = { isSpent: () => false };

/** Spent after so many milliseconds of the clock. */
export function budgetOf(now: () => number, milliseconds: number): Budget {
  const end = now() + milliseconds;
  return { isSpent: () => now() >= end };
}
