/**
 * Go templates as ApplicationSets use them (text/template with Sprig's functions), as far as names and paths need them: fields,
 * pipelines, functions of texts and lists, conditions, loops, variables. Everything else is unknown, never guessed.
 */
import { evaluated, type Scope, type Variable } from './go-expression.ts';
import { isEmpty, isMap, type Parameter, type ParameterSet, printed, Unknown } from './parameters.ts';

/** Characters of one template, and actions in it. */
const MAX_TEMPLATE = 20_000;
const MAX_ACTIONS = 500;
/** Actions that are carried out, however often a loop comes to them, and characters that come out. */
const MAX_STEPS = 5000;
const MAX_TEXT = 100_000;

/** The text of a template; throws {@link Unknown} for what it cannot tell. */
export function executed(template: string, set: ParameterSet): string {
  if (template.length > MAX_TEMPLATE) throw new Unknown();
  return new Run(set).text(new Reader(partsOf(template)).steps());
}

/** Text and actions in turns: the odd ones are actions. Blanks that an action trims are gone. */
function partsOf(template: string): readonly string[] {
  const parts: string[] = [];
  let rest = template;
  for (let open = rest.indexOf('{{'); open >= 0; open = rest.indexOf('{{')) {
    let text = rest.slice(0, open);
    let start = open + 2;
    if (rest[start] === '-' && /\s/.test(rest[start + 1] ?? '')) {
      text = text.trimEnd();
      start++;
    }
    const end = endOfAction(rest, start);
    let stop = end;
    const trims = rest[end - 1] === '-' && /\s/.test(rest[end - 2] ?? '');
    if (trims) stop--;
    parts.push(text, rest.slice(start, stop).trim());
    if (parts.length > MAX_ACTIONS * 2) throw new Unknown();
    rest = rest.slice(end + 2);
    if (trims) rest = rest.trimStart();
  }
  parts.push(rest);
  return parts;
}

/** Where `}}` stands that is no part of a text. */
function endOfAction(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '}' && text[i + 1] === '}') return i;
    if (c === '"' || c === '`') {
      i++;
      while (i < text.length && text[i] !== c) i += c === '"' && text[i] === '\\' ? 2 : 1;
    }
  }
  throw new Unknown();
}

type Step =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'print'; readonly expression: string }
  | { readonly is: 'variable'; readonly name: string; readonly expression: string; readonly isNew: boolean }
  | Block;

interface Block {
  readonly is: 'if' | 'with' | 'range';
  /** Of a loop over two, the index or key and the element. */
  readonly variables: readonly string[];
  readonly expression: string;
  readonly body: readonly Step[];
  readonly otherwise: readonly Step[];
}

const BLOCK = /^(if|with|range)\s+(?:\$([A-Za-z0-9_]+)\s*(?:,\s*\$([A-Za-z0-9_]+)\s*)?:=\s*)?([\s\S]*)$/;
const VARIABLE = /^\$([A-Za-z0-9_]+)\s*(:?=)\s*([\s\S]*)$/;

/** Reads the parts as steps, blocks with what stands in them. */
class Reader {
  readonly #parts: readonly string[];
  #at = 0;

  constructor(parts: readonly string[]) {
    this.#parts = parts;
  }

  steps(): readonly Step[] {
    const steps = this.#until();
    if (this.#at < this.#parts.length) throw new Unknown();
    return steps;
  }

  /** Up to the `else` or `end` that closes the block, which is left standing. */
  #until(): readonly Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#parts.length) {
      steps.push({ is: 'text', text: this.#parts[this.#at] ?? '' });
      const action = this.#parts[this.#at + 1];
      if (action === undefined) {
        this.#at++;
        return steps;
      }
      if (/^(?:end|else)\b/.test(action)) return steps;
      this.#at += 2;
      if (action.startsWith('/*')) continue;
      if (/^(?:define|block|template|break|continue)\b/.test(action)) throw new Unknown();
      const variable = VARIABLE.exec(action);
      if (BLOCK.test(action)) steps.push(this.#block(action));
      else if (variable !== null) {
        const [, name = '', sign, expression = ''] = variable;
        steps.push({ is: 'variable', name, expression, isNew: sign === ':=' });
      } else steps.push({ is: 'print', expression: action });
    }
    throw new Unknown();
  }

  #block(action: string): Block {
    const [, is, first, second, expression = ''] = BLOCK.exec(action) ?? [];
    if (is !== 'if' && is !== 'with' && is !== 'range') throw new Unknown();
    const variables = [first, second].filter((one) => one !== undefined);
    if (variables.length === 2 && is !== 'range') throw new Unknown();
    const body = this.#until();
    const closing = this.#parts[this.#at + 1] ?? '';
    // The text in front of the closing action has been read by now.
    this.#at += 2;
    if (closing === 'end') return { is, variables, expression, body, otherwise: [] };
    const next = /^else(?:\s+((?:if|with)\s[\s\S]*))?$/.exec(closing);
    if (next === null || (next[1] !== undefined && is === 'range')) throw new Unknown();
    if (next[1] !== undefined) return { is, variables, expression, body, otherwise: [this.#block(next[1])] };
    const otherwise = this.#until();
    if (this.#parts[this.#at + 1] !== 'end') throw new Unknown();
    this.#at += 2;
    return { is, variables, expression, body, otherwise };
  }
}

/** Carries the steps out, once. */
class Run {
  readonly #set: ParameterSet;
  readonly #variables: Variable[] = [];
  #text = '';
  #count = 0;

  constructor(set: ParameterSet) {
    this.#set = set;
  }

  text(steps: readonly Step[]): string {
    this.#run(steps, this.#set.values);
    return this.#text;
  }

  #run(steps: readonly Step[], dot: Parameter | undefined): void {
    const before = this.#variables.length;
    for (const step of steps) {
      if (++this.#count > MAX_STEPS || this.#text.length > MAX_TEXT) throw new Unknown();
      if (step.is === 'text') this.#text += step.text;
      else if (step.is === 'print') this.#text += printed(this.#evaluated(step.expression, dot));
      else if (step.is === 'variable') this.#remember(step.name, this.#evaluated(step.expression, dot), step.isNew);
      else this.#enter(step, dot);
    }
    this.#variables.length = before;
  }

  #enter({ is, variables: [first, second], expression, body, otherwise }: Block, dot: Parameter | undefined): void {
    const before = this.#variables.length;
    const value = this.#evaluated(expression, dot);
    if (is === 'range') {
      const all = elements(value);
      for (const [key, element] of all) {
        if (second !== undefined) this.#remember(first ?? '', key, true);
        const name = second ?? first;
        if (name !== undefined) this.#remember(name, element, true);
        this.#run(body, element);
        this.#variables.length = before;
      }
      if (all.length === 0) this.#run(otherwise, dot);
    } else {
      if (first !== undefined) this.#remember(first, value, true);
      if (isEmpty(value)) this.#run(otherwise, dot);
      else this.#run(body, is === 'with' ? value : dot);
    }
    this.#variables.length = before;
  }

  #remember(name: string, value: Parameter | undefined, isNew: boolean): void {
    const known = this.#variables.findLast((one) => one.name === name);
    if (isNew) this.#variables.push({ name, value });
    else if (known === undefined) throw new Unknown();
    else known.value = value;
  }

  #evaluated(expression: string, dot: Parameter | undefined): Parameter | undefined {
    const { values, open } = this.#set;
    return evaluated(expression, { root: values, dot, variables: this.#variables, open } satisfies Scope);
  }
}

/** What a loop goes through: lists in their order, maps in the order of their keys. */
function elements(value: Parameter | undefined): readonly (readonly [number | string, Parameter])[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((one: Parameter, i) => [i, one] as const);
  if (isMap(value)) return [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  throw new Unknown();
}
