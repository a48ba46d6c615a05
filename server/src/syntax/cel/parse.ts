/** Reads an expression of the Common Expression Language, with the macros that Kubernetes has. */
import { literalOf } from './literals.ts';
import { macro } from './macros.ts';
import { type Token, tokens } from './tokens.ts';
import type { BinaryOperator, Expression, MapEntry, Parsed, Problem } from './tree.ts';

/** The server's own bound on an expression, in characters, and how deep expressions may stand in one another here. */
const LONGEST = 100_000;
const DEEPEST = 96;

/** Words that are no names. */
const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

const RELATIONS: ReadonlySet<string> = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);

export function parseExpression(text: string): Parsed {
  if (text.length > LONGEST) return { at: 0, problem: 'is too long', isUncertain: true };
  const found = tokens(text);
  if ('problem' in found) return found;
  try {
    return { expression: new Parser(found).whole() };
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.why;
    throw thrown;
  }
}

/** Ends a parse. */
class Refused extends Error {
  readonly why: Problem;

  constructor(why: Problem) {
    super(why.problem);
    this.why = why;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const found = this.#expression();
    if (this.#next.kind !== 'end') this.#refuse(`has ${JSON.stringify(this.#next.text)} after its end`);
    return found;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #refuse(problem: string, at = this.#next.at, isUncertain = false): never {
    throw new Refused({ at, problem, ...(isUncertain && { isUncertain }) });
  }

  #isSign(text: string): boolean {
    return this.#next.kind === 'sign' && this.#next.text === text;
  }

  #took(text: string): boolean {
    if (!this.#isSign(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (this.#took(text)) return;
    const found = this.#next.kind === 'end' ? 'ends' : `has ${JSON.stringify(this.#next.text)}`;
    this.#refuse(`${found} where "${text}" should be`);
  }

  #expression(): Expression {
    if (++this.#depth > DEEPEST) this.#refuse('is nested too deeply', this.#next.at, true);
    const condition = this.#row('or', '||', () => this.#row('and', '&&', () => this.#relation()));
    let found = condition;
    if (this.#took('?')) {
      const then = this.#row('or', '||', () => this.#row('and', '&&', () => this.#relation()));
      this.#expect(':');
      found = { is: 'choice', condition, then, otherwise: this.#expression() };
    }
    this.#depth--;
    return found;
  }

  #row(is: 'and' | 'or', sign: string, inner: () => Expression): Expression {
    const first = inner();
    if (!this.#isSign(sign)) return first;
    const of = [first];
    while (this.#took(sign)) of.push(inner());
    return { is, of };
  }

  #relation(): Expression {
    let left = this.#sum();
    while (RELATIONS.has(this.#next.text) && this.#next.isQuoted !== true && this.#isOperator()) {
      const operator = this.#tokens[this.#at++]?.text as BinaryOperator;
      left = { is: 'binary', operator, left, right: this.#sum() };
    }
    return left;
  }

  #isOperator(): boolean {
    return this.#next.kind === 'sign' || this.#next.text === 'in';
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#isSign('+') || this.#isSign('-')) {
      const operator = this.#tokens[this.#at++]?.text as BinaryOperator;
      left = { is: 'binary', operator, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#isSign('*') || this.#isSign('/') || this.#isSign('%')) {
      const operator = this.#tokens[this.#at++]?.text as BinaryOperator;
      left = { is: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  /** Of signs in a row, two take each other away. */
  #unary(): Expression {
    for (const operator of ['!', '-'] as const) {
      let count = 0;
      while (this.#isSign(operator)) {
        // A minus before a number is part of it, or the smallest number could not be written.
        const after = this.#tokens[this.#at + 1]?.kind;
        if (operator === '-' && count === 0 && (after === 'int' || after === 'double')) return this.#member();
        count++;
        this.#at++;
      }
      if (count === 0) continue;
      const of = this.#member();
      return count % 2 === 1 ? { is: 'unary', operator, of } : of;
    }
    return this.#member();
  }

  #member(): Expression {
    let found = this.#primary();
    for (;;) {
      if (this.#took('.')) found = this.#selection(found);
      else if (this.#took('[')) {
        const isOptional = this.#took('?');
        const index = this.#expression();
        this.#expect(']');
        found = { is: 'index', of: found, index, isOptional };
      } else if (this.#isSign('{') && (found.is === 'name' || found.is === 'select')) {
        // Objects of types with a name are made by no rule.
        this.#refuse('makes an object of a type', this.#next.at, true);
      } else return found;
    }
  }

  #selection(of: Expression): Expression {
    const isOptional = this.#took('?');
    const token = this.#next;
    if (token.kind !== 'name') this.#refuse('has no name after "."');
    this.#at++;
    if (isOptional || token.isQuoted === true || !this.#took('(')) return { is: 'select', of, field: token.text, isOptional };
    return this.#call(
      token,
      this.#list(')', () => this.#expression()),
      of,
    );
  }

  #call(token: Token, args: readonly Expression[], target?: Expression): Expression {
    const found = macro(token.text, target, args);
    if (typeof found === 'string') this.#refuse(found, token.at);
    if (found !== undefined) return found;
    return { is: 'call', name: token.text, args, at: token.at, ...(target !== undefined && { target }) };
  }

  #primary(): Expression {
    const token = this.#next;
    if (token.kind === 'sign') {
      this.#at++;
      switch (token.text) {
        case '(': {
          const inner = this.#expression();
          this.#expect(')');
          return inner;
        }
        case '[':
          return { is: 'list', items: this.#list(']', () => ({ isOptional: this.#took('?'), value: this.#expression() })) };
        case '{':
          return { is: 'map', entries: this.#list('}', () => this.#entry()) };
        case '.':
          if (this.#next.kind === 'name') return this.#primary();
          break;
        case '-':
          return this.#literal(true);
      }
      this.#at--;
    }
    return token.kind === 'name' ? this.#name() : this.#literal(false);
  }

  #entry(): MapEntry {
    const isOptional = this.#took('?');
    const key = this.#expression();
    this.#expect(':');
    return { key, value: this.#expression(), isOptional };
  }

  #literal(isNegative: boolean): Expression {
    const token = this.#next;
    if (token.kind === 'end') this.#refuse('ends too early');
    const literal = literalOf(token, isNegative);
    if (literal === undefined)
      this.#refuse(
        token.kind === 'sign'
          ? `has ${JSON.stringify(token.text)} where a value should be`
          : `has ${token.text}, which is no value`,
      );
    this.#at++;
    return { is: 'literal', literal };
  }

  #name(): Expression {
    const token = this.#next;
    this.#at++;
    if (token.isQuoted === true) this.#refuse('has a name in backquotes that is no field', token.at);
    if (token.text === 'true' || token.text === 'false')
      return { is: 'literal', literal: { type: 'bool', value: token.text === 'true' } };
    if (token.text === 'null') return { is: 'literal', literal: { type: 'null' } };
    if (token.text === 'in' || RESERVED.has(token.text)) this.#refuse(`has "${token.text}", which is no name`, token.at);
    if (this.#took('('))
      return this.#call(
        token,
        this.#list(')', () => this.#expression()),
      );
    return { is: 'name', name: token.text, at: token.at };
  }

  /** What stands between commas up to `end`; of lists and maps, not of arguments, the last may have one too. */
  #list<T>(end: string, item: () => T): readonly T[] {
    const found: T[] = [];
    while (!this.#took(end)) {
      found.push(item());
      if (this.#took(end)) break;
      this.#expect(',');
      if (end === ')' && this.#isSign(end)) this.#refuse('has a comma before ")"');
    }
    return found;
  }
}
