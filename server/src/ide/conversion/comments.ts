/** The comments of a YAML text, each with what it speaks of, so that they go with it when the text is rewritten. */
import { LineIndex } from '../../base/lines.ts';
import { descendants } from '../../syntax/navigate.ts';
import { spanOf } from '../../syntax/tree.ts';
import type { Page } from '../completion/slot.ts';

export interface Comment {
  /** With its sign. */
  readonly text: string;
  /** The first node that it can speak of: on its line or, where it stands alone, behind it. Infinity where none follows. */
  readonly node: number;
}

export function commentsOf({ text, tree, layout }: Page): readonly Comment[] {
  const lines = new LineIndex(text);
  const nodes = tree.documents
    .flatMap(({ root }) => [...descendants(root)])
    .map((node) => ({ node, ...spanOf(layout, node.id) }))
    .sort((a, b) => a.start - b.start || a.node.id - b.node.id);
  const scalars = nodes.filter(({ node, start, end }) => node.kind === 'scalar' && end > start);
  const found: Comment[] = [];
  for (const [line, start] of lines.starts.entries()) {
    const words = text.slice(start, lines.lineEnd(line));
    for (let at = words.indexOf('#'); at >= 0; at = words.indexOf('#', at + 1)) {
      if (at > 0 && !/\s/.test(words[at - 1] ?? '')) continue;
      const offset = start + at;
      if (scalars.some((scalar) => scalar.start <= offset && offset < scalar.end)) continue;
      const from = words.slice(0, at).trim() === '' ? offset : start;
      const node = nodes.find((one) => one.start >= from && (one.node.kind === 'scalar' || one.start > offset));
      found.push({ text: words.slice(at).trimEnd(), node: node?.node.id ?? Number.POSITIVE_INFINITY });
      break;
    }
  }
  return found;
}
