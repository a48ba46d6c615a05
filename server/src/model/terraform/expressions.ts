/** What expressions mention, and what they say where they say it outright. */
import type { Attribute, Block, Expression, Item, Step, Template, Traversal } from '../../syntax/hcl/tree.ts';

/** Names that something around binds: of for expressions, templates and dynamic blocks. */
type Bound = ReadonlySet<string>;

/** Every traversal whose first name nothing in the expression binds. */
export function* traversals(expression: Expression, bound: Bound = new Set()): Generator<Traversal> {
  switch (expression.kind) {
    case 'traversal':
      if (!bound.has(expression.root.text)) yield expression;
      yield* ofSteps(expression.steps, bound);
      return;
    case 'access':
      yield* traversals(expression.of, bound);
      yield* ofSteps(expression.steps, bound);
      return;
    case 'template':
      yield* ofTemplate(expression, bound);
      return;
    case 'call':
      for (const one of expression.arguments) yield* traversals(one, bound);
      return;
    case 'tuple':
      for (const one of expression.items) yield* traversals(one, bound);
      return;
    case 'object':
      for (const { key, value } of expression.entries) {
        // A bare name as a key is a text.
        if (key.kind !== 'traversal') yield* traversals(key, bound);
        yield* traversals(value, bound);
      }
      return;
    case 'operation':
      for (const one of expression.operands) yield* traversals(one, bound);
      return;
    case 'for': {
      yield* traversals(expression.over, bound);
      const inside = new Set([...bound, ...expression.names.map(({ text }) => text)]);
      for (const one of expression.inner) yield* traversals(one, inside);
      return;
    }
    case 'literal':
    case 'missing':
      return;
  }
}

function* ofSteps(steps: readonly Step[], bound: Bound): Generator<Traversal> {
  for (const step of steps) if (step.kind === 'index') yield* traversals(step.key, bound);
}

function* ofTemplate({ parts }: Template, bound: Bound): Generator<Traversal> {
  const scopes: Bound[] = [bound];
  for (const part of parts) {
    const here = scopes.at(-1) ?? bound;
    if (part.kind === 'interpolation') yield* traversals(part.value, here);
    if (part.kind !== 'control') continue;
    if (part.value !== undefined) yield* traversals(part.value, here);
    if (part.word === 'for') scopes.push(new Set([...here, ...part.names]));
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
