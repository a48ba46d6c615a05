/** Writes values as YAML in the ways people do: plain, quoted, block and flow, by chance. */
import type { Dice } from './dice.ts';

/** A scalar that stands in the text exactly so, quotes and all. */
export class Literal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = string | number | boolean | null | Literal | readonly Value[] | { readonly [key: string]: Value | undefined };
export type Fields = { readonly [key: string]: Value | undefined };

const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$/;
const RESERVED = /^(y|yes|n|no|on|off|true|false|null|nan|inf)$/i;

/** A whole document, ended by a line break. */
export function yamlText(dice: Dice, value: Value): string {
  return isMapping(value) || Array.isArray(value) ? `${block(dice, value, '')}\n` : `${scalar(dice, value, '')}\n`;
}

function block(dice: Dice, value: Value, indent: string): string {
  if (Array.isArray(value)) return value.map((item: Value) => `${indent}- ${nested(dice, item, `${indent}  `)}`).join('\n');
  if (!isMapping(value)) return indent + scalar(dice, value, indent);
  return entries(value)
    .map(([key, item]) => `${indent}${scalar(dice, key, indent)}:${afterKey(dice, item, indent)}`)
    .join('\n');
}

/** What follows a key: inline where it is a scalar, empty or flow, else on lines of its own. */
function afterKey(dice: Dice, value: Value, indent: string): string {
  if (value === null && dice.chance(0.5)) return '';
  if (isInline(value) || (isSmall(value) && dice.chance(0.12))) return ` ${flow(dice, value, indent)}`;
  const deeper = Array.isArray(value) && dice.chance(0.6) ? indent : `${indent}  `;
  return `${dice.chance(0.02) ? ' # a remark' : ''}\n${block(dice, value, deeper)}`;
}

/** A sequence's item: its first line stands after the dash. */
function nested(dice: Dice, value: Value, indent: string): string {
  if (isInline(value) || (isSmall(value) && dice.chance(0.12))) return flow(dice, value, indent);
  return block(dice, value, indent).slice(indent.length);
}

function flow(dice: Dice, value: Value, indent: string): string {
  if (Array.isArray(value)) return `[${value.map((item: Value) => flow(dice, item, '')).join(', ')}]`;
  if (!isMapping(value)) return scalar(dice, value, indent);
  const inner = entries(value).map(([key, item]) => `${flow(dice, key, '')}: ${flow(dice, item, '')}`);
  return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`;
}

function scalar(dice: Dice, value: Value, indent: string): string {
  if (value instanceof Literal) return value.text;
  if (typeof value !== 'string') return value === null ? dice.pick(['null', '~']) : String(value);
  if (indent !== '' && value.includes('\n') && /^[\x21-\x7e]/.test(value) && !/\n\s*\n|[^\x20-\x7e\n]/.test(value)) {
    const lines = value.endsWith('\n') ? value.slice(0, -1) : value;
    return `|${value.endsWith('\n') ? '' : '-'}\n${lines.replaceAll(/^/gm, `${indent}  `)}`;
  }
  if (PLAIN.test(value) && !RESERVED.test(value) && dice.chance(0.9)) return value;
  return /^[\x20-\x7e]*$/.test(value) && dice.chance(0.4) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

function isMapping(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Literal);
}

function entries(value: Fields): [string, Value][] {
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, item]]));
}

function isInline(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !isMapping(value) || entries(value).length === 0;
}

function isSmall(value: Value): boolean {
  if (Array.isArray(value))
    return value.length < 4 && value.every((item: Value) => !isMapping(item) && !Array.isArray(item) && !hasLines(item));
  return isMapping(value) && entries(value).every(([, item]) => !isMapping(item) && !Array.isArray(item) && !hasLines(item));
}

function hasLines(value: Value): boolean {
  return value instanceof Literal ? /[\n,#{}[\]]/.test(value.text) : typeof value === 'string' && value.includes('\n');
}
