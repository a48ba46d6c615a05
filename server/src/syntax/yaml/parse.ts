/** YAML text to a tree with a layout; never fails, one broken section does not blind the others. */
import { YAMLException } from 'js-yaml';
import { type Span, smallestEdit } from '../../base/spans.ts';
import { MAX_DOCUMENTS, type Mistake, mayHoldTooMuch, problemsOf, tooManyDocuments, tooManyNodes } from '../mistakes.ts';
import { breaksAtTemplateTag, hasBareExpressions } from '../template-tags.ts';
import { type Document, LayoutBuilder, type Node, type NodeId, type Parsed } from '../tree.ts';
import type { Reading } from './conventions.ts';
import { readDirectly, usualText, usualTextWith } from './direct.ts';
import { directivesOf, mayHoldDirectives } from './directives.ts';
import { readEvents } from './events.ts';
import { readLeniently, type Stop } from './lenient.ts';
import { type Change, spliced } from './splice.ts';
import { splitDocuments } from './split.ts';
import { readTolerant } from './tolerant.ts';
import { MAX_BROKEN_SECTIONS, stoppedAt, tooManyBroken } from './wording.ts';

/** Broken text beyond this length is not read again: the tolerant reader is ten times slower. */
const TOLERANT_LIMIT = 128 * 1024;

/** What was read, with what it takes to read it again after a change. */
export interface ParsedYaml extends Parsed {
  readonly text: string;
  readonly isUsual: boolean;
  /** One for each document. */
  readonly sections: readonly Section[];
  /** Of a text with problems that had none before: what it was read to then. */
  readonly sound?: ParsedYaml;
}

interface Section extends Span {
  /** The number behind those of the document. */
  readonly endId: NodeId;
  /** How it was read: `broken` sections count against budgets of the file. */
  readonly read: 'directly' | 'carefully' | 'broken';
}

/** Parses a whole file. What it came to `before` is taken over where the text is the same; the result is that without it. */
export function parseYaml(text: string, before?: Parsed): ParsedYaml {
  if (before === undefined || !isYaml(before)) return parsed(text, usualText(text), splitDocuments(text), undefined);
  if (before.text === text) return before;
  const spans = splitDocuments(text);
  // Who types breaks a text and mends it again: it is then nearly what it was before that.
  const sound = isSound(before) ? before : before.sound;
  const renewed = sound && changedInOne(text, againAfter(sound, text, spans), spans);
  if (renewed !== undefined) return renewed;
  const again = againAfter(before, text, spans);
  const read = parsed(text, again.usual, spans, again);
  return sound === undefined || isSound(read) ? read : { ...read, sound };
}

function isYaml(parsed: Parsed): parsed is ParsedYaml {
  return 'sections' in parsed;
}

function isSound({ tree }: Parsed): boolean {
  return tree.documents.every(({ problems }) => problems.length === 0);
}

function againAfter(before: ParsedYaml, text: string, spans: readonly Span[]): Again {
  const { span, text: part } = smallestEdit(before.text, text) ?? { span: { start: 0, end: 0 }, text: '' };
  const change = { start: span.start, oldEnd: span.end, newEnd: span.start + part.length };
  const usual = before.isUsual ? usualTextWith(text, part) : usualText(text);
  return { before, change, usual, ...sameSections(before.sections, spans, change) };
}

function parsed(text: string, usual: string | undefined, spans: readonly Span[], again: Again | undefined): ParsedYaml {
  const layout = new LayoutBuilder();
  const work: Work = { text, usual, layout, broken: 0, tolerant: TOLERANT_LIMIT };
  const documents: Document[] = [];
  const sections: Section[] = [];
  for (const [i, span] of spans.slice(0, MAX_DOCUMENTS).entries()) {
    const { document, read } = (again && keptSection(work, again, i, spans.length)) ?? parseSection(work, span);
    documents.push(document);
    sections.push({ ...span, read, endId: layout.count });
  }
  const beyond = spans[MAX_DOCUMENTS];
  if (beyond !== undefined) {
    documents.push(unread(beyond, layout));
    sections.push({ ...beyond, read: 'broken', endId: layout.count });
  }
  const directives = directivesOf(text, documents, layout);
  const breaks = documents.flatMap(({ problems }) => problems.map(({ id }) => layout.startOf(id)));
  const tree = { documents, directives, templated: isTemplated(text, documents, sections, breaks) };
  return { tree, layout: layout.build(), text, isUsual: usual !== undefined, sections };
}

function isTemplated(
  text: string,
  documents: readonly Document[],
  sections: readonly Section[],
  breaks: readonly number[],
): boolean {
  if (breaksAtTemplateTag(text, breaks)) return true;
  // The direct reader takes no expression for a value.
  const careful = documents.filter((_, i) => sections[i]?.read !== 'directly').map(({ root }) => root);
  return hasBareExpressions(text, careful);
}

/** A file that is being read, and what it may still cost. */
interface Work {
  readonly text: string;
  /** For the direct reader; undefined where it takes nothing of the file. */
  readonly usual: string | undefined;
  readonly layout: LayoutBuilder;
  broken: number;
  /** How many units may be read again by the tolerant reader. */
  tolerant: number;
}

/** What was read before, and how many sections at the start and at the end of the file a change has left as they were. */
interface Again {
  readonly before: ParsedYaml;
  readonly change: Change;
  /** As of {@link Work}. */
  readonly usual: string | undefined;
  readonly first: number;
  readonly last: number;
}

function sameSections(
  old: readonly Span[],
  now: readonly Span[],
  { start, oldEnd, newEnd }: Change,
): Pick<Again, 'first' | 'last'> {
  const most = Math.min(old.length, now.length);
  const isSame = (was: Span | undefined, is: Span | undefined, shift: number): boolean =>
    was !== undefined && is !== undefined && was.start + shift === is.start && was.end + shift === is.end;
  let first = 0;
  while (first < most && (old[first]?.end ?? 0) <= start && isSame(old[first], now[first], 0)) first++;
  let last = 0;
  while (last < most - first) {
    const was = old[old.length - 1 - last];
    if ((was?.start ?? 0) < oldEnd || !isSame(was, now[now.length - 1 - last], newEnd - oldEnd)) break;
    last++;
  }
  return { first, last };
}

interface ReadSection {
  readonly document: Document;
  readonly read: Section['read'];
}

/** A document that stands in the text as before and gets the same numbers, if it counted against no budget. */
function keptSection(work: Work, again: Again, index: number, count: number): ReadSection | undefined {
  const { before, change, first, last } = again;
  const isFirst = index < first;
  if ((!isFirst && index < count - last) || before.isUsual !== (work.usual !== undefined)) return undefined;
  const at = isFirst ? index : before.sections.length - (count - index);
  const [section, document] = [before.sections[at], before.tree.documents[at]];
  if (section === undefined || document?.id !== work.layout.count || section.read === 'broken') return undefined;
  if (work.broken > MAX_BROKEN_SECTIONS) return undefined;
  work.layout.addAll(before.layout, document.id, section.endId, isFirst ? 0 : change.newEnd - change.oldEnd);
  return { document, read: section.read };
}

/** What becomes of a file where a change in one section has left all numbers as they were; undefined elsewhere. */
function changedInOne(
  text: string,
  { before, change, usual, first, last }: Again,
  spans: readonly Span[],
): ParsedYaml | undefined {
  if (before.text === text) return before;
  const [old, document, now] = [before.sections[first], before.tree.documents[first], spans[first]];
  if (usual === undefined || old?.read !== 'directly' || document === undefined || now === undefined) return undefined;
  if (spans.length !== before.sections.length || first + last + 1 !== spans.length || spans.length > MAX_DOCUMENTS)
    return undefined;
  const { directives, documents } = before.tree;
  if (directives.length > 0 || mayHoldDirectives(text) || !isSound(before)) return undefined;
  if (mayHoldTooMuch(text.slice(now.start, now.end))) return undefined;
  const { layout } = before;
  const read = spliced({ text: before.text, layout, root: document.root, end: old.end, endId: old.endId }, change, usual);
  if (read === undefined) return undefined;
  read.layout.ends[document.id] = now.end;
  const renewed = documents.map((one, i) => (i === first ? { ...one, root: read.root } : one));
  const sections = before.sections.map((section, i) => ({ ...section, ...spans[i] }));
  const tree = { documents: renewed, directives, templated: isTemplated(text, renewed, sections, []) };
  return { tree, layout: read.layout, text, isUsual: true, sections };
}

/** Stands for the first document that is not read and for all behind it. */
function unread(section: Span, layout: LayoutBuilder): Document {
  const id = layout.add(section.start, section.end);
  return { id, root: undefined, problems: problemsOf([tooManyDocuments()], section.start, layout) };
}

function parseSection(work: Work, section: Span): ReadSection {
  const id = work.layout.add(section.start, section.end);
  const { root, mistakes, read } = readSection(work, section);
  return { document: { id, root, problems: problemsOf(mistakes, section.start, work.layout) }, read };
}

function readSection(work: Work, { start, end }: Span): Reading & Pick<ReadSection, 'read'> {
  if (work.broken > MAX_BROKEN_SECTIONS) return { root: undefined, mistakes: [], read: 'broken' };
  const text = work.text.slice(start, end);
  if (mayHoldTooMuch(text)) return { root: undefined, mistakes: [tooManyNodes()], read: 'broken' };
  const direct = work.usual === undefined ? undefined : readDirectly(work.usual, start, end, work.layout);
  if (direct !== undefined) return { ...direct, read: 'directly' };
  const { broken } = work;
  const careful = readCarefully(work, text, start);
  return { ...careful, read: work.broken === broken ? 'carefully' : 'broken' };
}

function readCarefully(work: Work, text: string, base: number): Reading {
  const { layout } = work;
  try {
    return readEvents(text, base, layout);
  } catch (error) {
    const stop = stopOf(error);
    if (++work.broken > MAX_BROKEN_SECTIONS) return { root: undefined, mistakes: [tooManyBroken()] };
    const lenient = readLeniently(text, stop, (corrected) => readEvents(text, base, layout, corrected), stopOf);
    if (lenient !== undefined) return lenient;
    const first = stoppedAt(stop.reason, stop.position, text);
    if (first.code === 'depth' || text.length > work.tolerant) {
      return { root: readUntil(text, first.start, base, layout), mistakes: [first] };
    }
    work.tolerant -= text.length;
    return again(text, base, layout, first);
  }
}

function stopOf(error: unknown): Stop {
  if (!(error instanceof YAMLException)) throw error;
  return { reason: error.reason, position: error.mark?.position ?? 0 };
}

/** What the tolerant reader makes of a section that the event reader refuses with the mistake `first`. */
function again(text: string, base: number, layout: LayoutBuilder, first: Mistake): Reading {
  try {
    const { root, mistakes } = readTolerant(text, base, layout);
    const isTold = mistakes.some(({ code }) => code === 'syntax');
    return { root, mistakes: isTold ? mistakes : [first, ...mistakes] };
  } catch {
    // The mistake is told all the same; what the tolerant reader stumbled over is its own affair.
    return { root: undefined, mistakes: [first] };
  }
}

/** How many times the text is cut shorter before it is given up. */
const MAX_CUTS = 4;

/** The entries that stand in the first column before the one that is broken. */
function readUntil(text: string, mistake: number, base: number, layout: LayoutBuilder): Node | undefined {
  let cuts = 0;
  for (let line = text.lastIndexOf('\n', mistake); line >= 0 && cuts < MAX_CUTS; line = text.lastIndexOf('\n', line - 1)) {
    const unit = text.charCodeAt(line + 1);
    if (line === 0) break;
    if (unit <= 35 || unit === 93 || unit === 125 || Number.isNaN(unit)) continue;
    cuts++;
    try {
      return readEvents(text.slice(0, line + 1), base, layout).root;
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
    }
  }
  return undefined;
}
