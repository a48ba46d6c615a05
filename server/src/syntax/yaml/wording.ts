/** What is wrong in a YAML text, said in plain words with what to do about it. */
import type { ErrorCode } from 'yaml';
import type { Span } from '../../base/spans.ts';
import { isBlank, MAX_DEPTH, type Mistake } from '../mistakes.ts';

/** Texts for the codes whose own message needs no look at the case. */
const BY_CODE: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias cannot carry an anchor or a tag; remove it, or put it on the node that the alias stands for.',
  BAD_ALIAS: 'An anchor or alias needs a name; write one after the "&" or "*".',
  BAD_PROP_ORDER: 'The anchor or tag stands before the indicator; move it behind the "-", "?" or ":".',
  BLOCK_IN_FLOW: 'A collection in block style cannot stand inside brackets; write it with brackets as well.',
  KEY_OVER_1024_CHARS: 'The key is longer than 1024 characters; write it after "? ", with its value after ": " on the next line.',
  MULTILINE_IMPLICIT_KEY: 'A key must stand on one line; check for a missing ":" or for lines that are indented wrongly.',
  MULTIPLE_ANCHORS: 'A node can have one anchor only; remove the other.',
  MULTIPLE_TAGS: 'A node can have one tag only; remove the other.',
  TAB_AS_INDENT: 'A tab is used as indentation; replace it with spaces.',
  TAG_RESOLVE_FAILED: 'The tag uses a handle that no %TAG directive declares; declare it, or use "!" or "!!".',
};

const AFTER_HEADER = 'Only a comment may follow "|" or ">" on its line; move the text to the next line and indent it.';

/** Texts by the start of the parser's message. */
const BY_MESSAGE: readonly (readonly [string, string])[] = [
  ['A block sequence may not', 'A list item stands where a key is expected; indent the "-" as a value of the key above.'],
  ['All mapping items', 'The key is indented differently from the other keys of this mapping; align it with them.'],
  ['All sequence items', 'The "-" is indented differently from the other items of this list; align it with them.'],
  ['Block collection cannot start', 'A mapping or list cannot start on the line of the "---"; move it to the next line.'],
  ['Block scalar header', AFTER_HEADER],
  ['Block scalar lines', 'The line is indented less than the first line of this text block; indent it as much.'],
  ['Block scalar values', 'The text block must be indented more than its key; indent it.'],
  [
    'Block scalars with',
    'A blank line before the text is indented more than the text; shorten it, or state the indentation, as in "|2".',
  ],
  ['Comments must', 'A comment needs a space before its "#"; add one, or quote the text.'],
  [
    'Implicit map keys',
    'This line is neither a "key: value" nor part of the value above; add the missing ":" or indent it as a value.',
  ],
  ['Missing , between', 'A comma is missing before this item; add it.'],
  ['Missing , or :', 'A comma or colon is missing here; add it.'],
  ['Missing directives-end', 'A "%" directive must be followed by a line "---"; add it, or quote the text if it is a value.'],
  ['Missing space after :', 'A space is missing after the ":"; add it.'],
  [
    'Nested mappings',
    'A second ": " on the line starts a mapping where none can be; quote the value, or start the mapping on the next line.',
  ],
  ['Sequence item without', 'This line is no item of the list above; start it with "- ", or indent it as a key of its own.'],
  ['Tags and anchors', 'A space is missing after the anchor or tag; add it.'],
  ['Unexpected , in', 'There is no item before this comma; remove it.'],
  ['Unexpected block-seq-ind', 'A list cannot start on the line of its key; move the "-" to the next line.'],
  ['Unexpected comma', 'This comma belongs to nothing; remove it, or quote the text.'],
  ['Unexpected empty item', 'There is no item between the commas; remove one of them.'],
  ['Unexpected flow-map-end', 'This "}" closes nothing; remove it, or quote the text.'],
  ['Unexpected flow-seq-end', 'This "]" closes nothing; remove it, or quote the text.'],
  ['Unexpected scalar', 'This text follows a value that has already ended; remove it, or quote the value as a whole.'],
  ['Unexpected double-quoted', 'This text follows a value that has already ended; remove it, or quote the value as a whole.'],
  ['Unexpected single-quoted', 'This text follows a value that has already ended; remove it, or quote the value as a whole.'],
];

/** What the tolerant parser finds wrong, in its own words. */
export interface Complaint extends Span {
  readonly code: ErrorCode;
  readonly message: string;
}

/** One of the parser's complaints, with its place moved to the text that is meant. */
export function inPlainWords(error: Complaint, text: string): Mistake {
  const start = placeOf(error, text);
  const lineEnd = endOfLine(text, start);
  const end = Math.max(start, Math.min(error.end > start ? error.end : start + 1, lineEnd));
  return { start, end, code: 'syntax', message: wordsFor(error, text) };
}

function wordsFor({ code, message, start: at }: Complaint, text: string): string {
  const byCode = BY_CODE[code];
  if (byCode !== undefined) return byCode;
  const known = BY_MESSAGE.find(([start]) => message.startsWith(start));
  if (known !== undefined) return known[1];
  if (/[|>][-+0-9]*[ \t]+$/.test(text.slice(Math.max(0, at - 10), at))) return AFTER_HEADER;
  if (code === 'BAD_DQ_ESCAPE') {
    return `${message.replace('Invalid escape sequence', 'There is no escape')}; double the backslash, or use single quotes.`;
  }
  if (code === 'BAD_SCALAR_START') return 'A value cannot start with this character; quote it.';
  if (code === 'BAD_DIRECTIVE') return 'The directive is not understood; only "%YAML 1.2" and "%TAG handle prefix" exist.';
  return text.trim() === ''
    ? 'Nothing can be read here.'
    : 'This cannot be read as YAML here; check quotes, brackets and indentation.';
}

/** The parser tells of some mistakes where the last token ended; what is wrong is the next one. */
function placeOf(error: Complaint, text: string): number {
  let at = Math.max(0, Math.min(error.start, text.length));
  if (error.code === 'TAB_AS_INDENT') {
    const tab = text.indexOf('\t', at);
    return tab >= 0 && tab < error.end ? tab : at;
  }
  if (error.message.startsWith('Missing ,') || error.message.startsWith('Unexpected empty')) at = skipTo(text, at, 44);
  return skipTo(text, at, -1);
}

/** The next offset from `at` on that holds no blank, no comment and not the unit `also`; `at` where all else is blank. */
function skipTo(text: string, at: number, also: number): number {
  let i = at;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    if (unit === 35 && (i === 0 || isBlank(text.charCodeAt(i - 1)))) i = endOfLine(text, i);
    else if (isBlank(unit) || unit === also) i++;
    else return i;
  }
  return at;
}

function endOfLine(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** Texts for the event parser's messages, by their start. */
const BY_REASON: readonly (readonly [string, string])[] = [
  ['null byte', 'The file holds a NUL character, which no YAML reader accepts; remove it, or save the file as UTF-8.'],
  [
    'the stream contains non-printable',
    'The text holds a control character that YAML forbids; remove it, or write it as an escape in double quotes.',
  ],
  [
    'expected valid JSON character',
    'The text holds a control character that YAML forbids; write it as an escape in double quotes.',
  ],
  ['nesting exceeded', `The nesting is deeper than ${MAX_DEPTH} levels; Plumbline does not read it.`],
  ['deficient indentation', 'This line is indented too little for what it continues; indent it more than the key it belongs to.'],
  [
    'bad indentation of a mapping',
    'The indentation fits no mapping above; align the line with its neighbours, or quote a value that holds ": ".',
  ],
  ['bad indentation of a sequence', 'The indentation fits no list above; align the "-" with its neighbours.'],
  ['tab characters', 'A tab is used as indentation; replace it with spaces.'],
  ['unexpected end of the stream within a single', "The quote is never closed; add the missing '."],
  ['unexpected end of the stream within a double', 'The quote is never closed; add the missing ".'],
  ['unexpected end of the document within', 'The quote is not closed before the next document; close it.'],
  ['unexpected end of the stream within a flow', 'A bracket is never closed; add the missing "]" or "}".'],
  ['missed comma', 'A comma is missing before this item; add it.'],
  ['unknown escape', 'This escape does not exist; double the backslash, or use single quotes.'],
  ['end of the stream or', 'The document has ended before this; check the indentation, or start a new document with "---".'],
  ['directives end mark', 'A "%" directive must be followed by a line "---"; add it, or quote the text if it is a value.'],
  ['undeclared tag handle', 'The tag uses a handle that no %TAG directive declares; declare it, or use "!" or "!!".'],
];

/** The event parser's only error. */
export function stoppedAt(reason: string, position: number, text: string): Mistake {
  const start = Math.max(0, Math.min(position, text.length));
  const end = Math.max(start, Math.min(start + 1, text.length));
  const known = BY_REASON.find(([words]) => reason.startsWith(words));
  const code = reason.startsWith('nesting exceeded') ? 'depth' : 'syntax';
  const message = known?.[1] ?? `This cannot be read as YAML (${reason}); check quotes, brackets and indentation.`;
  return { start, end, code, message };
}

/** A file with more broken sections than this is not read to its end. */
export const MAX_BROKEN_SECTIONS = 1000;

export function tooManyBroken(): Mistake {
  const message = `More than ${MAX_BROKEN_SECTIONS} documents of this file are broken; Plumbline does not read on from here.`;
  return { start: 0, end: 0, code: 'budget', message };
}

export function unclosedQuote(at: number, quote: string): Mistake {
  return {
    start: at,
    end: at + 1,
    code: 'syntax',
    message: `The quote that opens here is never closed; add the missing ${quote}.`,
  };
}

export function unclosedBracket(at: number, closing: string): Mistake {
  return {
    start: at,
    end: at + 1,
    code: 'syntax',
    message: `The bracket that opens here is never closed; add the missing "${closing}".`,
  };
}

export function unknownAnchor(start: number, end: number, name: string): Mistake {
  const message = `No anchor "&${name}" stands before this alias; add one, or correct the name.`;
  return { start, end, code: 'alias', message };
}
