/** The patient way from YAML text to a tree: it reads on after mistakes and says what each of them is. */
import { Composer, CST, type ErrorCode, Parser } from 'yaml';
import type { Span } from '../../base/spans.ts';
import { MAX_DEPTH, MAX_PROBLEMS, type Mistake, tooDeep } from '../mistakes.ts';
import type { Entry, LayoutBuilder, Node, NodeId } from '../tree.ts';
import { blockScalarEnd, openEndOf, type Reading } from './conventions.ts';
import { type Complaint, inPlainWords, unclosedBracket, unclosedQuote, unknownAnchor } from './wording.ts';

/** Reads one section whose text starts at `base` in its file, with the conventions of the event reader; never throws. */
export function readTolerant(text: string, base: number, layout: LayoutBuilder): Reading {
  const tokens = [...new Parser().parse(readable(text))];
  const reader = new Reader(text, base, layout);
  const document = tokens.find((token) => token.type === 'document');
  const root = document === undefined ? undefined : reader.document(document);
  // The composer calls itself for each level, so that only what is known to be shallow may reach it.
  const more = reader.mistakes.some(({ code }) => code === 'depth') ? [] : composerMistakes(tokens, text);
  return { root, mistakes: [...reader.mistakes, ...more] };
}

/** The same length with every line break known to the parser and without the units that it uses as marks of its own. */
function readable(text: string): string {
  return text.replace(/\r(?!\n)/g, '\n').replace(/[\0\x02\x18\x1f]/g, '\ufffd');
}

/** What the composer tells at the end of the text, and the reader where the quote or bracket opens. */
const TOLD_BY_THE_READER = /^Missing closing ['"]|must end with a [\]}]$|and end with a [\]}]$/;

function composerMistakes(tokens: readonly CST.Token[], text: string): readonly Mistake[] {
  const complaints: Complaint[] = [];
  const tell = (source: unknown, code: ErrorCode, message: string, isWarning?: boolean): void => {
    if (isWarning !== true && complaints.length < MAX_COMPLAINTS) complaints.push({ ...placeOf(source), code, message });
  };
  const composer = new Composer({ schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, strict: true });
  // By itself it would make an error object with a stack for every bracket of a broken text, at 10 µs each.
  Object.defineProperty(composer, 'onError', { value: tell });
  for (const token of tokens) {
    if (token.type === 'error') tell(token, 'UNEXPECTED_TOKEN', token.message);
    else [...composer.next(token)];
  }
  for (const { errors } of composer.end(true, text.length)) {
    for (const { pos, code, message } of errors) complaints.push({ start: pos[0], end: pos[1], code, message });
  }
  return (
    complaints
      .filter(({ code, message }) => code !== 'TAG_RESOLVE_FAILED' || message.startsWith('Could not resolve tag'))
      .filter(({ message }) => !TOLD_BY_THE_READER.test(message))
      .sort((a, b) => a.start - b.start)
      // Finding the words and the place for one costs up to a line's length.
      .slice(0, MAX_PROBLEMS)
      .map((complaint) => inPlainWords(complaint, text))
      // What one slip makes of the rest of its line is told once.
      .filter(({ start }, i, all) => all[i - 1]?.start !== start)
  );
}

/** More than these are not even collected. */
const MAX_COMPLAINTS = 200;

/** The composer names a place by an offset, a pair of them, or a token. */
function placeOf(source: unknown): Span {
  if (typeof source === 'number') return { start: source, end: source + 1 };
  if (Array.isArray(source)) return { start: Number(source[0]), end: Number(source[1]) };
  if (typeof source !== 'object' || source === null || !('offset' in source)) return { start: 0, end: 0 };
  const start = Number(source.offset);
  return { start, end: start + ('source' in source && typeof source.source === 'string' ? source.source.length : 1) };
}

/** What stands before a node: indicators, anchor and tag. */
interface Lead {
  readonly anchor?: string;
  readonly tag?: string;
  /** The offset of the first token that is no blank and no comment. */
  readonly first: number | undefined;
  /** Where the `-`, `?` or `:` stands. */
  readonly indicator: number | undefined;
  /** Where the last indicator, anchor or tag ends. */
  readonly end: number | undefined;
}

const INDICATORS: readonly string[] = ['seq-item-ind', 'explicit-key-ind', 'map-value-ind', 'doc-start'];

function leadOf(tokens: readonly CST.SourceToken[] | undefined): Lead {
  let anchor: string | undefined;
  let tag: string | undefined;
  let first: number | undefined;
  let indicator: number | undefined;
  let end: number | undefined;
  for (const { type, offset, source } of tokens ?? []) {
    if (type === 'anchor') anchor = source.slice(1);
    else if (type === 'tag') tag = source;
    else if (INDICATORS.includes(type)) indicator = offset;
    else continue;
    first ??= offset;
    end = offset + source.length;
  }
  return { ...(anchor !== undefined && { anchor }), ...(tag !== undefined && { tag }), first, indicator, end };
}

class Reader {
  readonly mistakes: Mistake[] = [];
  readonly #base: number;
  readonly #openEnd: number | undefined;
  readonly #layout: LayoutBuilder;
  readonly #anchors = new Map<string, Node>();
  #depth = 0;
  /** Where the last node ended or, for a collection, began. */
  #cursor = 0;

  constructor(text: string, base: number, layout: LayoutBuilder) {
    this.#openEnd = openEndOf(text);
    this.#base = base;
    this.#layout = layout;
  }

  document(document: CST.Document): Node | undefined {
    const lead = leadOf(document.start);
    if (document.value === undefined && lead.anchor === undefined && lead.tag === undefined) return undefined;
    return this.#node(document.value, lead, lead.end ?? document.offset);
  }

  /** The node of a token, or an empty scalar at `at` where nothing is written. */
  #node(token: CST.Token | null | undefined, lead: Lead, at: number): Node {
    if (this.#depth >= MAX_DEPTH) {
      if (!this.mistakes.some(({ code }) => code === 'depth')) this.mistakes.push(tooDeep(token?.offset ?? at));
      return this.#empty(lead, at);
    }
    this.#depth++;
    const node = this.#read(token, lead, at);
    this.#depth--;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }

  #read(token: CST.Token | null | undefined, lead: Lead, at: number): Node {
    switch (token?.type) {
      case 'alias':
        return this.#alias(token);
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        return token.source === '' ? this.#empty(lead, at) : this.#flowScalar(token, lead);
      case 'block-scalar':
        return this.#blockScalar(token, lead);
      case 'block-map':
        return this.#mapping(token, lead);
      case 'block-seq':
        return this.#sequence(token, lead);
      case 'flow-collection':
        return token.start.source === '{' ? this.#mapping(token, lead) : this.#sequence(token, lead);
      default:
        return this.#empty(lead, token?.offset ?? at);
    }
  }

  #empty(lead: Lead, at: number): Node {
    return { kind: 'scalar', id: this.#add(at, at), value: '', style: 'plain', ...properties(lead) };
  }

  #alias(token: CST.FlowScalar): Node {
    const name = token.source.slice(1);
    const id = this.#add(token.offset, token.offset + token.source.length);
    const target = this.#anchors.get(name);
    if (target === undefined) this.mistakes.push(unknownAnchor(token.offset, token.offset + token.source.length, name));
    return target === undefined ? { kind: 'alias', id, name } : { kind: 'alias', id, name, target };
  }

  #flowScalar(token: CST.FlowScalar, lead: Lead): Node {
    const style = token.type === 'scalar' ? 'plain' : token.type === 'single-quoted-scalar' ? 'single' : 'double';
    const quote = token.source.charAt(0);
    if (style !== 'plain' && (token.source.length === 1 || !token.source.endsWith(quote))) {
      this.mistakes.push(unclosedQuote(token.offset, quote));
    }
    const id = this.#add(token.offset, token.offset + token.source.length);
    return { kind: 'scalar', id, value: decoded(token), style, ...properties(lead) };
  }

  #blockScalar(token: CST.BlockScalar, lead: Lead): Node {
    const header = token.props.find((one) => one.type === 'block-scalar-header');
    const start = header?.offset ?? token.offset;
    const headerEnd = start + (header !== undefined && 'source' in header ? header.source.length : 0);
    const last = token.props.at(-1);
    const content = last !== undefined && 'source' in last ? last.offset + last.source.length : headerEnd;
    const end = content + blockScalarEnd(token.source, 0, token.source.length);
    const id = this.#add(start, end > content ? end : headerEnd);
    const style = header !== undefined && 'source' in header && header.source.startsWith('>') ? 'folded' : 'literal';
    const value = decoded(token);
    const open = this.#openEnd !== undefined && content + token.source.length >= this.#openEnd && value.endsWith('\n');
    return { kind: 'scalar', id, value: open ? value.slice(0, -1) : value, style, ...properties(lead) };
  }

  #sequence(token: CST.BlockSequence | CST.FlowCollection, lead: Lead): Node {
    const flow = token.type === 'flow-collection';
    const id = this.#add(token.offset, token.offset);
    const items: Node[] = [];
    let end = token.offset + 1;
    for (const item of token.items) {
      const start = leadOf(item.start);
      const isPair = flow && (start.indicator !== undefined || item.sep !== undefined);
      if (!isPair && item.value === undefined && start.end === undefined) continue;
      items.push(isPair ? this.#pair(item, start) : this.#node(item.value, start, start.end ?? end));
      end = this.#endOf(items.at(-1));
    }
    this.#close(id, token, items.at(-1)?.id);
    return { kind: 'sequence', id, items, flow, ...properties(lead) };
  }

  /** `[a: b]`: a mapping of one entry without braces. */
  #pair(item: CST.CollectionItem, start: Lead): Node {
    const at = start.first ?? item.key?.offset ?? leadOf(item.sep).first ?? 0;
    const id = this.#add(at, at);
    const entry = this.#entry(item, start, at);
    this.#layout.end(id, this.#layout.endOf(entry.value.id));
    return { kind: 'mapping', id, entries: [entry], flow: true };
  }

  #mapping(token: CST.BlockMap | CST.FlowCollection, lead: Lead): Node {
    const flow = token.type === 'flow-collection';
    const entries: Entry[] = [];
    const offset = flow ? token.offset : startOf(token);
    const id = this.#add(offset, offset);
    let end = offset + 1;
    for (const item of token.items) {
      const start = leadOf(item.start);
      const isEmpty = start.end === undefined && item.sep === undefined && item.value === undefined && !(flow && item.key);
      if (isEmpty) continue;
      entries.push(this.#entry(item, start, end));
      end = this.#endOf(entries.at(-1)?.value);
    }
    this.#close(id, token, entries.at(-1)?.value.id);
    return { kind: 'mapping', id, entries, flow, ...properties(lead) };
  }

  #entry(item: CST.CollectionItem, start: Lead, at: number): Entry {
    const value = leadOf(item.sep);
    const key = this.#node(item.key, start, start.end ?? value.indicator ?? at);
    return { key, value: this.#node(item.value, value, value.end ?? this.#endOf(key)) };
  }

  #close(id: NodeId, token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection, last: NodeId | undefined): void {
    let end = last === undefined ? this.#layout.startOf(id) - this.#base : this.#layout.endOf(last) - this.#base;
    if (token.type === 'flow-collection') {
      const bracket = token.end.find((one) => one.type === 'flow-map-end' || one.type === 'flow-seq-end');
      if (bracket === undefined) this.mistakes.push(unclosedBracket(token.offset, token.start.source === '{' ? '}' : ']'));
      end = Math.max(end, (bracket?.offset ?? token.offset) + 1);
    }
    this.#layout.end(id, this.#base + end);
    this.#cursor = Math.max(this.#cursor, end);
  }

  #endOf(node: Node | undefined): number {
    return node === undefined ? 0 : this.#layout.endOf(node.id) - this.#base;
  }

  /** Tokens of broken texts may stand out of order; the layout stays in order all the same. */
  #add(start: number, end: number): NodeId {
    const from = Math.max(start, this.#cursor);
    this.#cursor = Math.max(from, end);
    return this.#layout.add(this.#base + from, this.#base + this.#cursor);
  }
}

function properties({ anchor, tag }: Lead): { anchor?: string; tag?: string } {
  return { ...(anchor !== undefined && { anchor }), ...(tag !== undefined && { tag }) };
}

/** A block mapping starts with the first token of its first entry, be it a `?`, an anchor or a tag. */
function startOf(token: CST.BlockMap): number {
  const item = token.items[0];
  if (item === undefined) return token.offset;
  return leadOf(item.start).first ?? item.key?.offset ?? leadOf(item.sep).first ?? token.offset;
}

/** The text of a scalar; what is wrong in it is told by the composer. */
function decoded(token: CST.FlowScalar | CST.BlockScalar): string {
  return CST.resolveAsScalar(token, false, () => undefined)?.value ?? '';
}
