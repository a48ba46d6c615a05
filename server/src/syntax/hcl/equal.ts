/** Whether two HCL files say the same, whatever their layout: every keystroke asks. */
import { deepEqual } from '../../base/equal.ts';
import type { Expression, HclFile, Item, Step, TemplatePart, Word } from './tree.ts';

export function equalFiles(a: HclFile, b: HclFile): boolean {
  return (
    a.lossy === b.lossy &&
    a.templated === b.templated &&
    deepEqual(a.problems, b.problems) &&
    deepEqual(a.directives, b.directives) &&
    all(a.items, b.items, equalItems)
  );
}

function all<T>(a: readonly T[], b: readonly T[], equal: (a: T, b: T) => boolean): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equal(a[i] as T, b[i] as T)) return false;
  return true;
}

function equalItems(a: Item, b: Item): boolean {
  if (a.id !== b.id) return false;
  if (a.kind === 'attribute') return b.kind === 'attribute' && equalWords(a.name, b.name) && equalValues(a.value, b.value);
  return (
    b.kind === 'block' &&
    a.head === b.head &&
    equalWords(a.type, b.type) &&
    all(a.labels, b.labels, equalWords) &&
    all(a.items, b.items, equalItems)
  );
}

function equalWords(a: Word, b: Word): boolean {
  return a.id === b.id && a.text === b.text;
}

function equalValues(a: Expression, b: Expression): boolean {
  if (a.id !== b.id || a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'missing':
      return true;
    case 'literal':
      return b.kind === a.kind && a.text === b.text;
    case 'template':
      return b.kind === a.kind && a.heredoc === b.heredoc && all(a.parts, b.parts, equalParts);
    case 'traversal':
      return b.kind === a.kind && equalWords(a.root, b.root) && all(a.steps, b.steps, equalSteps);
    case 'access':
      return b.kind === a.kind && equalValues(a.of, b.of) && all(a.steps, b.steps, equalSteps);
    case 'call':
      return b.kind === a.kind && equalWords(a.name, b.name) && all(a.arguments, b.arguments, equalValues);
    case 'tuple':
      return b.kind === a.kind && all(a.items, b.items, equalValues);
    case 'object':
      return (
        b.kind === a.kind &&
        all(a.entries, b.entries, (one, other) => equalValues(one.key, other.key) && equalValues(one.value, other.value))
      );
    case 'for':
      return (
        b.kind === a.kind &&
        all(a.names, b.names, equalWords) &&
        equalValues(a.over, b.over) &&
        all(a.inner, b.inner, equalValues)
      );
    case 'operation':
      return b.kind === a.kind && a.operator === b.operator && all(a.operands, b.operands, equalValues);
  }
}

function equalParts(a: TemplatePart, b: TemplatePart): boolean {
  switch (a.kind) {
    case 'text':
      return b.kind === a.kind && a.id === b.id && a.text === b.text;
    case 'interpolation':
      return b.kind === a.kind && equalValues(a.value, b.value);
    case 'control':
      return (
        b.kind === a.kind &&
        a.word === b.word &&
        a.names.join() === b.names.join() &&
        (a.value === undefined || b.value === undefined ? a.value === b.value : equalValues(a.value, b.value))
      );
  }
}

function equalSteps(a: Step, b: Step): boolean {
  switch (a.kind) {
    case 'attribute':
      return b.kind === a.kind && equalWords(a.name, b.name);
    case 'index':
      return b.kind === a.kind && equalValues(a.key, b.key);
    case 'splat':
      return b.kind === a.kind;
  }
}
