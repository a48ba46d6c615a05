/** Cuts a YAML stream into its `---` sections, so that one broken document does not blind the others. */
import type { Span } from '../../base/spans.ts';

/**
 * The sections of a stream, in order, covering the whole text. A `---` or `...` in the first column ends a document
 * wherever it stands: YAML 1.2 (section 9.1.2) forbids it inside every kind of scalar. Directives and comments
 * between `...` and the next `---` belong to the document that follows.
 */
export function splitDocuments(text: string): readonly Span[] {
  const sections: Span[] = [];
  let start = 0;
  let hasContent = false;
  let afterDocumentEnd = false;
  const nextLine = text.includes('\r') ? nextOfAnyLine : nextOfLine;
  for (let line = 0; line < text.length; line = nextLine(text, line)) {
    const marker = markerAt(text, line);
    if (marker === '---') {
      if (hasContent) {
        sections.push({ start, end: line });
        start = line;
      }
      hasContent = true;
      afterDocumentEnd = false;
    } else if (marker === '...') {
      const next = nextLine(text, line);
      sections.push({ start, end: next });
      start = next;
      hasContent = false;
      afterDocumentEnd = true;
    } else if (
      !hasContent &&
      !isBlankOrComment(text, line) &&
      !(isDirective(text, line) && (afterDocumentEnd || sections.length === 0))
    ) {
      hasContent = true;
    }
  }
  if (start < text.length || sections.length === 0) sections.push({ start, end: text.length });
  return sections;
}

function markerAt(text: string, line: number): '---' | '...' | undefined {
  const first = text.charCodeAt(line);
  if (first !== 45 && first !== 46) return undefined;
  if (text.charCodeAt(line + 1) !== first || text.charCodeAt(line + 2) !== first) return undefined;
  const after = text.charCodeAt(line + 3);
  if (!(Number.isNaN(after) || after === 32 || after === 9 || after === 10 || after === 13)) return undefined;
  return first === 45 ? '---' : '...';
}

function isBlankOrComment(text: string, line: number): boolean {
  let i = line;
  while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9 || text.charCodeAt(i) === 0xfeff) i++;
  const unit = text.charCodeAt(i);
  return Number.isNaN(unit) || unit === 10 || unit === 13 || unit === 35;
}

function isDirective(text: string, line: number): boolean {
  return text.charCodeAt(line) === 37;
}

/** In a text without carriage returns, where the platform's search is fastest. */
function nextOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed < 0 ? text.length : feed + 1;
}

function nextOfAnyLine(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10) return i + 1;
    if (unit === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
  }
  return text.length;
}
