/** YAML that stands as text in a block scalar, such as an inline patch: a page of its own around the cursor. */
import { descendants, pathTo } from '../../syntax/navigate.ts';
import { spanOf } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml/parse.ts';
import type { Page } from './slot.ts';

export interface InnerPage {
  readonly page: Page;
  /** The cursor in the page. */
  readonly offset: number;
  /** What is to be added to an offset on the cursor's line, to have the one in the file. */
  readonly shift: number;
  readonly document: number;
  /** The keys and indexes that lead to the scalar. */
  readonly path: readonly (string | number)[];
}

/** The literal block scalar that the cursor stands in; undefined where it stands in none, or in its indentation. */
export function innerPageAt({ text, tree, layout }: Page, offset: number): InnerPage | undefined {
  for (const [document, { root }] of tree.documents.entries()) {
    for (const node of descendants(root)) {
      if (root === undefined || node.kind !== 'scalar' || node.style !== 'literal') continue;
      const { start, end } = spanOf(layout, node.id);
      const header = text.indexOf('\n', start);
      if (header < 0 || offset <= header || text.slice(end, offset).trim() !== '') continue;
      const found = inside(text, header + 1, Math.max(end, lineEnd(text, offset)), offset);
      const path = pathTo(root, node.id);
      if (found !== undefined && path !== undefined) return { ...found, document, path };
    }
  }
  return undefined;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The lines from `start` to `end` without the blanks that the first one with content has in front. */
function inside(
  text: string,
  start: number,
  end: number,
  offset: number,
): Pick<InnerPage, 'page' | 'offset' | 'shift'> | undefined {
  const lines = text.slice(start, end).split('\n');
  const indent = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0;
  const before = text.slice(start, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) - indent;
  if (indent === 0 || column < 0) return undefined;
  const inner = lines.map((line) => line.slice(indent));
  const at = inner.slice(0, before.length - 1).reduce((sum, line) => sum + line.length + 1, 0) + column;
  const read = inner.join('\n');
  return { page: parseYaml(read), offset: at, shift: offset - at };
}
