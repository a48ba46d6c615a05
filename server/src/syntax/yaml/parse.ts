/** YAML text to a tree with a layout; never fails, one broken section does not blind the others. */
import { YAMLException } from 'js-yaml';
import type { Span } from '../../base/spans.ts';
import { type Document, LayoutBuilder, type Node, type Parsed } from '../tree.ts';
import {
  isBlank,
  MAX_BROKEN_SECTIONS,
  MAX_NODES,
  MAX_PROBLEMS,
  type Mistake,
  type Reading,
  TOLERANT_LIMIT,
} from './conventions.ts';
import { directivesOf } from './directives.ts';
import { readEvents } from './events.ts';
import { readLeniently, type Stop } from './lenient.ts';
import { stoppedAt, tooManyBroken, tooManyNodes } from './mistakes.ts';
import { splitDocuments } from './split.ts';
import { readTolerant } from './tolerant.ts';

/** Parses a whole file. */
export function parseYaml(text: string): Parsed {
  const layout = new LayoutBuilder();
  const budget: Budget = { broken: 0, tolerant: TOLERANT_LIMIT };
  const documents = splitDocuments(text).map((section) => parseSection(text, section, layout, budget));
  const directives = directivesOf(text, documents, layout);
  const templated = documents.some(({ problems }) => problems.length > 0) && hasTemplateTags(text);
  return { tree: { documents, directives, templated }, layout: layout.build() };
}

/** What one file may still cost. */
interface Budget {
  broken: number;
  /** How many units may be read again by the tolerant reader. */
  tolerant: number;
}

function parseSection(file: string, section: Span, layout: LayoutBuilder, budget: Budget): Document {
  const text = file.slice(section.start, section.end);
  const id = layout.add(section.start, section.end);
  const { root, mistakes } = read(text, section.start, layout, budget);
  if (mistakes.length === 0) return { id, root, problems: [] };
  const problems = [...mistakes]
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_PROBLEMS)
    .map(({ start, end, code, message }) => ({ id: layout.add(section.start + start, section.start + end), code, message }));
  return { id, root, problems };
}

function read(text: string, base: number, layout: LayoutBuilder, budget: Budget): Reading {
  if (budget.broken > MAX_BROKEN_SECTIONS) return { root: undefined, mistakes: [] };
  if (text.length > MAX_NODES && mayHoldMoreThan(text, MAX_NODES)) return { root: undefined, mistakes: [tooManyNodes()] };
  try {
    return readEvents(text, base, layout);
  } catch (error) {
    const stop = stopOf(error);
    if (++budget.broken > MAX_BROKEN_SECTIONS) return { root: undefined, mistakes: [tooManyBroken()] };
    const lenient = readLeniently(text, stop, (corrected) => readEvents(text, base, layout, corrected), stopOf);
    if (lenient !== undefined) return lenient;
    const first = stoppedAt(stop.reason, stop.position, text);
    if (first.code === 'depth' || text.length > budget.tolerant) {
      return { root: readUntil(text, first.start, base, layout), mistakes: [first] };
    }
    budget.tolerant -= text.length;
    return again(text, base, layout, first);
  }
}

/** Whether the text could hold that many nodes: each stands behind an indicator of its own. */
function mayHoldMoreThan(text: string, limit: number): boolean {
  let indicators = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // , [ { : anywhere, - and ? with a blank behind them
    if (unit === 44 || unit === 91 || unit === 123) indicators++;
    else if ((unit === 45 || unit === 63) && isBlank(text.charCodeAt(i + 1))) indicators++;
    else if (unit === 58) indicators++;
  }
  return indicators > limit;
}

function stopOf(error: unknown): Stop {
  if (!(error instanceof YAMLException)) throw error;
  return { reason: error.reason, position: error.mark?.position ?? 0 };
}

/** What the tolerant reader makes of a section that the event reader refuses with the mistake `first`. */
function again(text: string, base: number, layout: LayoutBuilder, first: Mistake): Reading {
  try {
    const { root, mistakes } = readTolerant(text, base, layout);
    const isTold = mistakes.some(({ code }) => code !== 'alias');
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

function hasTemplateTags(text: string): boolean {
  const expression = text.indexOf('{{');
  if (expression >= 0 && text.indexOf('}}', expression) > 0) return true;
  const statement = text.indexOf('{%');
  return statement >= 0 && text.indexOf('%}', statement) > 0;
}
