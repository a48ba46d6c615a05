/** Plain hover parts as Markdown in which nothing of the repository is markup, or as plain text. */
import { type MarkupContent, MarkupKind } from 'vscode-languageserver';
import type { FilePath } from '../base/paths.ts';
import type { Span } from '../base/spans.ts';
import type { HoverPart, Piece } from '../ide/hover.ts';
import type { Converter } from './convert.ts';

/** Longer texts are cut; no name of the field comes near. */
const MAX_TEXT = 300;

const MARKUP = /[\\`*_{}[\]()#+\-.!|<>~&$:@^]/g;
/** Control, zero-width and bidirectional characters: invisible, and able to make one name look like another. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

export function markup(convert: Converter, parts: readonly HoverPart[], markdown: boolean): MarkupContent {
  const lines = parts.map((part) => (markdown ? markdownOf(convert, part) : plainOf(part)));
  return markdown
    ? { kind: MarkupKind.Markdown, value: lines.join('\n\n') }
    : { kind: MarkupKind.PlainText, value: lines.join('\n') };
}

function markdownOf(convert: Converter, part: HoverPart): string {
  switch (part.is) {
    case 'title':
      return part.detail === '' ? `**${escaped(part.text)}**` : `**${escaped(part.text)}** — ${escaped(part.detail)}`;
    case 'text':
      return escaped(part.text);
    case 'place': {
      const line = convert.range(part.file, part.span).start.line + 1;
      return link(convert, part, line > 1 ? `${part.text}:${line}` : part.text);
    }
    case 'line':
      return part.pieces.map((piece) => pieceOf(convert, piece)).join('');
  }
}

function pieceOf(convert: Converter, piece: Piece): string {
  if (piece.is === 'place') return link(convert, piece, piece.text);
  return piece.is === 'strong' ? `**${escaped(piece.text)}**` : escaped(piece.text);
}

function link(convert: Converter, { file, span }: { file: FilePath; span: Span }, text: string): string {
  const line = convert.range(file, span).start.line + 1;
  const fragment = line > 1 ? `#L${line}` : '';
  // The URI is percent-encoded; brackets would end the link.
  const target = `${convert.uri(file)}${fragment}`.replace(/[<>()\s]/g, (sign) => encodeURIComponent(sign));
  return `[${escaped(text)}](<${target}>)`;
}

function plainOf(part: HoverPart): string {
  if (part.is === 'title' && part.detail !== '') return visible(`${part.text} — ${part.detail}`);
  return visible(part.text);
}

/** Text that Markdown shows as it is. */
export function escaped(text: string): string {
  return visible(text).replace(MARKUP, (sign) => (sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`));
}

/** Text on one line in which every character can be seen. */
export function visible(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return cut.replace(INVISIBLE, (sign) => (/\s/.test(sign) && sign < '\u0080' ? ' ' : `\\u{${sign.charCodeAt(0).toString(16)}}`));
}

/** Text on one line in which every character can be seen, however long. */
export function visibleLine(text: string): string {
  return text.length <= MAX_TEXT ? visible(text) : (text.match(/[\s\S]{1,200}/g) ?? []).map(visible).join('');
}

/**
 * Text for places of an editor that have a little markup of their own: notifications and status entries make links of `[…](command:…)`, pick
 * lists and lenses make icons of `$(…)`. Both are broken by a space.
 */
export function inert(text: string): string {
  return visible(text).replace(/\](?=\()|\$(?=\()/g, '$& ');
}
