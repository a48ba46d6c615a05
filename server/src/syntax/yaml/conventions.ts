/** What both YAML readers hold to, so that their trees are equal: depth, ends of block scalars, mistakes. */
import type { Node } from '../tree.ts';

/** Nodes nested deeper than this are refused by both readers. */
export const MAX_DEPTH = 200;

/** Sections with more nodes than this are not read; the largest manifests of the field hold a fifth of it. */
export const MAX_NODES = 1_000_000;

/** Broken sections longer than this are not read again: the tolerant reader is ten times slower. */
export const TOLERANT_LIMIT = 128 * 1024;

/** More mistakes of one section than this help nobody. */
export const MAX_PROBLEMS = 20;

/** A file with more broken sections than this is not read to its end. */
export const MAX_BROKEN_SECTIONS = 1000;

/** A mistake with its place in the section's text. */
export interface Mistake {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly message: string;
}

/** What a reader makes of one section; the root is undefined where the section holds no content at all. */
export interface Reading {
  readonly root: Node | undefined;
  readonly mistakes: readonly Mistake[];
}

/**
 * The end of the last line between `from` and `to` that holds more than blanks, its line break excluded; `from` where
 * all are blank.
 */
export function blockScalarEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--;
  if (end === from) return from;
  while (end < to && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** Space, tab, line feed or carriage return. */
export function isBlank(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 13 || unit === 9;
}
