/** YAML text to a tree with a layout; never fails, one broken section does not blind the others. */
import { YAMLException } from 'js-yaml';
import type { Span } from '../../base/spans.ts';
import { MAX_DOCUMENTS, type Mistake, mayHoldTooMuch, problemsOf, tooManyDocuments, tooManyNodes } from '../mistakes.ts';
import { breaksAtWordToReplace, hasBareExpressions, hasTemplateTags } from '../template-tags.ts';
import { type Document, LayoutBuilder, type Node, type Parsed } from '../tree.ts';
import type { Reading } from './conventions.ts';
import { readDirectly, usualText } from './direct.ts';
import { directivesOf } from './directives.ts';
import { readEvents } from './events.ts';
import { readLeniently, type Stop } from './lenient.ts';
import { splitDocuments } from './split.ts';
import { readTolerant } from './tolerant.ts';
import { MAX_BROKEN_SECTIONS, stoppedAt, tooManyBroken } from './wording.ts';

/** Broken text beyond this length is not read again: the tolerant reader is ten times slower. */
const TOLERANT_LIMIT = 128 * 1024;

/** Parses a whole file. */
export function parseYaml(text: string): Parsed {
  const layout = new LayoutBuilder();
  const work: Work = { text, usual: usualText(text), layout, broken: 0, tolerant: TOLERANT_LIMIT, careful: [] };
  const sections = splitDocuments(text);
  const documents = sections.slice(0, MAX_DOCUMENTS).map((section) => parseSection(work, section));
  const beyond = sections[MAX_DOCUMENTS];
  if (beyond !== undefined) documents.push(unread(beyond, layout));
  const directives = directivesOf(text, documents, layout);
  const breaks = documents.flatMap(({ problems }) => problems.map(({ id }) => layout.startOf(id)));
  // The direct reader takes no expression for a value.
  const templated =
    (breaks.length > 0 && hasTemplateTags(text)) || breaksAtWordToReplace(text, breaks) || hasBareExpressions(text, work.careful);
  return { tree: { documents, directives, templated }, layout: layout.build() };
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
  /** What was not read directly. */
  readonly careful: (Node | undefined)[];
}

/** Stands for the first document that is not read and for all behind it. */
function unread(section: Span, layout: LayoutBuilder): Document {
  const id = layout.add(section.start, section.end);
  return { id, root: undefined, problems: problemsOf([tooManyDocuments()], section.start, layout) };
}

function parseSection(work: Work, section: Span): Document {
  const id = work.layout.add(section.start, section.end);
  const { root, mistakes } = read(work, section);
  return { id, root, problems: problemsOf(mistakes, section.start, work.layout) };
}

function read(work: Work, { start, end }: Span): Reading {
  if (work.broken > MAX_BROKEN_SECTIONS) return { root: undefined, mistakes: [] };
  const text = work.text.slice(start, end);
  if (mayHoldTooMuch(text)) return { root: undefined, mistakes: [tooManyNodes()] };
  const direct = work.usual === undefined ? undefined : readDirectly(work.usual, start, end, work.layout);
  if (direct !== undefined) return direct;
  const careful = readCarefully(work, text, start);
  work.careful.push(careful.root);
  return careful;
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
