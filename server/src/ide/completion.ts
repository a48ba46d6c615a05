/** What can be written at the cursor: fields, values, paths, and names that are declared. */
import type { FilePath } from '../base/paths.ts';
import type { Span, TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { DOMAINS } from '../model/domains.ts';
import { type Expectation, facts, PATH } from '../model/facts.ts';
import { languageOf, tree } from '../model/source.ts';
import type { Choice } from './completion/choice.ts';
import { type Gap, gapsAt } from './completion/gap.ts';
import { namesFor } from './completion/names.ts';
import { pathsFor } from './completion/paths.ts';
import { expectationsAt, type SlotAtCursor, slotAt, type ValueSlot } from './completion/slot.ts';
import { fieldChoices, valueChoices } from './completion/suggestions.ts';
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
  const slots = slotsAt(db, file, offset);
  const items = new Map<string, Completion>();
  let incomplete = false;
  for (const slot of slots) {
    for (const choice of choicesIn(db, file, slot)) {
      if (items.size >= MAX_ITEMS) {
        incomplete = true;
        break;
      }
      const item = itemOf(textOf(db, file), slot, choice);
      const known = items.get(choice.text);
      if (known === undefined || known.order > item.order) items.set(choice.text, item);
    }
  }
  return { items: [...items.values()], incomplete };
}

/** The value at the cursor, the item that a line could become, and nothing more. */
function slotsAt(db: Database, file: FilePath, offset: number): readonly (SlotAtCursor | Gap)[] {
  const slot = slotAt(db, file, offset);
  const gaps = languageOf(file) === 'yaml' && offersFields(db, file) ? gapsAt(textOf(db, file), tree(db, file), offset) : [];
  return [...(slot === undefined ? [] : [slot]), ...gaps];
}

/** Only where a domain offers fields is the text read once more, to find where they would stand. */
function offersFields(db: Database, file: FilePath): boolean {
  return DOMAINS.some((domain) => domain.fieldsAt !== undefined && domain.recognises(db, file));
}

function* choicesIn(db: Database, file: FilePath, slot: SlotAtCursor | Gap): Generator<Choice> {
  if ('present' in slot) yield* fieldChoices(db, file, slot);
  if ('present' in slot && slot.lead === '') return;
  yield* valueChoices(db, file, slot);
  for (const expected of expectationsAt(db, file, slot)) yield* choicesFor(db, file, slot, expected);
}

function choicesFor(db: Database, file: FilePath, slot: ValueSlot, expected: Expectation): Iterable<Choice> {
  if (expected.space !== PATH) return namesFor(db, file, expected);
  const listed = new Set<FilePath>();
  for (const { space, role, key, place } of facts(db, file).references)
    if (space === PATH && role === expected.role && place.node !== slot.node) listed.add(key);
  return pathsFor(db, file, expected, slot.typed, listed);
}

function itemOf(source: string, slot: SlotAtCursor | Gap, choice: Choice): Completion {
  const { text, detail, kind, rank } = choice;
  const lead = 'lead' in slot ? slot.lead : '';
  const value = choice.written ?? written(source, slot.span, 'quote' in slot ? slot.quote : '', text);
  return {
    label: text,
    detail,
    kind,
    edit: { span: slot.span, text: lead + value },
    filter: text,
    order: `${String(rank).padStart(3, '0')} ${text}`,
  };
}

/** Between quotes as it is, else as a scalar, with a blank before it where the sign before has none. */
function written(source: string, span: Span, quote: SlotAtCursor['quote'], text: string): string {
  if (quote === "'") return text.replaceAll("'", "''");
  if (quote === '"') return JSON.stringify(text).slice(1, -1);
  return /[:-]/.test(source[span.start - 1] ?? '') && span.start === span.end ? ` ${scalar(text)}` : scalar(text);
}
