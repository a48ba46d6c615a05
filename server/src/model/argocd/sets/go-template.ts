/**
 * Go templates as ApplicationSets use them (text/template with Sprig's functions), as far as names and paths need them: fields,
 * pipelines, functions of texts and lists, conditions. Everything else is unknown, never guessed.
 */
import { called } from './go-functions.ts';
import { isEmpty, isMap, type Parameter, type ParameterSet, printed, Unknown } from './parameters.ts';

/** Characters of one template, and actions in it. */
const MAX_TEMPLATE = 20_000;
const MAX_ACTIONS = 500;

/** The text of a template; throws {@link Unknown} for what it cannot tell. */
export function executed(template: string, set: ParameterSet): string {
  if (template.length > MAX_TEMPLATE) throw new Unknown();
  return new Template(partsOf(template), set).text();
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

class Template {
  readonly #parts: readonly string[];
  readonly #set: ParameterSet;
  #at = 0;

  constructor(parts: readonly string[], set: ParameterSet) {
    this.#parts = parts;
    this.#set = set;
  }

  text(): string {
    const text = this.#until(true);
    if (this.#at < this.#parts.length) throw new Unknown();
    return text;
  }

  /** Up to the `else` or `end` that closes the block, which is left standing; what does not count is read and dropped. */
  #until(counts: boolean): string {
    let text = '';
    while (this.#at < this.#parts.length) {
      if (counts) text += this.#parts[this.#at] ?? '';
      const action = this.#parts[this.#at + 1];
      if (action === undefined) {
        this.#at++;
        return text;
      }
      if (/^(?:end|else)\b/.test(action)) return text;
      this.#at += 2;
      if (action.startsWith('/*')) continue;
      const condition = /^if\s+([\s\S]*)$/.exec(action)?.[1];
      if (condition !== undefined) text += this.#branches(condition, counts);
      else if (/^(?:range|with|define|block|template|break|continue)\b|:=|^\$\w+\s*=/.test(action)) throw new Unknown();
      else if (counts) text += printed(evaluated(action, this.#set));
    }
    throw new Unknown();
  }

  #branches(first: string, counts: boolean): string {
    let text = '';
    let isOpen = counts;
    let condition: string | undefined = first;
    for (;;) {
      const isTaken: boolean = isOpen && (condition === undefined || !isEmpty(evaluated(condition, this.#set)));
      text += this.#until(isTaken);
      if (isTaken) isOpen = false;
      const closing = this.#parts[this.#at + 1] ?? '';
      // The text in front of the closing action has been read by now.
      this.#at += 2;
      if (closing === 'end') return text;
      const next = /^else(?:\s+if\s+([\s\S]*))?$/.exec(closing);
      if (next === null) throw new Unknown();
      condition = next[1];
    }
  }
}

type Token = { readonly kind: 'field' | 'text' | 'number' | 'word' | 'mark'; readonly text: string };

const TOKEN =
  /\s*(?:(\$?(?:\.[A-Za-z_][A-Za-z0-9_]*)+|\$|\.)|"((?:[^"\\]|\\.)*)"|`([^`]*)`|(-?[0-9]+(?:\.[0-9]+)?)|([A-Za-z][A-Za-z0-9_]*)|([|()]))/y;

function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = expression.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) throw new Unknown();
    const [, field, quoted, raw, number, word, mark = ''] = found;
    if (field !== undefined) tokens.push({ kind: 'field', text: field });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: unquoted(quoted) });
    else if (raw !== undefined) tokens.push({ kind: 'text', text: raw });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else tokens.push(word === undefined ? { kind: 'mark', text: mark } : { kind: 'word', text: word });
  }
  return tokens;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, (_, c: string) => {
    const known = { n: '\n', t: '\t', '"': '"', '\\': '\\', "'": "'" }[c];
    if (known === undefined) throw new Unknown();
    return known;
  });
}

function evaluated(expression: string, set: ParameterSet): Parameter | undefined {
  const tokens = tokensOf(expression);
  let at = 0;
  const value = pipeline(0);
  if (at < tokens.length) throw new Unknown();
  return value;

  function pipeline(depth: number): Parameter | undefined {
    if (depth > 20) throw new Unknown();
    let value = command(depth, undefined);
    while (tokens[at]?.text === '|' && tokens[at]?.kind === 'mark') {
      at++;
      value = command(depth, { value });
    }
    return value;
  }

  /** A value, or a function with its arguments; what is piped in comes last. */
  function command(depth: number, piped: { readonly value: Parameter | undefined } | undefined): Parameter | undefined {
    const first = tokens[at];
    const isCall = first?.kind === 'word' && !['true', 'false', 'nil'].includes(first.text);
    if (isCall) at++;
    const operands: (Parameter | undefined)[] = [];
    for (let next = tokens[at]; next !== undefined; next = tokens[at]) {
      if (next.kind === 'mark' && next.text !== '(') break;
      operands.push(operand(next, depth));
    }
    if (isCall) return called(first.text, piped === undefined ? operands : [...operands, piped.value]);
    if (operands.length !== 1 || piped !== undefined) throw new Unknown();
    return operands[0];
  }

  function operand(token: Token, depth: number): Parameter | undefined {
    at++;
    if (token.kind === 'text') return token.text;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'field') return fieldOf(set.values, token.text.replace(/^\$/, ''));
    if (token.kind === 'word') {
      if (token.text === 'nil') return null;
      if (token.text === 'true' || token.text === 'false') return token.text === 'true';
      // A function without arguments as an argument.
      return called(token.text, []);
    }
    const value = pipeline(depth + 1);
    if (tokens[at]?.text !== ')') throw new Unknown();
    at++;
    const field = tokens[at];
    if (field?.kind !== 'field' || !field.text.startsWith('.') || field.text === '.') return value;
    at++;
    return fieldOf(value, field.text);
  }

  /** Of what is not there nothing is known in an open set; elsewhere it is nothing, which conditions and defaults take. */
  function fieldOf(from: Parameter | undefined, path: string): Parameter | undefined {
    let value: Parameter | undefined = from;
    for (const name of path.split('.').filter((step) => step !== '')) {
      if (!isMap(value)) throw new Unknown();
      value = value.get(name);
      if (value === undefined && set.open) throw new Unknown();
    }
    return value;
  }
}
