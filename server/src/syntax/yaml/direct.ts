/**
 * The shortest way from YAML text to a tree, for what nearly all manifests are written in: blocks of mappings and sequences,
 * scalars in every style, anchors, and brackets on one line. What is unusual or wrong is left to the event reader.
 */
import type { Entry, LayoutBuilder, Node } from '../tree.ts';
import type { Reading } from './conventions.ts';
import { DirectReader } from './direct-reader.ts';
import { FEED, ScalarReader, UNUSUAL } from './direct-scalars.ts';

/** Carriage returns, byte order marks and all that YAML does not count as printable, but for halves of characters. */
const UNUSUAL_CHARACTERS = /[^\n\t -~\xA0-\uFEFE\uFF00-\uFFFD]/;

/** The text of a file whose sections may be read directly, with a line break at its end; undefined for other files. */
export function usualText(file: string): string | undefined {
  return UNUSUAL_CHARACTERS.test(file) ? undefined : usualTextWith(file, '');
}

/** The same of a text that is usual but for a part of it. */
export function usualTextWith(file: string, part: string): string | undefined {
  if (UNUSUAL_CHARACTERS.test(part) || !file.isWellFormed()) return undefined;
  return file.endsWith('\n') ? file : `${file}\n`;
}

/**
 * Reads the section of a {@link usualText} between two offsets of the file; undefined, with the layout as it was before, where
 * it takes the event reader. What is read has the tree and the layout that the event reader makes of it.
 */
export function readDirectly(text: string, start: number, end: number, layout: LayoutBuilder): Reading | undefined {
  const before = layout.count;
  const isOpen = text.charCodeAt(end - 1) !== FEED;
  const sectionEnd = isOpen ? end + 1 : end;
  const scalars = new ScalarReader(text, sectionEnd, isOpen ? end : sectionEnd, layout);
  try {
    return { root: new DirectReader(text, sectionEnd, scalars, layout, new Map()).document(start), mistakes: [] };
  } catch (error) {
    if (error !== UNUSUAL) throw error;
    layout.cut(before);
    return undefined;
  }
}

/**
 * Reads entries of a mapping, or items of a list, that stands at `column` and is `depth` collections deep: those from the content at
 * `start` to `end`, in front of which nothing of the collection changes how they are read. Undefined where it takes more than that.
 */
export function readPiece(
  text: string,
  { start, end, column, depth, of }: Piece,
  layout: LayoutBuilder,
): { readonly entries: readonly Entry[] } | { readonly items: readonly Node[] } | undefined {
  const isOpen = text.charCodeAt(end - 1) !== FEED;
  const pieceEnd = isOpen ? end + 1 : end;
  const scalars = new ScalarReader(text, pieceEnd, isOpen ? end : pieceEnd, layout);
  try {
    const reader = new DirectReader(text, pieceEnd, scalars, layout, undefined);
    return of === 'mapping' ? { entries: reader.entries(start, column, depth) } : { items: reader.items(start, column, depth) };
  } catch (error) {
    if (error !== UNUSUAL) throw error;
    return undefined;
  }
}

/** A part of a block collection: some of its entries or items, from the first one's key or dash to the line of what follows. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly column: number;
  readonly depth: number;
  readonly of: 'mapping' | 'sequence';
}
