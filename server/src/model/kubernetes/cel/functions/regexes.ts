/** Regular expressions, in an engine whose time is linear whatever the expression. */
import { RE2JS } from 're2js';
import { func, INT, method, type Overload, STRING } from '../overload.ts';
import { Exhausted, Failure, type Run } from '../run.ts';
import { List } from '../values.ts';

/** Longer expressions are written by nobody; what a repetition unrolls to is bounded too. */
const LONGEST = 2000;
const LARGEST_PROGRAM = 5000;
/** Expressions may be put together while a program runs; those that stand in it are few. */
const MOST_KEPT = 50;

/**
 * The expression, ready to be held against a text. Compiling costs, and so does each character by the size of what was compiled;
 * a run knows what it has compiled.
 */
function compiled(run: Run, pattern: string, text: string): RE2JS {
  if (pattern.length > LONGEST) throw new Exhausted();
  let regex = run.regexes.get(pattern);
  if (regex === undefined) {
    run.spend(100 + pattern.length * 4);
    try {
      regex = RE2JS.compile(pattern);
    } catch (thrown) {
      throw new Failure(`error parsing regexp: ${thrown instanceof Error ? thrown.message : ''}`);
    }
    if (run.regexes.size >= MOST_KEPT) run.regexes.clear();
    run.regexes.set(pattern, regex);
    run.spend(regex.programSize() * 4);
  }
  const size = regex.programSize();
  if (size > LARGEST_PROGRAM) throw new Exhausted();
  run.text(text.length);
  run.spend((text.length * (8 + size)) / 16);
  return regex;
}

function matches(run: Run, text: string, pattern: string): boolean {
  return compiled(run, pattern, text).matcher(text).find();
}

function findAll(run: Run, text: string, pattern: string, most: number): List {
  const matcher = compiled(run, pattern, text).matcher(text);
  const found: string[] = [];
  let end = -1;
  while (found.length < most && matcher.find()) {
    run.spend(4);
    const match = matcher.group() ?? '';
    // As in Go, nothing is found right behind something.
    if (match !== '' || matcher.start() !== end) found.push(match);
    end = matcher.end();
  }
  return new List(found);
}

export const REGEXES: readonly Overload[] = [
  func('matches', [STRING, STRING], matches),
  method('matches', [STRING, STRING], matches),
  method('find', [STRING, STRING], (run, text, pattern) => {
    const matcher = compiled(run, pattern, text).matcher(text);
    return matcher.find() ? (matcher.group() ?? '') : '';
  }),
  method('findAll', [STRING, STRING], (run, text, pattern) => findAll(run, text, pattern, Number.POSITIVE_INFINITY)),
  method('findAll', [STRING, STRING, INT], (run, text, pattern, most) =>
    findAll(run, text, pattern, most < 0n ? Number.POSITIVE_INFINITY : Number(most)),
  ),
];
