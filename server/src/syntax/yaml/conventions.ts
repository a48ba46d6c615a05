/** What both YAML readers hold to, so that their trees are equal. */
import { isBlank, type Mistake } from '../mistakes.ts';
import type { Node } from '../tree.ts';

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

/**
 * Where the text ends, blanks left out, if no line break ends it; undefined otherwise. A block scalar that ends there has
 * no line break to keep (YAML 1.2, section 8.1.1.2), and go-yaml and Kustomize read none.
 */
export function openEndOf(text: string): number | undefined {
  return /[\r\n]\s*$/.test(text.slice(-200)) ? undefined : text.trimEnd().length;
}
