/** Finds the comments of a YAML text that speak to Plumbline; the same words inside a value are content. */
import type { Span } from '../../base/spans.ts';
import { isBlank } from '../mistakes.ts';
import { descendants } from '../navigate.ts';
import type { Directive, Document, LayoutBuilder, Scalar } from '../tree.ts';

const KEYWORD = 'plumbline-ignore';
const NONE: readonly Directive[] = [];

/** Whether a text has the word that every directive begins with. */
export function mayHoldDirectives(text: string): boolean {
  return text.includes(KEYWORD);
}

/** The directives in reading order; a text without their keyword costs one search. */
export function directivesOf(text: string, documents: readonly Document[], layout: LayoutBuilder): readonly Directive[] {
  let at = text.indexOf(KEYWORD);
  if (at < 0) return NONE;
  const quoted = quotedSpans(text, documents, layout);
  const directives: Directive[] = [];
  let next = quoted.next();
  while (at >= 0) {
    while (!next.done && next.value.end <= at) next = quoted.next();
    if (!next.done && next.value.start <= at) at = text.indexOf(KEYWORD, next.value.end);
    else if (isDirective(text, at)) {
      const words = text.slice(at, lineEnd(text, at)).trimEnd();
      directives.push({ id: layout.add(at, at + words.length), text: words });
      at = text.indexOf(KEYWORD, at + words.length);
    } else at = text.indexOf(KEYWORD, at + KEYWORD.length);
  }
  return directives;
}

/** Whether the keyword stands alone behind a `#` that starts a comment, here or further left on the line. */
function isDirective(text: string, at: number): boolean {
  if (/[\w-]/.test(text.charAt(at + KEYWORD.length))) return false;
  let sign = at - 1;
  while (text.charCodeAt(sign) === 32 || text.charCodeAt(sign) === 9) sign--;
  return text.charCodeAt(sign) === 35 && mayStartComment(text, sign);
}

function lineEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** A `#` starts a comment at the start of a line and behind a blank. */
function mayStartComment(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return Number.isNaN(before) || isBlank(before) || before === 0xfeff;
}

/** Where a `#` is content, in reading order: in quotes and below the header of a block scalar. */
function* quotedSpans(text: string, documents: readonly Document[], layout: LayoutBuilder): Generator<Span> {
  for (const { root } of documents) {
    for (const node of descendants(root)) {
      if (node.kind !== 'scalar' || node.style === 'plain') continue;
      const span = contentOf(text, node, layout);
      if (span !== undefined) yield span;
    }
  }
}

function contentOf(text: string, { id, style }: Scalar, layout: LayoutBuilder): Span | undefined {
  const start = layout.startOf(id);
  const end = layout.endOf(id);
  if (style === 'single' || style === 'double') return { start, end };
  let line = start;
  while (line < end && text.charCodeAt(line) !== 10 && text.charCodeAt(line) !== 13) line++;
  return line < end ? { start: line, end } : undefined;
}
