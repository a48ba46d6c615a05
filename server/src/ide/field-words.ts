/** How fields, values and where they were set are told in a line of a hover. */
import { LineIndex } from '../base/lines.ts';
import type { Database } from '../engine/database.ts';
import { located } from '../model/kustomize/build/origins.ts';
import { MapValue, type Value } from '../model/kustomize/build/values.ts';
import { callOf } from '../model/kustomize/item-like.ts';
import type { Part } from '../model/kustomize/provenance/changes.ts';
import { MASK } from '../model/kustomize/provenance/secrets.ts';
import { displayPath } from '../model/workspace/repository.ts';
import type { HoverPart, Piece } from './hover.ts';
import { textOf } from './text.ts';

const MAX_VALUE = 60;

export function line(pieces: readonly Piece[]): HoverPart & { readonly is: 'line' } {
  return { is: 'line', text: pieces.map(({ text }) => text).join(''), pieces };
}

/** ` (FILE:LINE, VIA)`, which leads there. */
export function origin(db: Database, value: Value): readonly Piece[] {
  const { file, span, via } = located(db, value);
  const { line: row } = new LineIndex(textOf(db, file)).positionAt(span.start);
  return [
    { is: 'text', text: ' (' },
    { is: 'place', text: `${displayPath(db, file)}:${row + 1}`, file, span },
    { is: 'text', text: `, ${via})` },
  ];
}

/** `spec.containers[name=web].image`. */
export function pathText(path: readonly Part[]): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      if (typeof part === 'object') return `[${part.key}=${short(part.text)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join('');
}

/** A way by keys and numbers with the items of lists called as people call them. */
export function partsOf(root: Value, path: readonly (string | number)[]): readonly Part[] {
  let value: Value | undefined = root;
  return path.map((part): Part => {
    if (typeof part === 'string') {
      value = value instanceof MapValue ? value.get(part) : undefined;
      return part;
    }
    value = value?.kind === 'list' ? value.items[part] : undefined;
    return (value && callOf(value)) ?? part;
  });
}

export function valueText(value: Value | undefined, isSecret: boolean): string {
  if (value === undefined) return 'removed';
  if (isSecret) return MASK;
  if (value.kind === 'scalar') return short(value.text);
  const size = value.kind === 'map' ? value.size : value.items.length;
  if (size === 0) return value.kind === 'map' ? '{}' : '[]';
  const what = value.kind === 'map' ? 'field' : 'item';
  return `${size} ${what}${size === 1 ? '' : 's'}`;
}

export function short(text: string): string {
  if (text === '') return '""';
  const [first = ''] = text.split('\n');
  return first.length > MAX_VALUE || first.length < text.trimEnd().length ? `${first.slice(0, MAX_VALUE)}…` : first;
}
