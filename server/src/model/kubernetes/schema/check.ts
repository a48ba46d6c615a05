/** Holds a custom resource against what its definition demands beyond the shapes of values, as the API server does. */
import type { RE2JS } from 're2js';
import { type Database, query } from '../../../engine/database.ts';
import { asMapping, entry, resolved, textOf } from '../../../syntax/navigate.ts';
import { type Typed, typed } from '../../../syntax/scalars.ts';
import type { Mapping, Node, Scalar, Sequence } from '../../../syntax/tree.ts';
import type { Checks, Group, Span } from './checks.ts';
import type { Mistake } from './mistake.ts';
import { compiled } from './patterns.ts';
import { formatProblem } from './text-formats.ts';
import { isFilledIn } from './values.ts';

/** `BOOT_MAC_ADDRESS`, for a value that has another form. */
const WORD_TO_REPLACE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Values looked at in one object: alternatives look at what is inside them again. */
const MOST_VALUES = 200_000;
const MOST_MISTAKES = 100;
/** Words that are listed. */
const MOST_WORDS = 20;
/** Longer texts are held against no pattern: nobody writes them by hand. */
const LONGEST_TEXT = 10_000;

/** Expressions that stay compiled: those of the definitions that files in a row are held against. */
const KEPT_PATTERNS = 512;

const compiledPattern = query('compiledPattern', (_, pattern: string): RE2JS | undefined => compiled(pattern), {
  retain: KEPT_PATTERNS,
});

/** What the object breaks, in reading order; `readAs` says which reader types its scalars. */
export function brokenChecks(db: Database, object: Mapping, checks: Checks, readAs: 'kubernetes' | 'kyaml'): readonly Mistake[] {
  const checker = new Checker(db, readAs, { left: MOST_VALUES }, false);
  checker.value(object, checks, '', entry(object, 'kind')?.value ?? object);
  return checker.mistakes;
}

interface Assumed {
  readonly mapping: Node;
  readonly defaults: ReadonlyMap<string, Node>;
}

class Checker {
  readonly mistakes: Mistake[] = [];
  /** True where something inside is not known: variables, anchors that are not there. */
  isUncertain = false;
  readonly #db: Database;
  readonly #readAs: 'kubernetes' | 'kyaml';
  readonly #budget: { left: number };
  /** True for alternatives, of which nothing else looks at required fields and words. */
  readonly #isBranch: boolean;
  /** What counts where the mapping that the alternatives are of lacks a field. */
  readonly #assumed: Assumed | undefined;

  constructor(db: Database, readAs: 'kubernetes' | 'kyaml', budget: { left: number }, isBranch: boolean, assumed?: Assumed) {
    this.#db = db;
    this.#readAs = readAs;
    this.#budget = budget;
    this.#isBranch = isBranch;
    this.#assumed = assumed;
  }

  /** `holder` is what is told where the whole value is wrong: its key, or the item itself. */
  value(node: Node, checks: Checks, path: string, holder: Node): void {
    if (this.#budget.left-- <= 0 || this.mistakes.length >= MOST_MISTAKES) {
      this.isUncertain = true;
      return;
    }
    const found = resolved(node);
    if (found === undefined) {
      this.isUncertain = true;
      return;
    }
    if (found.kind === 'mapping') this.#mapping(found, checks, path, holder);
    else if (found.kind === 'sequence') this.#sequence(found, checks, path, holder);
    else if (!this.#scalar(found, checks, path)) return;
    const own = checks.defaults && { mapping: found, defaults: checks.defaults };
    const assumed = own ?? (this.#assumed?.mapping === found ? this.#assumed : undefined);
    for (const group of checks.groups ?? []) this.#group(found, group, path, holder, assumed);
  }

  #mapping(mapping: Mapping, checks: Checks, path: string, holder: Node): void {
    if (mapping.entries.some(({ key }) => key.kind === 'scalar' && (key.value === '<<' || isFilledIn(key.value)))) {
      this.isUncertain = true;
      return;
    }
    this.#counted(mapping.entries.length, checks.count, 'fields', path, holder);
    const defaults = this.#assumed?.mapping === mapping ? this.#assumed.defaults : undefined;
    if (this.#isBranch)
      for (const name of checks.required ?? [])
        if (
          !defaults?.has(name) &&
          textOf(entry(mapping, name)?.value) === undefined &&
          !isCollection(entry(mapping, name)?.value)
        )
          this.#broken(holder, path, `has no "${name}"`);
    if (checks.fields === undefined && checks.values === undefined) return;
    for (const [name, written] of defaults ?? []) {
      const inside = checks.fields?.get(name);
      if (inside !== undefined && this.#isUnset(entry(mapping, name)?.value)) this.value(written, inside, path, holder);
    }
    for (const { key, value } of mapping.entries) {
      if (key.kind !== 'scalar') continue;
      const inside = checks.fields?.get(key.value) ?? checks.values;
      if (inside !== undefined) this.value(value, inside, path === '' ? key.value : `${path}.${key.value}`, key);
    }
  }

  /** Null makes room for a default, too. */
  #isUnset(value: Node | undefined): boolean {
    return value === undefined || (value.kind === 'scalar' && typed(value, this.#readAs).type === 'null');
  }

  #sequence(list: Sequence, checks: Checks, path: string, holder: Node): void {
    this.#counted(list.items.length, checks.count, 'items', path, holder);
    if (checks.items === undefined) return;
    for (const item of list.items) this.value(item, checks.items, `${path}[]`, asMapping(item)?.entries[0]?.key ?? item);
  }

  /** False where there is nothing to hold against anything. */
  #scalar(scalar: Scalar, checks: Checks, path: string): boolean {
    const value = typed(scalar, this.#readAs);
    // Null counts as not written.
    if (value.type === 'null') return false;
    if (value.type === 'invalid' || value.type === 'binary' || isFilledIn(scalar.value)) {
      this.isUncertain = true;
      return false;
    }
    if (value.type === 'string') this.#text(scalar, value.value, checks, path);
    else if (value.type !== 'bool') this.#number(scalar, value, checks, path);
    const text = value.type === 'int' || value.type === 'float' ? value.text : String(value.value);
    if (checks.words !== undefined && !checks.words.includes(text) && (this.#isBranch || text === '' || value.type !== 'string'))
      this.#broken(scalar, path, `must be one of ${checks.words.slice(0, MOST_WORDS).join(', ')}`);
    return true;
  }

  #text(scalar: Scalar, text: string, { length, pattern, format }: Checks, path: string): void {
    const problem =
      (length !== undefined && lengthProblem(text, length)) ||
      (pattern !== undefined &&
        !WORD_TO_REPLACE.test(text) &&
        this.#matches(pattern, text) === false &&
        `does not match ${pattern}`) ||
      (format !== undefined && formatProblem(format, text)) ||
      undefined;
    if (problem !== undefined) this.#broken(scalar, path, problem);
  }

  /** Undefined where that cannot be told. */
  #matches(pattern: string, text: string): boolean | undefined {
    if (text.length > LONGEST_TEXT) return undefined;
    return compiledPattern(this.#db, pattern)?.matcher(text).find();
  }

  #number(scalar: Scalar, { value }: Typed & { readonly value: unknown }, { range, multipleOf }: Checks, path: string): void {
    if (typeof value !== 'number') return;
    if (range !== undefined) {
      const isLess = range.isLeastOut ? value <= range.least : value < range.least;
      const isMore = range.isMostOut ? value >= range.most : value > range.most;
      if (isLess) this.#broken(scalar, path, `must be ${range.isLeastOut ? 'more than' : 'at least'} ${range.least}`);
      if (isMore) this.#broken(scalar, path, `must be ${range.isMostOut ? 'less than' : 'at most'} ${range.most}`);
    }
    if (multipleOf !== undefined && multipleOf !== 0 && !Number.isInteger(value / multipleOf))
      this.#broken(scalar, path, `must be a multiple of ${multipleOf}`);
  }

  #counted(count: number, span: Span | undefined, what: string, path: string, holder: Node): void {
    if (span === undefined || (count >= span.least && count <= span.most)) return;
    const wanted = count < span.least ? `at least ${span.least}` : `at most ${span.most}`;
    this.#broken(holder, path, `must have ${wanted} ${what}`);
  }

  #group(node: Mapping | Sequence | Scalar, { how, of }: Group, path: string, holder: Node, assumed: Assumed | undefined): void {
    if (how === 'all') {
      for (const checks of of) {
        const inner = this.#inside(node, checks, path, holder, assumed);
        if (!inner.isUncertain && inner.mistakes.length > 0)
          this.#broken(holder, path, problemOf(inner.mistakes) ?? 'is not as its definition demands');
      }
      return;
    }
    let fitting = 0;
    for (const checks of of) {
      const inner = this.#inside(node, checks, path, holder, assumed);
      if (inner.isUncertain) {
        this.isUncertain = true;
        return;
      }
      if (inner.mistakes.length === 0) fitting++;
    }
    const isBroken = how === 'any' ? fitting === 0 : how === 'one' ? fitting !== 1 : fitting > 0;
    if (isBroken) this.#broken(holder, path, groupProblem(how, of, fitting));
  }

  #inside(node: Node, checks: Checks, path: string, holder: Node, assumed: Assumed | undefined): Checker {
    const inner = new Checker(this.#db, this.#readAs, this.#budget, true, assumed);
    inner.value(node, checks, path, holder);
    return inner;
  }

  #broken(node: Node, path: string, problem: string): void {
    this.#add({ what: 'broken-rule', at: node.id, path, problem });
  }

  #add(mistake: Mistake): void {
    if (this.mistakes.length < MOST_MISTAKES) this.mistakes.push(mistake);
  }
}

function isCollection(node: Node | undefined): boolean {
  const found = resolved(node);
  return found !== undefined && found.kind !== 'scalar'
    ? true
    : found?.kind === 'scalar' && found.value === '' && found.style !== 'plain';
}

function problemOf(mistakes: readonly Mistake[]): string | undefined {
  const [first] = mistakes;
  return first?.what === 'broken-rule' ? first.problem : undefined;
}

/** Most alternatives are fields of which one has to be there. */
function groupProblem(how: Group['how'], of: readonly Checks[], fitting: number): string {
  const names = of.map(({ required }) => required ?? []);
  if (how !== 'none' && names.every((one) => one.length > 0)) {
    const listed = [...new Set(names.map((one) => one.map((name) => `"${name}"`).join(' with ')))].join(', ');
    return `must have ${how === 'one' ? 'exactly' : 'at least'} one of ${listed}`;
  }
  if (how === 'none') return 'is what its definition rules out';
  return fitting === 0 ? 'fits none of the alternatives of its definition' : 'fits more than one alternative of its definition';
}

/** Characters are counted as Go counts them. */
function lengthProblem(text: string, { least, most }: Span): string | undefined {
  const length = text.length > LONGEST_TEXT ? text.length : [...text].length;
  if (length < least) return least === 1 ? 'must not be empty' : `must have at least ${least} characters`;
  return length > most ? `must have at most ${most} characters` : undefined;
}
