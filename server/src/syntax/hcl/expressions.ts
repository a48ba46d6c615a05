/** HCL expressions, by the grammar of HashiCorp's hclsyntax specification. */

import { bracketed, close, word } from './brackets.ts';
import type { Reader } from './reader.ts';
import { heredoc, quoted } from './templates.ts';
import type { Expression, ObjectEntry, Step, Word } from './tree.ts';

const LF = 10;
const NUMBER = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** What stands in a template's braces. */
const INNER = { expression, forHead };

export function expression(reader: Reader): Expression {
  reader.enter();
  const start = reader.at;
  const first = binary(reader, 0);
  reader.skip();
  if (reader.peek() !== 63) {
    reader.depth--;
    return first;
  }
  reader.at++;
  const id = reader.open(start);
  reader.skip();
  const yes = expression(reader);
  reader.skip();
  if (!reader.take(':')) reader.fail('condition', `Expected ":" and the value for false, found ${reader.seen()}`);
  reader.skip();
  const no = expression(reader);
  reader.layout.end(id, reader.layout.endOf(no.id));
  reader.depth--;
  return { kind: 'operation', id, operator: '?:', operands: [first, yes, no] };
}

/** Operators of one level in a row make one operation: no chain makes the tree deep, and nothing here computes. */
function binary(reader: Reader, least: number): Expression {
  const start = reader.at;
  let left = unary(reader);
  let operands: Expression[] = [];
  let current = -1;
  for (;;) {
    reader.skip();
    const operator = operatorAt(reader);
    const level = LEVEL_OF.get(operator) ?? -1;
    if (level < least) return left;
    reader.at += operator.length;
    reader.skip();
    const right = binary(reader, level + 1);
    const end = reader.layout.endOf(right.id);
    if (level === current) {
      operands.push(right);
      reader.layout.end(left.id, end);
      continue;
    }
    operands = [left, right];
    left = { kind: 'operation', id: reader.layout.add(start, end), operator, operands };
    current = level;
  }
}

/** What each binary operator binds like, those that bind least first. */
const LEVEL_OF: ReadonlyMap<string, number> = new Map(
  [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%']].flatMap((signs, level) =>
    signs.map((sign) => [sign, level] as const),
  ),
);

function operatorAt(reader: Reader): string {
  const [unit, next] = [reader.peek(), reader.peek(1)];
  switch (unit) {
    case 124:
      return next === 124 ? '||' : '';
    case 38:
      return next === 38 ? '&&' : '';
    case 61:
      return next === 61 ? '==' : '';
    case 33:
      return next === 61 ? '!=' : '';
    case 60:
      return next === 61 ? '<=' : '<';
    case 62:
      return next === 61 ? '>=' : '>';
    case 43:
      return '+';
    case 45:
      return '-';
    case 42:
      return '*';
    case 47:
      return '/';
    case 37:
      return '%';
    default:
      return '';
  }
}

function unary(reader: Reader): Expression {
  const start = reader.at;
  const sign = reader.peek();
  if (sign !== 45 && sign !== 33) return postfix(reader);
  reader.at++;
  reader.enter();
  const id = reader.open(start);
  reader.skip();
  const operand = unary(reader);
  reader.layout.end(id, reader.at);
  reader.depth--;
  return { kind: 'operation', id, operator: sign === 45 ? '-' : '!', operands: [operand] };
}

function postfix(reader: Reader): Expression {
  const start = reader.at;
  const unit = reader.peek();
  const first = reader.name();
  if (first < 0) {
    const value = primary(reader, unit);
    const steps = stepsOf(reader);
    if (steps.length === 0) return value;
    return { kind: 'access', id: reader.layout.add(start, reader.at), of: value, steps };
  }
  while (reader.text.startsWith('::', reader.at)) {
    reader.at += 2;
    if (reader.name() < 0) reader.fail('function-name', `Expected the name of a function behind "::", found ${reader.seen()}`);
  }
  const text = reader.text.slice(start, reader.at);
  const end = reader.at;
  reader.skip();
  if (reader.peek() === 40) {
    const value = call(reader, start, { id: reader.layout.add(start, end), text });
    const steps = stepsOf(reader);
    return steps.length === 0 ? value : { kind: 'access', id: reader.layout.add(start, reader.at), of: value, steps };
  }
  reader.at = end;
  if (text === 'true' || text === 'false' || text === 'null') return { kind: 'literal', id: reader.layout.add(start, end), text };
  const id = reader.open(start);
  const root = { id: reader.layout.add(start, end), text };
  const steps = stepsOf(reader);
  reader.close(id);
  return { kind: 'traversal', id, root, steps };
}

/** `.name`, `.0`, `.*`, `[key]`, `[*]`; the place is left behind the last one. */
function stepsOf(reader: Reader): readonly Step[] {
  const steps: Step[] = [];
  for (;;) {
    const end = reader.at;
    reader.skip();
    const unit = reader.peek();
    if (unit === 46 && reader.peek(1) !== 46) {
      reader.at++;
      reader.skip();
      const start = reader.at;
      if (reader.take('*')) steps.push({ kind: 'splat' });
      else if (reader.name() >= 0) steps.push({ kind: 'attribute', name: word(reader, start) });
      else {
        const digits = legacyIndex(reader);
        if (digits === undefined)
          reader.fail('attribute-name', `Expected an attribute's name behind ".", found ${reader.seen()}`, start);
        for (const one of digits) steps.push({ kind: 'index', key: one });
      }
    } else if (unit === 91) steps.push(index(reader));
    else {
      reader.at = end;
      return steps;
    }
  }
}

/** `.0`, and `.0.1`, which reads like a number. */
function legacyIndex(reader: Reader): readonly Expression[] | undefined {
  const found: Expression[] = [];
  for (;;) {
    const start = reader.at;
    while (reader.peek() >= 48 && reader.peek() <= 57) reader.at++;
    if (reader.at === start) return undefined;
    found.push({ kind: 'literal', id: reader.layout.add(start, reader.at), text: reader.text.slice(start, reader.at) });
    const next = reader.peek(1);
    if (reader.peek() !== 46 || next < 48 || next > 57) return found;
    reader.at++;
  }
}

function index(reader: Reader): Step {
  return bracketed(reader, 1, () => {
    reader.skip();
    if (reader.peek() === 42) {
      reader.at++;
      close(reader, ']', 'index');
      return { kind: 'splat' };
    }
    const key = expression(reader);
    close(reader, ']', 'index');
    return { kind: 'index', key };
  });
}

function primary(reader: Reader, unit: number): Expression {
  const start = reader.at;
  if (unit >= 48 && unit <= 57) {
    NUMBER.lastIndex = start;
    reader.at = Math.min(start + (NUMBER.exec(reader.text)?.[0].length ?? 1), reader.end);
    return { kind: 'literal', id: reader.layout.add(start, reader.at), text: reader.text.slice(start, reader.at) };
  }
  switch (unit) {
    case 34:
      return quoted(reader, INNER);
    case 40:
      return parenthesised(reader);
    case 91:
      return tuple(reader);
    case 123:
      return object(reader);
    case 60:
      if (reader.peek(1) === 60) return heredoc(reader, INNER);
  }
  if (unit === -1) reader.ranOut = true;
  return reader.fail('no-value', `Expected a value, found ${reader.seen()}`);
}

function parenthesised(reader: Reader): Expression {
  const id = reader.open();
  return bracketed(reader, 1, () => {
    reader.skip();
    const inner = expression(reader);
    close(reader, ')', 'parenthesis');
    reader.close(id);
    return { kind: 'operation', id, operator: '()', operands: [inner] };
  });
}

function call(reader: Reader, start: number, name: Word): Expression {
  const id = reader.open(start);
  return bracketed(reader, 1, () => {
    const values: Expression[] = [];
    for (;;) {
      reader.skip();
      if (reader.take(')')) break;
      values.push(expression(reader));
      reader.skip();
      if (reader.take('...')) {
        close(reader, ')', 'arguments');
        break;
      }
      if (reader.take(',')) continue;
      close(reader, ')', 'arguments');
      break;
    }
    reader.close(id);
    return { kind: 'call', id, name, arguments: values };
  });
}

function tuple(reader: Reader): Expression {
  const id = reader.open();
  return bracketed(reader, 1, () => {
    reader.skip();
    if (startsFor(reader)) return forValue(reader, id, ']');
    const items: Expression[] = [];
    for (;;) {
      reader.skip();
      if (reader.take(']')) break;
      items.push(expression(reader));
      reader.skip();
      if (reader.take(',')) continue;
      close(reader, ']', 'list');
      break;
    }
    reader.close(id);
    return { kind: 'tuple', id, items };
  });
}

function object(reader: Reader): Expression {
  const id = reader.open();
  return bracketed(reader, 1, () => {
    reader.skip();
    if (startsFor(reader)) return forValue(reader, id, '}');
    const entries: ObjectEntry[] = [];
    for (;;) {
      reader.lineBound = false;
      reader.skip();
      if (reader.take('}')) break;
      // A line break ends an entry as a comma does.
      reader.lineBound = true;
      const key = expression(reader);
      reader.skip();
      if (!(reader.peek() === 61 && reader.peek(1) !== 61) && reader.peek() !== 58)
        reader.fail('object-key', `Expected "=" and a value behind the key, found ${reader.seen()}`);
      reader.at++;
      reader.skip();
      entries.push({ key, value: expression(reader) });
      reader.skip();
      if (reader.take(',') || reader.peek() === LF) continue;
      close(reader, '}', 'object');
      break;
    }
    reader.close(id);
    return { kind: 'object', id, entries };
  });
}

function startsFor(reader: Reader): boolean {
  return (
    reader.text.startsWith('for', reader.at) && !/[\p{ID_Continue}-]/u.test(reader.text[reader.at + 3] ?? '') && isForHead(reader)
  );
}

/** `{ for = 1 }` is an object with a key of that name. */
function isForHead(reader: Reader): boolean {
  const start = reader.at;
  reader.at += 3;
  reader.skip();
  const isName = reader.name() >= 0;
  reader.at = start;
  return isName;
}

function forValue(reader: Reader, id: number, closing: ']' | '}'): Expression {
  reader.at += 3;
  const { names, over } = forHead(reader);
  reader.skip();
  if (!reader.take(':')) reader.fail('for', `Expected ":" behind the collection of a for expression, found ${reader.seen()}`);
  reader.skip();
  const inner = [expression(reader)];
  reader.skip();
  if (closing === '}') {
    if (!reader.take('=>')) reader.fail('for', `Expected "=>" and a value behind the key, found ${reader.seen()}`);
    reader.skip();
    inner.push(expression(reader));
    reader.skip();
    reader.take('...');
    reader.skip();
  }
  if (reader.text.startsWith('if', reader.at) && !/[\w-]/.test(reader.text[reader.at + 2] ?? '')) {
    reader.at += 2;
    reader.skip();
    inner.push(expression(reader));
  }
  close(reader, closing, 'for expression');
  reader.close(id);
  return { kind: 'for', id, names, over, inner };
}

/** `k, v in collection`, which templates write too. */
function forHead(reader: Reader): { readonly names: readonly Word[]; readonly over: Expression } {
  const names: Word[] = [];
  do {
    reader.skip();
    const start = reader.at;
    if (reader.name() < 0) reader.fail('for', `Expected a name behind "for", found ${reader.seen()}`);
    names.push(word(reader, start));
    reader.skip();
  } while (names.length < 2 && reader.take(','));
  const start = reader.at;
  if (reader.name() < 0 || reader.text.slice(start, reader.at) !== 'in')
    reader.fail('for', 'Expected "in" and a collection behind the names of a for expression', start, Math.max(start, reader.at));
  reader.skip();
  return { names, over: expression(reader) };
}
