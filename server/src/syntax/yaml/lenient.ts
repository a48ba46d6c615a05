/**
 * Texts that YAML 1.2 forbids and that the readers of Kubernetes, Kustomize, Flux and Argo CD (go-yaml, all versions)
 * accept: no mistake may be told of them. They are read by a corrected copy of the same length.
 */
import { isLineBreak, withContinuedLinesJoined } from './continued.ts';

/** What the event parser says of lines in quotes and brackets that are indented too little. */
const DEFICIENT = 'deficient indentation';

/** How many corrections and how many units of repeated reading one section is worth. */
const MAX_CORRECTIONS = 64;
const MAX_UNITS = 2_000_000;

/**
 * Calls `read` with the text, then with more and more of it corrected, for as long as what it throws is something
 * that go-yaml would accept; undefined where something else is wrong.
 */
export function readLeniently<T>(
  text: string,
  stop: Stop,
  read: (corrected: string) => T,
  stopOf: (error: unknown) => Stop,
): T | undefined {
  if (stop.reason === DEFICIENT) {
    // Large generated documents hold very many of the kind: all at once first.
    const joined = withContinuedLinesJoined(text);
    try {
      return read(joined);
    } catch (error) {
      const found = oneByOne(joined, stopOf(error), read, stopOf);
      if (found !== undefined) return found;
    }
  }
  return oneByOne(text, stop, read, stopOf);
}

function oneByOne<T>(text: string, stop: Stop, read: (corrected: string) => T, stopOf: (error: unknown) => Stop): T | undefined {
  let corrected: string | undefined = text;
  let at = stop;
  for (let round = 1; round <= MAX_CORRECTIONS && round * text.length <= MAX_UNITS; round++) {
    corrected = correct(corrected, at);
    if (corrected === undefined) return undefined;
    try {
      return read(corrected);
    } catch (error) {
      at = stopOf(error);
    }
  }
  return undefined;
}

/** Why and where the event parser stopped. */
export interface Stop {
  readonly reason: string;
  readonly position: number;
}

function correct(text: string, { reason, position }: Stop): string | undefined {
  const unit = text.charAt(position);
  const before = text.charAt(position - 1);
  if (reason === DEFICIENT) return joinToLineBefore(text, position);
  // A comment directly behind a quote, bracket or comma.
  if (unit === '#' && before !== '' && !isBlank(before)) return blank(text, position, endOfLine(text, position));
  // A lone dash as an item in brackets.
  if (unit === '-' && reason.startsWith('missed comma') && /^[,\]}]/.test(text.charAt(position + 1))) {
    return replaced(text, position, 'x');
  }
  // An escaped single quote in double quotes; `unescaped` reads its value.
  if (unit === "'" && reason === 'unknown escape sequence') return blank(text, position - 1, position + 1);
  return aliasesApart(text, position);
}

/** An alias that is a key, with the colon directly behind its name; events.ts reads the whole name from the source. */
const ALIAS_KEY = /(\*[\w-]+)[\w-]:(?=[ \t\r\n]|$)/g;

/** To go-yaml names of anchors are letters, digits, `-` and `_`: the colon behind one does not belong to it. Where the parser stopped, or on the line before. */
function aliasesApart(text: string, position: number): string | undefined {
  let start = Math.min(position, text.length);
  for (let lines = 0; start > 0 && lines < 3; start--) if (text.charAt(start - 1) === '\n') lines++;
  const near = text.slice(start, endOfLine(text, position));
  const apart = near.replaceAll(ALIAS_KEY, '$1 :');
  return apart === near ? undefined : replaced(text, start, apart);
}

/** In quotes and brackets the indentation of continued lines does not matter to go-yaml, nor do tabs between tokens. */
function joinToLineBefore(text: string, position: number): string | undefined {
  let from = Math.min(position, text.length);
  while (from > 0 && (text.charAt(from - 1) === ' ' || text.charAt(from - 1) === '\t')) from--;
  if (!isLineBreak(text.charAt(from - 1))) return withoutTabs(text, position);
  from--;
  if (text.charAt(from) === '\n' && text.charAt(from - 1) === '\r') from--;
  return blank(text, from, position);
}

/** The line up to `position` with spaces for tabs; undefined where it holds none. */
function withoutTabs(text: string, position: number): string | undefined {
  let start = position;
  while (start > 0 && !isLineBreak(text.charAt(start - 1))) start--;
  const line = text.slice(start, position);
  return line.includes('\t') ? replaced(text, start, line.replaceAll('\t', ' ')) : undefined;
}

/** A double-quoted text with the escapes that only go-yaml knows written as the standard does. */
export function unescaped(quoted: string): string {
  return quoted.includes("\\'") ? quoted.replace(/\\(.)/gs, (whole, unit) => (unit === "'" ? "'" : whole)) : quoted;
}

function blank(text: string, from: number, to: number): string {
  return text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
}

function replaced(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + by.length);
}

function isBlank(unit: string): boolean {
  return unit === ' ' || unit === '\t' || isLineBreak(unit);
}

function endOfLine(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isLineBreak(text.charAt(end))) end++;
  return end;
}
