/** Expressions of Go templates: fields, variables, texts, numbers, and functions with their arguments, also in pipelines. */
import { called } from './go-functions.ts';
import { isMap, type Parameter, type ParameterMap, Unknown } from './parameters.ts';

/** What an expression may speak of. */
export interface Scope {
  /** `$`. */
  readonly root: ParameterMap;
  /** `.`, which blocks change. */
  readonly dot: Parameter | undefined;
  /** The innermost last. */
  readonly variables: readonly Variable[];
  /** True where parameters are open: then what is not there may be there all the same. */
  readonly open: boolean;
}

export interface Variable {
  readonly name: string;
  value: Parameter | undefined;
}

type Token = { readonly kind: 'field' | 'text' | 'number' | 'word' | 'mark'; readonly text: string };

const TOKEN =
  /\s*(?:((?:\$[A-Za-z0-9_]*)?(?:\.[A-Za-z_][A-Za-z0-9_]*)+|\$[A-Za-z0-9_]*|\.)|"((?:[^"\\]|\\.)*)"|`([^`]*)`|(-?[0-9]+(?:\.[0-9]+)?)|([A-Za-z][A-Za-z0-9_]*)|([|()]))/y;

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

/** Throws {@link Unknown} for what it cannot tell. */
export function evaluated(expression: string, scope: Scope): Parameter | undefined {
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
    if (token.kind === 'field') return fieldFrom(token.text);
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

  function fieldFrom(text: string): Parameter | undefined {
    const [, variable, path = ''] = /^(?:\$([A-Za-z0-9_]*))?(.*)$/.exec(text) ?? [];
    if (variable === undefined) return fieldOf(scope.dot, path);
    if (variable === '') return fieldOf(scope.root, path);
    const found = scope.variables.findLast(({ name }) => name === variable);
    if (found === undefined) throw new Unknown();
    return fieldOf(found.value, path);
  }

  /** Of what is not there nothing is known in an open set; elsewhere it is nothing, which conditions and defaults take. */
  function fieldOf(from: Parameter | undefined, path: string): Parameter | undefined {
    let value: Parameter | undefined = from;
    for (const name of path.split('.').filter((step) => step !== '')) {
      if (!isMap(value)) throw new Unknown();
      value = value.get(name);
      if (value === undefined && scope.open) throw new Unknown();
    }
    return value;
  }
}
