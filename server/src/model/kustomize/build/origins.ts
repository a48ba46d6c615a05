/** Where the fields of built objects were set: places for queries to keep, spans for what is shown. */
import type { FilePath } from '../../../base/paths.ts';
import type { Span } from '../../../base/spans.ts';
import type { Database } from '../../../engine/database.ts';
import { type Layout, spanOf } from '../../../syntax/tree.ts';
import { layout } from '../../source.ts';
import { fileText } from '../../workspace/inputs.ts';
import { isCommonTree, layoutOfAny } from './documents.ts';
import type { BuildProblem } from './problems.ts';
import type { Spot, Value, Via } from './values.ts';

/** A field of an object and the text that set it. */
export interface FieldOrigin {
  /** A JSON pointer (RFC 6901) from the object's root. */
  readonly pointer: string;
  readonly value: Value;
}

/** Every scalar and empty collection of an object, in the order of its text. */
export function* fieldsOf(value: Value, pointer = ''): Generator<FieldOrigin> {
  if (value.kind === 'map' && value.size > 0) {
    for (const [i, key] of value.keys.entries()) {
      const field = value.values[i];
      if (field !== undefined) yield* fieldsOf(field, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  } else if (value.kind === 'list' && value.items.length > 0) {
    for (const [i, item] of value.items.entries()) yield* fieldsOf(item, `${pointer}/${i}`);
  } else yield { pointer, value };
}

/** A part of a file, and by what it sets what it sets. */
export interface Located {
  readonly file: FilePath;
  readonly span: Span;
  readonly via: Via;
}

/** Where a spot stands now. Queries must not ask: offsets are for what is shown. */
export function located(db: Database, { source, at }: Spot): Located {
  const { file, via, raw, inline } = source;
  if (raw === true) return { file, via, span: lineAt(fileText(db, file) ?? '', at) };
  const spans = layoutOf(db, file);
  if (inline === undefined) return { file, via, span: spanOf(spans, at) };
  const inner = spanOf(inline.layout, at);
  const outer = spanOf(spans, inline.scalar);
  return { file, via, span: inScalar(fileText(db, file) ?? '', outer, inline.shift + inner.start, inline.shift + inner.end) };
}

/** Where a problem stands now; undefined where it is the whole file's. */
export function problemSpan(db: Database, problem: BuildProblem): Span | undefined {
  if (problem.node === undefined) return undefined;
  const outer = spanOf(layoutOf(db, problem.file), problem.node);
  if (problem.inner === undefined) return outer;
  return inScalar(fileText(db, problem.file) ?? '', outer, problem.inner.from, problem.inner.to);
}

function layoutOf(db: Database, file: FilePath): Layout {
  return isCommonTree(db, file) ? layout(db, file) : layoutOfAny(db, file);
}

function lineAt(text: string, offset: number): Span {
  const end = text.slice(offset).search(/[\r\n]/);
  return { start: offset, end: end < 0 ? text.length : offset + end };
}

/**
 * The source of a part of a scalar's value. Literal blocks and quotes without escapes are followed to the character; for
 * all else the whole scalar is meant.
 */
export function inScalar(text: string, scalar: Span, from: number, to: number): Span {
  const source = text.slice(scalar.start, scalar.end);
  const first = source.charAt(0);
  if (first === '|') return inBlock(source, scalar.start, from, to) ?? scalar;
  const isQuoted = first === '"' || first === "'";
  const isPlain = !isQuoted && first !== '>';
  const escapes = first === '"' ? /[\\\n]/ : first === "'" ? /''|\n/ : /\n/;
  if (first === '>' || escapes.test(source.slice(1, -1))) return scalar;
  const shift = isPlain ? 0 : 1;
  return clamped(scalar, scalar.start + shift + from, scalar.start + shift + to);
}

/** In a literal block every line stands for itself, without its indentation. */
function inBlock(source: string, start: number, from: number, to: number): Span | undefined {
  const lines = source.split(/(?<=\n)/);
  const header = lines.shift();
  if (header === undefined) return undefined;
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = /[1-9]/.test(header) ? Math.min(...indents, Number(/[1-9]/.exec(header)?.[0])) : (indents[0] ?? 0);
  const offsetOf = (wanted: number): number => {
    let value = 0;
    let offset = start + header.length;
    for (const line of lines) {
      const cut =
        line.trim() === ''
          ? Math.max(0, line.replace(/\r?\n$/, '').length - 0 > indent ? indent : line.replace(/\r?\n$/, '').length)
          : indent;
      const length = line.length - cut - (line.endsWith('\r\n') ? 1 : 0);
      if (wanted < value + length) return offset + cut + (wanted - value);
      value += length;
      offset += line.length;
    }
    return offset;
  };
  const begin = offsetOf(from);
  return { start: begin, end: to > from ? offsetOf(to - 1) + 1 : begin };
}

function clamped(outer: Span, start: number, end: number): Span {
  return { start: Math.min(start, outer.end), end: Math.min(end, outer.end) };
}
