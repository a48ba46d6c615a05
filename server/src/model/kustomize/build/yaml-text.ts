/** Values as YAML text in the layout that Kustomize writes: two blanks, lists not indented, strings quoted where needed. */

import { fromBase64, refolded, sortedEntries, writtenTag } from './output.ts';
import { integer, jsonNumber, resolveOldTag, timestamp } from './scalars.ts';
import { ScalarValue, type Value } from './values.ts';

/** The value in the order it has, scalars in their styles. */
export function yamlText(value: Value): string {
  const lines: string[] = [];
  write(value, '', lines, { sorts: false });
  return `${lines.join('\n')}\n`;
}

/** An object as `kustomize build` prints it: keys sorted, styles forgotten. */
export function objectYaml(value: Value, note?: (value: Value) => string): string {
  const lines: string[] = [];
  write(value, '', lines, { sorts: true, note });
  return `${lines.join('\n')}\n`;
}

/** The lines of an object as it is printed, and the value that begins or goes on in each. */
export interface MarkedYaml {
  readonly lines: readonly string[];
  readonly origins: readonly (Value | undefined)[];
}

/** {@link objectYaml} by lines, each with the innermost value that it shows. */
export function markedYaml(value: Value): MarkedYaml {
  const written: string[] = [];
  const marks: Value[] = [];
  const mark = (one: Value, line: number): void => {
    marks[line] = one;
  };
  write(value, '', written, { sorts: true, mark });
  const lines: string[] = [];
  const origins: (Value | undefined)[] = [];
  for (const [i, entry] of written.entries())
    for (const line of entry.split('\n')) {
      lines.push(line);
      origins.push(marks[i]);
    }
  return { lines, origins };
}

interface Manner {
  /** Keys in order and styles forgotten, as builds are printed. */
  readonly sorts: boolean;
  readonly inFlow?: boolean;
  /** A comment for the line on which a value begins. */
  readonly note?: ((value: Value) => string) | undefined;
  /** Told of each value and the line on which it begins; the innermost comes last. */
  readonly mark?: ((value: Value, line: number) => void) | undefined;
}

function write(value: Value, indent: string, lines: string[], above: Manner): void {
  const manner = value.kind !== 'scalar' && value.flow && !above.inFlow ? { ...above, inFlow: true } : above;
  if (value.kind === 'scalar') {
    lines.push(indent + scalarText(value, indent, manner));
    return;
  }
  if (value.kind === 'map') {
    const entries = manner.sorts ? sortedEntries(value) : value.keys.map((key, i) => [key, value.values[i]] as const);
    if (entries.length === 0) lines.push(`${indent}{}`);
    for (const [key, field] of entries) {
      if (field === undefined) continue;
      manner.mark?.(field, lines.length);
      writeField(keyText(key), field, indent, lines, manner);
    }
    return;
  }
  if (value.items.length === 0) lines.push(`${indent}[]`);
  for (const item of value.items) {
    const start = lines.length;
    manner.mark?.(item, start);
    write(item, `${indent}  `, lines, manner);
    lines[start] = `${indent}- ${(lines[start] ?? '').slice(indent.length + 2)}`;
  }
}

function writeField(key: string, value: Value, indent: string, lines: string[], manner: Manner): void {
  if (value.kind === 'scalar') lines.push(`${indent}${key}: ${scalarText(value, `${indent}  `, manner)}`.trimEnd());
  else if (value.kind === 'map' && value.size > 0) {
    lines.push(`${indent}${key}:`);
    write(value, `${indent}  `, lines, manner);
  } else if (value.kind === 'list' && value.items.length > 0) {
    lines.push(`${indent}${key}:`);
    write(value, indent, lines, manner);
  } else lines.push(`${indent}${key}: ${value.kind === 'map' ? '{}' : '[]'}`);
}

function keyText(key: string): string {
  return plainOrQuoted(key);
}

function scalarText(scalar: ScalarValue, indent: string, { sorts, note, inFlow }: Manner): string {
  const written = bareText(scalar, indent, sorts, sorts && inFlow);
  if (note === undefined) return written;
  const end = written.indexOf('\n');
  const comment = ` # ${note(scalar)}`;
  return end < 0 ? written + comment : written.slice(0, end) + comment + written.slice(end);
}

function bareText(scalar: ScalarValue, indent: string, sorts: boolean, inFlow = false): string {
  const text = sorts && scalar.style === 'folded' && !inFlow ? refolded(scalar.text) : scalar.text;
  switch (writtenTag(scalar, inFlow)) {
    case 'int':
      return sorts ? integer(text).toString() : text;
    case 'float':
      return sorts ? (jsonNumber(text, 'float') ?? text) : text;
    case 'bool':
      return sorts ? text.toLowerCase() : text;
    case 'null':
      return sorts ? 'null' : text;
    case 'time':
      return JSON.stringify(timestamp(text) ?? text);
    case 'binary':
      return stringText(fromBase64(text), scalar.style, indent, sorts);
    default:
      return stringText(text, scalar.style, indent, sorts);
  }
}

function stringText(text: string, style: ScalarValue['style'], indent: string, sorts: boolean): string {
  if (!sorts && style === 'single') return `'${text.replaceAll("'", "''")}'`;
  if (!sorts && style === 'double') return JSON.stringify(text);
  if (text.includes('\n') && isPrintable(text)) return block(text, indent);
  return plainOrQuoted(text);
}

function isPrintable(text: string): boolean {
  return !/[^\n\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\ud800-\udfff]/.test(text) && !/[ \t]\n|[ \t]$/.test(text);
}

function block(text: string, indent: string): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = text.endsWith('\n\n') || text === '\n' ? '+' : text.endsWith('\n') ? '' : '-';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '' : indent + line));
  return `|${hint}${chomp}\n${lines.join('\n')}`;
}

/** A string on one line, quoted where it would read as something else. */
export function plainOrQuoted(text: string): string {
  if (!needsQuotes(text)) return text;
  const isAnotherType = text === '' || resolveOldTag(text) !== 'str' || BASE_60.test(text);
  return isAnotherType || !isPrintable(text) || /[\n\t]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

/** Numbers to the base of 60, which only YAML 1.1 knows. */
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/**
 * The value in the styles that it has after it was JSON, as objects are once a JSON 6902 patch was applied to them: only
 * styles that matter stay.
 */
export function restyledFromJson(value: Value): Value {
  if (value.kind === 'scalar') return scalarFromJson(value);
  const children = value.kind === 'map' ? value.values : value.items;
  const changed = children.map(restyledFromJson);
  if (changed.every((child, i) => child === children[i])) return value;
  return value.kind === 'map' ? value.withValues(changed) : value.with(changed);
}

function scalarFromJson(scalar: ScalarValue): ScalarValue {
  const { source, at } = scalar;
  const tag = writtenTag(scalar);
  if (tag === 'time') return new ScalarValue(timestamp(scalar.text) ?? scalar.text, 'str', 'double', source, at);
  if (tag === 'null') return scalar.text === 'null' ? scalar : new ScalarValue('null', tag, 'plain', source, at);
  if (tag !== 'str') {
    if (tag === scalar.tag && scalar.style === 'plain') return scalar;
    return new ScalarValue(scalar.text, tag, 'plain', source, at);
  }
  const text = scalar.style === 'folded' ? refolded(scalar.text) : scalar.text;
  const style = text.includes('\n') ? 'literal' : needsQuotes(text) ? 'double' : 'plain';
  return scalar.tag === 'str' && scalar.style === style ? scalar : new ScalarValue(text, 'str', style, source, at);
}

/** True where a plain scalar would read as something else than this string. */
function needsQuotes(text: string): boolean {
  if (text === '' || resolveOldTag(text) !== 'str' || BASE_60.test(text)) return true;
  if (/^[\s\-?:,[\]{}#&*!|>'"%@`]/.test(text)) {
    if (!/^[-?:](?=\S)/.test(text) || /^[-?:][,[\]{}]/.test(text)) return true;
  }
  return (
    /: |:$| #|[\n\t]|\s$|[^\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\ud800-\udfff]/.test(text) ||
    text === '---' ||
    text === '...'
  );
}
