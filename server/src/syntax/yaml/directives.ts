/** Finds the comments of a YAML text that speak to Plumbline; the same words inside a value are content. */
import type { Span } from '../../base/spans.ts';
import { descendants } from '../navigate.ts';
import type { Directive, Document, LayoutBuilder, Scalar } from '../tree.ts';
import { isBlank } from './conventions.ts';

const DIRECTIVE = /#[ \t]*(plumbline-ignore\b[^\r\n]*)/g;

/** The directives in reading order; a text without their keyword costs one search. */
export function directivesOf(text: string, documents: readonly Document[], layout: LayoutBuilder): readonly Directive[] {
  if (!text.includes('plumbline-ignore')) return [];
  const quoted = quotedSpans(text, documents, layout);
  const directives: Directive[] = [];
  let next = quoted.next();
  for (const match of text.matchAll(DIRECTIVE)) {
    while (!next.done && next.value.end <= match.index) next = quoted.next();
    const isInside = !next.done && next.value.start <= match.index;
    if (isInside || !mayStartComment(text, match.index)) continue;
    const words = (match[1] ?? '').trimEnd();
    const start = match.index + match[0].indexOf(words);
    directives.push({ id: layout.add(start, start + words.length), text: words });
  }
  return directives;
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
