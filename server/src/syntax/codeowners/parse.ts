/** CODEOWNERS text to lines with a layout; reads what GitHub and GitLab write, judges nothing, never fails. */
import { type Directive, type Layout, LayoutBuilder, type NodeId } from '../tree.ts';

/** A pattern, an owner, a number: its text as written, escapes included. */
export interface Word {
  readonly id: NodeId;
  readonly text: string;
}

/** `pattern owner owner # remark`; no owner at all is a statement too. */
export interface OwnersEntry {
  readonly kind: 'entry';
  /** Spans the line from the pattern to the last owner. */
  readonly id: NodeId;
  readonly pattern: Word;
  readonly owners: readonly Word[];
  /** Words behind a `#` that follows a blank: a remark for GitHub, more owners for GitLab. */
  readonly remark: readonly Word[];
}

/** `^[Name][2] @owner`, which GitLab knows and GitHub does not. */
export interface OwnersSection {
  readonly kind: 'section';
  readonly id: NodeId;
  readonly optional: boolean;
  /** The text between the first brackets; undefined where they do not close. */
  readonly name: Word | undefined;
  /** The text between the second brackets, where there are some. */
  readonly approvals: Word | undefined;
  readonly owners: readonly Word[];
}

export interface OwnersFile {
  /** The first {@link MAX_LINES} lines that say something. */
  readonly lines: readonly (OwnersEntry | OwnersSection)[];
  readonly directives: readonly Directive[];
}

export interface ParsedOwners {
  readonly file: OwnersFile;
  readonly layout: Layout;
}

/** No file that people write comes near; what is beyond is not read. */
const MAX_LINES = 20_000;

const DIRECTIVE = /#[ \t]*(plumbline-ignore\b[^\r\n]*)/g;

export function parseCodeowners(text: string): ParsedOwners {
  const layout = new LayoutBuilder();
  const lines: (OwnersEntry | OwnersSection)[] = [];
  for (const { index, 0: line } of text.matchAll(/[^\r\n]+/g)) {
    const parsed = parseLine(line, index, layout);
    if (parsed !== undefined) lines.push(parsed);
    if (lines.length >= MAX_LINES) break;
  }
  const directives: Directive[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    const words = (match[1] ?? '').trimEnd();
    const start = match.index + match[0].indexOf(words);
    directives.push({ id: layout.add(start, start + words.length), text: words });
  }
  return { file: { lines, directives }, layout: layout.build() };
}

function parseLine(line: string, base: number, layout: LayoutBuilder): OwnersEntry | OwnersSection | undefined {
  let start = 0;
  while (isBlank(line, start) || line.charCodeAt(start) === 0xfeff) start++;
  if (start >= line.length || line[start] === '#') return undefined;
  if (line[start] === '[' || line.startsWith('^[', start)) return parseSection(line, start, base, layout);
  const id = layout.add(base + start, base + start);
  const end = wordEnd(line, start);
  const pattern = word(line, start, end, base, layout);
  const { owners, remark, last } = parseOwners(line, end, base, layout);
  layout.end(id, base + Math.max(end, last));
  return { kind: 'entry', id, pattern, owners, remark };
}

function parseSection(line: string, start: number, base: number, layout: LayoutBuilder): OwnersSection {
  const id = layout.add(base + start, base + start);
  const optional = line[start] === '^';
  const open = optional ? start + 1 : start;
  const close = line.indexOf(']', open);
  if (close < 0) {
    layout.end(id, base + line.trimEnd().length);
    return { kind: 'section', id, optional, name: undefined, approvals: undefined, owners: [] };
  }
  const name = word(line, open + 1, close, base, layout);
  let at = close + 1;
  let approvals: Word | undefined;
  const second = line[at] === '[' ? line.indexOf(']', at) : -1;
  if (second >= 0) {
    approvals = word(line, at + 1, second, base, layout);
    at = second + 1;
  }
  const { owners, last } = parseOwners(line, at, base, layout);
  layout.end(id, base + Math.max(at, last));
  return { kind: 'section', id, optional, name, approvals, owners };
}

interface Owners {
  readonly owners: readonly Word[];
  readonly remark: readonly Word[];
  /** Where the last owner ends in the line. */
  readonly last: number;
}

function parseOwners(line: string, from: number, base: number, layout: LayoutBuilder): Owners {
  const owners: Word[] = [];
  const remark: Word[] = [];
  let inRemark = false;
  let last = 0;
  for (let at = from; at < line.length; ) {
    if (isBlank(line, at)) {
      at++;
      continue;
    }
    inRemark ||= line[at] === '#';
    let end = at;
    while (end < line.length && !isBlank(line, end)) end++;
    (inRemark ? remark : owners).push(word(line, at, end, base, layout));
    if (!inRemark) last = end;
    at = end;
  }
  return { owners, remark, last };
}

function word(line: string, start: number, end: number, base: number, layout: LayoutBuilder): Word {
  return { id: layout.add(base + start, base + end), text: line.slice(start, end) };
}

/** A pattern ends at the first blank that no backslash stands before. */
function wordEnd(line: string, start: number): number {
  let end = start;
  while (end < line.length && !isBlank(line, end)) end += line[end] === '\\' ? 2 : 1;
  return Math.min(end, line.length);
}

function isBlank(line: string, at: number): boolean {
  const unit = line.charCodeAt(at);
  return unit === 32 || unit === 9;
}
