/** The words of a command line, checked against what a command takes; the first mistake is told in one sentence. */
import { parseArgs } from 'node:util';
import { nearest } from '../base/near.ts';

/** What an option takes: nothing, one of some words, or any text. */
export type OptionKind = 'flag' | 'text' | readonly string[];

export interface OptionSpec {
  readonly kind: OptionKind;
  readonly repeatable?: boolean;
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** The values of each option given, in their order; a flag's is ''. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {}

/** Reads `words`; throws {@link UsageError}. A lone `-` and everything behind `--` are positionals. */
export function readArguments(words: readonly string[], specs: ReadonlyMap<string, OptionSpec>): Arguments {
  const config = Object.fromEntries(
    [...specs].map(([name, { kind }]) => [name, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) }]),
  );
  const { tokens } = parseArgs({ args: [...words], options: config, strict: false, allowPositionals: true, tokens: true });
  const positionals: string[] = [];
  const options = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = specs.get(token.name);
    if (spec === undefined) throw new UsageError(unknownOption(token.rawName, specs.keys()));
    const value = checked(token.rawName, token.value, spec.kind, token.inlineValue === true);
    const before = options.get(token.name) ?? [];
    if (before.length > 0 && !spec.repeatable) throw new UsageError(`${token.rawName} is given twice`);
    options.set(token.name, [...before, value]);
  }
  return { positionals, options };
}

function checked(name: string, value: string | undefined, kind: OptionKind, inline: boolean): string {
  if (kind === 'flag') {
    if (value !== undefined) throw new UsageError(`${name} takes no value`);
    return '';
  }
  const choices = kind === 'text' ? '' : `: ${kind.join(', ')}`;
  if (value === undefined || value === '') throw new UsageError(`${name} needs a value${choices}`);
  // `--format --rule x` is a forgotten value, not a format of that name.
  if (value.startsWith('-') && !inline)
    throw new UsageError(`${name} needs a value${choices}, and "${value}" looks like an option`);
  if (kind !== 'text' && !kind.includes(value))
    throw new UsageError(`${name} is "${value}" and must be one of ${kind.join(', ')}`);
  return value;
}

function unknownOption(name: string, known: Iterable<string>): string {
  const meant = nearest(name.replace(/^-+/, ''), known);
  return `there is no option ${name}${meant === undefined ? '' : `; did you mean --${meant}?`}`;
}

/** The one value of an option, or what counts without it. */
export function lastValue(given: Arguments, name: string): string | undefined {
  return given.options.get(name)?.at(-1);
}
