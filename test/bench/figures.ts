/** Measured figures against their budgets, as a table for people. */

export interface Figure {
  /** What was measured, and on what. */
  readonly what: string;
  readonly on: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | 'MB/s' | 'queries' | 'times';
  /** What it may be at most; for `times` at least. */
  readonly budget?: number;
  /** More about it, such as how many edits it sums up. */
  readonly note?: string;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** How much of its budget a figure takes: above 1 is too much. */
export function ratio({ value, budget, unit }: Figure): number | undefined {
  if (budget === undefined) return undefined;
  return unit === 'times' ? budget / value : value / budget;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const part = ratio(figure);
    const budget =
      figure.budget === undefined ? '' : `${figure.unit === 'times' ? '≥ ' : '≤ '}${amount(figure.budget, figure.unit)}`;
    const verdict = part === undefined ? '' : `${part.toFixed(2)}${part > 1 ? ' **over**' : ''}`;
    return `| ${figure.what} | ${figure.on} | ${amount(figure.value, figure.unit)} | ${budget} | ${verdict} | ${figure.note ?? ''} |`;
  });
  return ['| what | on | value | budget | ratio | |', '|---|---|--:|--:|--:|---|', ...rows].join('\n');
}

function amount(value: number, unit: Figure['unit']): string {
  const digits = value >= 100 || unit === 'queries' ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}
