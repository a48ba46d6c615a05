/** What expressions mention, and what they say where they say it outright. */
import type { Attribute, Block, Expression, Item, Step, Template, Traversal } from '../../syntax/hcl/tree.ts';

/** What is around an expression: names that for expressions, templates and dynamic blocks bind, and whether its errors are caught. */
interface Around {
  readonly bound: ReadonlySet<string>;
  /** Inside `try` or `can`. */
  readonly guarded: boolean;
}

export interface Mentioned extends Traversal {
  readonly guarded: boolean;
}

/** Every traversal whose first name nothing around it binds. */
export function traversals(expression: Expression, bound: ReadonlySet<string>): Generator<Mentioned> {
  return within(expression, { bound, guarded: false });
}

function* within(expression: Expression, around: Around): Generator<Mentioned> {
  switch (expression.kind) {
    case 'traversal':
      if (!around.bound.has(expression.root.text)) yield { ...expression, guarded: around.guarded };
      yield* ofSteps(expression.steps, around);
      return;
    case 'access':
      yield* within(expression.of, around);
      yield* ofSteps(expression.steps, around);
      return;
    case 'template':
      yield* ofTemplate(expression, around);
      return;
    case 'call': {
      const guarded = around.guarded || expression.name.text === 'try' || expression.name.text === 'can';
      for (const one of expression.arguments) yield* within(one, { ...around, guarded });
      return;
    }
    case 'tuple':
      for (const one of expression.items) yield* within(one, around);
      return;
    case 'object':
      for (const { key, value } of expression.entries) {
        // A bare name as a key is a text.
        if (key.kind !== 'traversal') yield* within(key, around);
        yield* within(value, around);
      }
      return;
    case 'operation':
      for (const one of expression.operands) yield* within(one, around);
      return;
    case 'for': {
      yield* within(expression.over, around);
      const inside = binding(
        around,
        expression.names.map(({ text }) => text),
      );
      for (const one of expression.inner) yield* within(one, inside);
      return;
    }
    case 'literal':
    case 'missing':
      return;
  }
}

function binding(around: Around, names: readonly string[]): Around {
  return { ...around, bound: new Set([...around.bound, ...names]) };
}

function* ofSteps(steps: readonly Step[], around: Around): Generator<Mentioned> {
  for (const step of steps) if (step.kind === 'index') yield* within(step.key, around);
}

function* ofTemplate({ parts }: Template, outer: Around): Generator<Mentioned> {
  const scopes: Around[] = [outer];
  for (const part of parts) {
    const here = scopes.at(-1) ?? outer;
    if (part.kind === 'interpolation') yield* within(part.value, here);
    if (part.kind !== 'control') continue;
    if (part.value !== undefined) yield* within(part.value, here);
    if (part.word === 'for') scopes.push(binding(here, part.names));
    if (part.word === 'endfor' && scopes.length > 1) scopes.pop();
  }
}

/** Every call in the expression. */
export function* calls(expression: Expression): Generator<Expression & { readonly kind: 'call' }> {
  if (expression.kind === 'call') yield expression;
  for (const one of children(expression)) yield* calls(one);
}

function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'access':
      return [expression.of];
    case 'template':
      return expression.parts.flatMap((part) => (part.kind === 'text' || part.value === undefined ? [] : [part.value]));
    case 'call':
      return expression.arguments;
    case 'tuple':
      return expression.items;
    case 'object':
      return expression.entries.map(({ value }) => value);
    case 'operation':
      return expression.operands;
    case 'for':
      return [expression.over, ...expression.inner];
    default:
      return [];
  }
}

/** The text of a quoted text or heredoc without expressions in it; undefined for all else. */
export function textOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind !== 'template') return undefined;
  let text = '';
  for (const part of expression.parts) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}

export function attributeOf(items: readonly Item[], name: string): Attribute | undefined {
  for (const item of items) if (item.kind === 'attribute' && item.name.text === name) return item;
  return undefined;
}

export function* blocksOf(items: readonly Item[], type: string): Generator<Block> {
  for (const item of items) if (item.kind === 'block' && item.type.text === type) yield item;
}

/** The value of an entry with this key, be the key quoted or not. */
export function entryOf(expression: Expression | undefined, name: string): Expression | undefined {
  if (expression?.kind !== 'object') return undefined;
  return expression.entries.find(({ key }) => keyText(key) === name)?.value;
}

export function keyText(key: Expression): string | undefined {
  return key.kind === 'traversal' && key.steps.length === 0 ? key.root.text : textOf(key);
}
