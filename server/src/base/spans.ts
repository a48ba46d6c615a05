/** Half-open ranges of a text, counted in UTF-16 units from its start. */

/** `[start, end)` in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True where `offset` lies in the span or directly at its end (a cursor after the last character still touches it). */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** True where the two spans share a character, or one is empty and touches the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** A replacement of `span` in one file's text. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The one replacement that makes `after` of `before`, without what both start and end with; undefined where they are the same. */
export function smallestEdit(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  const start = longest(most, (from, to) => before.slice(from, to) === after.slice(from, to));
  const [last, lastAfter] = [before.length, after.length];
  const end = longest(
    most - start,
    (from, to) => before.slice(last - to, last - from) === after.slice(lastAfter - to, lastAfter - from),
  );
  return { span: { start, end: last - end }, text: after.slice(start, lastAfter - end) };
}

/** How far two texts are the same, `most` at most: halves are compared, which is far quicker than unit by unit. */
function longest(most: number, isSame: (from: number, to: number) => boolean): number {
  let [from, to] = [0, most];
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (isSame(from, middle)) from = middle;
    else to = middle - 1;
  }
  return from;
}

/** Applies edits that do not overlap; edits at the same offset apply in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.order - b.order);
  let result = '';
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.span.start < at) continue;
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}
