/** Patterns of definitions, which are expressions in Go's syntax, in an engine whose time is linear whatever the expression. */
import { RE2JS } from 're2js';

/** Longer patterns are written by nobody. */
const LONGEST = 10_000;

/** Undefined for what is no expression. */
export function compiled(pattern: string): RE2JS | undefined {
  if (pattern.length > LONGEST) return undefined;
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

/** What other languages have and Go has not, by how it starts; names of groups are written in more ways than one. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/(?<!\\)(?:\\\\)*\(\?<?[=!]/, 'looks ahead or back, which expressions in Go cannot'],
  [/(?<!\\)(?:\\\\)*\\[1-9]/, 'refers back to a group, which expressions in Go cannot'],
  [/[*+?}]\+/, 'repeats possessively, which expressions in Go cannot'],
];

/** The rest of a sentence about a pattern that the API server cannot compile. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > LONGEST || compiled(pattern) !== undefined) return undefined;
  if (/\(\?P?<\w/.test(pattern)) return undefined;
  const reason = FOREIGN.find(([sign]) => sign.test(pattern))?.[1];
  return reason === undefined
    ? "is no regular expression in Go's syntax"
    : `is no regular expression in Go's syntax: it ${reason}`;
}
