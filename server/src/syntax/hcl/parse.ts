/**
 * HCL text to a tree with a layout. Never fails: a mistake costs the attribute it stands in, and a construct that is never
 * closed costs its block, not those below it.
 */

import { breaksAtTemplateTag } from '../template-tags.ts';
import { word } from './brackets.ts';
import { expression } from './expressions.ts';
import { BROKEN, Reader } from './reader.ts';
import type { Attribute, Block, Item, ParsedHcl, Word } from './tree.ts';

/** A line at the left edge that opens a block: where reading goes on behind a block that is never closed. */
const BLOCK_LINE = /^[A-Za-z_][\w-]*(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{/gm;
/** As {@link BLOCK_LINE}, for files that hold nothing but values. */
const VALUE_LINE = /^[A-Za-z_][\w-]*[ \t]*=(?!=)/gm;

/** How far behind a mistake the end of what it broke is looked for. */
const REACH = 20_000;

const LF = 10;
const CLOSE = 125;

/** `values` for files such as `.tfvars`, whose top holds attributes. */
export function parseHcl(text: string, holds: 'blocks' | 'values' = 'blocks'): ParsedHcl {
  const reader = new Reader(text);
  reader.layout.add(0, text.length);
  if (text.charCodeAt(0) === 0xfeff) reader.at = 1;
  const top = readTop(reader, holds);
  const directives = reader.directives();
  const { problems, layout } = reader;
  const breaks = problems.map(({ id }) => layout.startOf(id));
  const templated = breaksAtTemplateTag(text, breaks);
  return { file: { ...top, problems, directives, templated }, layout: layout.build() };
}

function readTop(reader: Reader, holds: 'blocks' | 'values'): { items: readonly Item[]; lossy: boolean } {
  const items: Item[] = [];
  const names = new Set<string>();
  let lossy = false;
  /** Once something was never closed, each block is read only as far as the line that seems to open the next one. */
  let starts: readonly number[] | undefined;
  let nextStart = 0;
  for (;;) {
    reader.end = reader.text.length;
    const item = attempt(reader, () => reader.skipLines());
    if (item === BROKEN) break;
    if (reader.at >= reader.text.length) break;
    const start = reader.at;
    if (starts !== undefined) {
      while ((starts[nextStart] ?? Number.POSITIVE_INFINITY) <= start) nextStart++;
      reader.end = starts[nextStart] ?? reader.text.length;
    }
    const before = reader.problems.length;
    const wasBroken = reader.isBroken;
    reader.isBroken = false;
    reader.ranOut = false;
    const found = readItem(reader, wasBroken);
    if (reader.ranOut && starts === undefined) {
      starts = startsOf(reader.text, holds === 'values' ? VALUE_LINE : BLOCK_LINE, start);
      if (starts.length > 0) {
        reader.problems.length = before;
        reader.isBroken = wasBroken;
        reader.at = start;
        continue;
      }
    }
    if (found === undefined) lossy = true;
    else add(reader, items, names, found);
    if (reader.ranOut) reader.at = reader.end;
    else if (reader.at === start) reader.at++;
  }
  return { items, lossy };
}

function startsOf(text: string, line: RegExp, behind: number): readonly number[] {
  const starts: number[] = [];
  line.lastIndex = behind + 1;
  for (let match = line.exec(text); match !== null; match = line.exec(text)) starts.push(match.index);
  line.lastIndex = 0;
  return starts;
}

/** Runs a reading that may give up; what was open then is closed. */
function attempt<T>(reader: Reader, read: () => T): T | typeof BROKEN {
  const { depth, lineBound } = reader;
  try {
    return read();
  } catch (error) {
    if (error !== BROKEN) throw error;
    reader.depth = depth;
    reader.lineBound = lineBound;
    return BROKEN;
  }
}

/** One attribute or block; undefined where what stands here is neither. The place is left behind it in any case. */
function readItem(reader: Reader, isConsequence = false): Item | undefined {
  const start = reader.at;
  const quote = reader.peek() === 34;
  if (quote || reader.name() < 0) {
    // What follows a broken block is most likely the rest of it.
    if (isConsequence) reader.isBroken = true;
    else if (reader.peek() === CLOSE) reader.tell('stray-brace', 'This brace closes nothing', start, start + 1);
    else if (quote) reader.tell('quoted-name', 'The name of an attribute or block is written without quotes', start, start + 1);
    else reader.tell('no-item', `Expected an attribute or a block, found ${reader.seen()}`, start, start + 1);
    passLine(reader);
    return undefined;
  }
  const name = word(reader, start);
  reader.skip();
  if (reader.peek() === 61 && reader.peek(1) !== 61) return attribute(reader, start, name);
  return block(reader, start, name);
}

function attribute(reader: Reader, start: number, name: Word): Attribute {
  const id = reader.open(start);
  reader.at++;
  const value = attempt(reader, () => {
    reader.skip();
    const value = expression(reader);
    reader.layout.end(id, reader.layout.endOf(value.id));
    reader.skip();
    const next = reader.peek();
    if (next !== LF && next !== -1 && next !== CLOSE)
      reader.fail('line-end', `Expected the end of the line behind the value, found ${reader.seen()}`);
    return value;
  });
  if (value !== BROKEN) return { kind: 'attribute', id, name, value };
  const missing = reader.layout.add(reader.at, reader.at);
  reader.layout.end(id, Math.max(reader.at, reader.layout.endOf(name.id)));
  if (!reader.ranOut) passBroken(reader, start);
  return { kind: 'attribute', id, name, value: { kind: 'missing', id: missing } };
}

function block(reader: Reader, start: number, type: Word): Block | undefined {
  const id = reader.open(start);
  const head = reader.open(start);
  const labels: Word[] = [];
  const opened = attempt(reader, () => {
    for (;;) {
      reader.layout.end(head, reader.layout.endOf((labels.at(-1) ?? type).id) + (isQuoted(reader, labels.at(-1)) ? 1 : 0));
      reader.skip();
      const from = reader.at;
      if (reader.take('{')) return;
      if (reader.peek() === 34) labels.push(quotedLabel(reader, from));
      else if (reader.name() >= 0) labels.push(word(reader, from));
      else {
        if (reader.at >= reader.end) reader.ranOut = true;
        const what = labels.length === 0 ? `"=" and a value, or a block` : 'a label or "{"';
        reader.fail('block-head', `Expected ${what} behind "${type.text}", found ${reader.seen()}`, from, from + 1);
      }
    }
  });
  if (opened === BROKEN) {
    reader.layout.end(id, reader.at);
    passLine(reader);
    return undefined;
  }
  const items = attempt(reader, () => {
    reader.enter();
    return bodyItems(reader, start, type);
  });
  if (items === BROKEN) {
    // Too deep: the rest of the file may be the inside of this block.
    reader.ranOut = true;
    reader.at = reader.end;
    reader.layout.end(id, reader.at);
    return { kind: 'block', id, head, type, labels, items: [] };
  }
  reader.depth--;
  reader.layout.end(id, reader.at);
  const next = lineRest(reader);
  if (next !== LF && next !== -1 && next !== CLOSE)
    reader.tell('line-end', `Expected the end of the line behind the block, found ${reader.seen()}`, reader.at, reader.at + 1);
  return { kind: 'block', id, head, type, labels, items };
}

function lineRest(reader: Reader): number {
  const passed = attempt(reader, () => reader.skip());
  return passed === BROKEN ? -1 : reader.peek();
}

function isQuoted(reader: Reader, label: Word | undefined): boolean {
  return label !== undefined && reader.text.charCodeAt(reader.layout.endOf(label.id)) === 34;
}

function quotedLabel(reader: Reader, start: number): Word {
  reader.at++;
  for (;;) {
    const unit = reader.peek();
    if (unit === 34) break;
    if (unit === -1 || unit === LF) reader.fail('open-quote', 'This label has no closing quote on its line', start, reader.at);
    reader.at += unit === 92 ? 2 : 1;
  }
  const label = word(reader, start + 1);
  reader.at++;
  return label;
}

function bodyItems(reader: Reader, start: number, type: Word): readonly Item[] {
  const items: Item[] = [];
  const names = new Set<string>();
  for (;;) {
    reader.lineBound = true;
    const passed = attempt(reader, () => reader.skipLines());
    if (passed !== BROKEN && reader.take('}')) return items;
    if (passed === BROKEN || reader.at >= reader.end) {
      reader.ranOut = true;
      reader.tell('open-block', `The block "${type.text}" is never closed`, start, start + type.text.length);
      return items;
    }
    const before = reader.at;
    const item = readItem(reader);
    if (item !== undefined) add(reader, items, names, item);
    if (reader.ranOut) return items;
    if (reader.at === before) reader.at++;
  }
}

function add(reader: Reader, items: Item[], names: Set<string>, item: Item): void {
  items.push(item);
  if (item.kind === 'block') return;
  const { id, text } = item.name;
  if (names.has(text))
    reader.tell('redefined', `"${text}" is set twice in the same block`, reader.layout.startOf(id), reader.layout.endOf(id));
  names.add(text);
}

/**
 * Behind a broken value: where its brackets close, if they do soon; else the line that was not understood, or the next
 * one. All that is looked at this way is bounded, so that reading stays linear.
 */
function passBroken(reader: Reader, start: number): void {
  const end = Math.min(reader.end, start + REACH, start + reader.looks);
  const balanced = endOfBalanced(reader.text, start, end);
  reader.looks -= (balanced ?? end) - start;
  if (balanced !== undefined && balanced >= reader.at) {
    reader.at = balanced;
    return;
  }
  const lineStart = reader.text.lastIndexOf('\n', reader.at - 1) + 1;
  if (lineStart > start) reader.at = lineStart;
  else passLine(reader);
}

/** The end of the line on which all brackets that opened since `start` are closed; undefined where they are not. */
function endOfBalanced(text: string, start: number, end: number): number | undefined {
  /** The signs that close what is open, innermost last. */
  const open: number[] = [];
  let isInText = false;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === LF) {
      isInText = false;
      if (open.length === 0) return at;
    } else if (unit === 34 && text.charCodeAt(at - 1) !== 92) isInText = !isInText;
    else if (isInText) continue;
    else if (unit === 123 || unit === 91) open.push(unit + 2);
    else if (unit === 40) open.push(41);
    else if (unit === CLOSE || unit === 93 || unit === 41) {
      if (open.length === 0) return at;
      if (open.pop() !== unit) return undefined;
    }
  }
  return undefined;
}

function passLine(reader: Reader): void {
  const end = reader.text.indexOf('\n', reader.at);
  reader.at = Math.min(end < 0 ? reader.text.length : end, reader.end);
}
