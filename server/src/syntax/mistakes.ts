/** Mistakes of a text and the budgets of reading one, shared by all readers. */
import type { LayoutBuilder, Problem } from './tree.ts';

/** Nodes nested deeper than this are refused. */
export const MAX_DEPTH = 200;

/** Documents with more nodes than this are not read; the largest manifests of the field hold a fifth of it. */
export const MAX_NODES = 1_000_000;

/** Documents of one file beyond this number are not read. */
export const MAX_DOCUMENTS = 100_000;

/** More mistakes of one document than this help nobody. */
export const MAX_PROBLEMS = 20;

/** A mistake with its place in the document's text. */
export interface Mistake {
  readonly start: number;
  readonly end: number;
  /** `syntax`, `alias`, or `depth` and `budget` for what is well-formed and more than Plumbline reads. */
  readonly code: string;
  readonly message: string;
}

/** The first mistakes in reading order as problems of a document that starts at `base`. */
export function problemsOf(mistakes: readonly Mistake[], base: number, layout: LayoutBuilder): readonly Problem[] {
  if (mistakes.length === 0) return [];
  return [...mistakes]
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_PROBLEMS)
    .map(({ start, end, code, message }) => ({ id: layout.add(base + start, base + end), code, message }));
}

/** Whether the text could hold more nodes than are read: each stands behind an indicator of its own. */
export function mayHoldTooMuch(text: string): boolean {
  const { length } = text;
  let indicators = 0;
  // Ends as soon as the rest is too short to hold what is missing, however dense.
  for (let i = 0; indicators + length - i > MAX_NODES && i < length; i++) {
    const unit = text.charCodeAt(i);
    // , : [ { anywhere, - and ? with a blank behind them
    if (unit === 44 || unit === 58 || unit === 91 || unit === 123) indicators++;
    else if ((unit === 45 || unit === 63) && isBlank(text.charCodeAt(i + 1))) indicators++;
  }
  return indicators > MAX_NODES;
}

export function tooDeep(at: number): Mistake {
  const message = `The nesting is deeper than ${MAX_DEPTH} levels; Plumbline does not read it.`;
  return { start: at, end: at + 1, code: 'depth', message };
}

export function tooManyNodes(): Mistake {
  const message = `The document holds more than ${MAX_NODES} values; Plumbline does not read it. Split it into several files.`;
  return { start: 0, end: 0, code: 'budget', message };
}

export function tooManyDocuments(): Mistake {
  const message = `The file holds more than ${MAX_DOCUMENTS} documents; Plumbline does not read the rest. Split it into several files.`;
  return { start: 0, end: 0, code: 'budget', message };
}

/** Space, tab, line feed or carriage return. */
export function isBlank(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 13 || unit === 9;
}
