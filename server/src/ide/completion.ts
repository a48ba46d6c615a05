/** What can be written at the cursor where something is pointed at: paths, and names that are declared. */
import type { FilePath } from '../base/paths.ts';
import type { Span, TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { type Expectation, facts, PATH } from '../model/facts.ts';
import type { Choice } from './completion/choice.ts';
import { namesFor } from './completion/names.ts';
import { pathsFor } from './completion/paths.ts';
import { expectationsAt, type SlotAtCursor, slotAt } from './completion/slot.ts';
import { scalar } from './scalars.ts';
import { textOf } from './text.ts';

export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly kind: Choice['kind'];
  readonly edit: TextEdit;
  /** What the typed text is compared with. */
  readonly filter: string;
  readonly order: string;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** True where more would fit than is listed. */
  readonly incomplete: boolean;
}

const MAX_ITEMS = 500;

export function completion(db: Database, file: FilePath, offset: number): Completions {
  const slot = slotAt(db, file, offset);
  if (slot === undefined) return { items: [], incomplete: false };
  const choices = new Map<string, Choice>();
  let incomplete = false;
  for (const expected of expectationsAt(db, file, slot)) {
    for (const choice of choicesFor(db, file, slot, expected)) {
      if (choices.size >= MAX_ITEMS) {
        incomplete = true;
        break;
      }
      const known = choices.get(choice.text);
      if (known === undefined || known.rank > choice.rank) choices.set(choice.text, choice);
    }
  }
  return { items: [...choices.values()].map((choice) => itemOf(textOf(db, file), slot, choice)), incomplete };
}

function choicesFor(db: Database, file: FilePath, slot: SlotAtCursor, expected: Expectation): Iterable<Choice> {
  if (expected.space !== PATH) return namesFor(db, file, expected);
  const listed = new Set<FilePath>();
  for (const { space, role, key, place } of facts(db, file).references)
    if (space === PATH && role === expected.role && place.node !== slot.node) listed.add(key);
  return pathsFor(db, file, expected, slot.typed, listed);
}

function itemOf(source: string, slot: SlotAtCursor, { text, detail, kind, rank }: Choice): Completion {
  return {
    label: text,
    detail,
    kind,
    edit: { span: slot.span, text: written(source, slot.span, slot.quote, text) },
    filter: text,
    order: `${rank} ${text}`,
  };
}

/** Between quotes as it is, else as a scalar, with a blank before it where the sign before has none. */
function written(source: string, span: Span, quote: SlotAtCursor['quote'], text: string): string {
  if (quote === "'") return text.replaceAll("'", "''");
  if (quote === '"') return JSON.stringify(text).slice(1, -1);
  return /[:-]/.test(source[span.start - 1] ?? '') && span.start === span.end ? ` ${scalar(text)}` : scalar(text);
}
