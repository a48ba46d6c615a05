/** Where something stands, said without offsets, so that values which hold places survive edits elsewhere in the file. */
import type { Span } from '../base/spans.ts';
import { sourceOffset } from '../syntax/scalar-source.ts';
import { type Layout, type Node, type NodeId, spanOf } from '../syntax/tree.ts';

/** A node of a file, or a part of it: of its source text from the node's start on, or of a scalar's value. */
export interface Place {
  readonly node: NodeId;
  readonly from?: number;
  readonly to?: number;
  /** The place ends where this node ends, as for the first names of a longer address. */
  readonly until?: NodeId;
  /** True where `from` and `to` count in the scalar's value, as for YAML that stands as text inside a scalar. */
  readonly inValue?: boolean;
}

/** The offsets of a place in a file's text under its current layout. */
export function placeSpan(layout: Layout, text: string, place: Place): Span {
  const node = spanOf(layout, place.node);
  const whole = place.until === undefined ? node : { start: node.start, end: spanOf(layout, place.until).end };
  if (place.from === undefined || place.to === undefined) return whole;
  if (place.inValue === true) {
    const source = text.slice(whole.start, whole.end);
    const from = sourceOffset(source, place.from);
    const to = sourceOffset(source, place.to);
    return from === undefined || to === undefined ? whole : { start: whole.start + from, end: whole.start + to };
  }
  return { start: Math.min(whole.start + place.from, whole.end), end: Math.min(whole.start + place.to, whole.end) };
}

/**
 * The characters `from` to `to` of a scalar's text, without its quotes; an alias as a whole. A quoted text with escapes
 * is met exactly only in front of them.
 */
export function textPlace(node: Node, from = 0, to?: number): Place {
  if (node.kind !== 'scalar') return { node: node.id };
  const quote = node.style === 'single' || node.style === 'double' ? 1 : 0;
  if (node.style === 'literal' || node.style === 'folded' || (quote === 0 && to === undefined && from === 0))
    return { node: node.id };
  return { node: node.id, from: quote + from, to: quote + (to ?? node.value.length) };
}
