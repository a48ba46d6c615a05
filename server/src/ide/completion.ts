/** What can be written at the cursor: fields, values, paths, and names that are declared. */
import type { FilePath } from '../base/paths.ts';
import type { Span, TextEdit } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { DOMAINS } from '../model/domains.ts';
import { type Expectation, facts, PATH } from '../model/facts.ts';
import { manifests } from '../model/kubernetes/authoring/author.ts';
import { plainSketch, type Sketch } from '../model/sketch.ts';
import { languageOf } from '../model/source.ts';
import type { Choice } from './completion/choice.ts';
import { type Gap, gapsAt } from './completion/gap.ts';
import { innerPageAt } from './completion/inner.ts';
import { besideEdits, placed } from './completion/layout.ts';
import { namesFor } from './completion/names.ts';
import { pathsFor } from './completion/paths.ts';
import { expectationsAt, type Page, pageOf, type SlotAtCursor, slotAt, type ValueSlot } from './completion/slot.ts';
import { fieldChoices, valueChoices } from './completion/suggestions.ts';
import { wordChoices } from './completion/words.ts';
import { scalar } from './scalars.ts';

export { plainSketch, type Sketch };

export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly kind: Choice['kind'];
  readonly edit: TextEdit;
  /** What follows, line breaks and indentation included, for editors that take it as it is. */
  readonly sketch?: Sketch;
  /** What else has to change. */
  readonly also?: readonly TextEdit[];
  readonly isDeprecated?: boolean;
  /** True where something can be offered for what follows. */
  readonly leads?: boolean;
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
const MANY_ITEMS = 100;

export function completion(db: Database, file: FilePath, offset: number): Completions {
  if (languageOf(file) === 'hcl') return wordCompletion(db, file, offset);
  const page = pageOf(db, file);
  const slots = slotsAt(db, file, page, offset);
  const items = new Map<string, Completion>();
  let incomplete = false;
  for (const slot of slots) {
    for (const choice of choicesIn(db, file, slot)) {
      // Long lists are of what fits what is typed, so that their end is not cut off.
      if (items.size >= MANY_ITEMS && !holdsInOrder(choice.label ?? choice.text, slot.typed)) continue;
      if (items.size >= MAX_ITEMS) {
        incomplete = true;
        break;
      }
      const item = itemOf(page, slot, choice);
      const known = items.get(item.label);
      if (known === undefined || known.order > item.order) items.set(item.label, item);
    }
  }
  return { items: [...items.values()], incomplete };
}

/** As editors filter: every letter that is typed, in its order. */
function holdsInOrder(text: string, typed: string): boolean {
  const [inText, wanted] = [text.toLowerCase(), typed.toLowerCase()];
  let at = 0;
  for (const letter of wanted) {
    at = inText.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Names behind what is typed, in languages that are written as code. */
function wordCompletion(db: Database, file: FilePath, offset: number): Completions {
  const items = new Map<string, Completion>();
  for (const { choice, span, suffix } of wordChoices(db, file, offset)) {
    if (items.size >= MAX_ITEMS) return { items: [...items.values()], incomplete: true };
    const { text, detail, kind, rank } = choice;
    const order = `${String(rank).padStart(3, '0')} ${text}`;
    items.set(text, { label: text, detail, kind, edit: { span, text: text + suffix }, filter: text, order });
  }
  return { items: [...items.values()], incomplete: false };
}

/** The value at the cursor, the field or item that a line could become; in a block scalar those of the YAML in it. */
function slotsAt(db: Database, file: FilePath, page: Page, offset: number): readonly (SlotAtCursor | Gap)[] {
  const slot = slotAt(page, offset);
  const outer = slot === undefined ? [] : [slot];
  if (languageOf(file) !== 'yaml' || !offersFields(db, file)) return outer;
  const inner = innerPageAt(page, offset);
  if (inner === undefined) return [...outer, ...gapsAt(page, offset)];
  const value = slotAt(inner.page, inner.offset);
  const found: readonly (SlotAtCursor | Gap)[] = [...(value === undefined ? [] : [value]), ...gapsAt(inner.page, inner.offset)];
  // What stands in a text is no part of the object around it.
  return found.map(({ root: _, ...one }) => ({
    ...one,
    document: inner.document,
    path: [...inner.path, ...one.path],
    span: { start: one.span.start + inner.shift, end: one.span.end + inner.shift },
    isInner: true,
  }));
}

/** Only where somebody offers fields is the text read once more, to find where they would stand. */
function offersFields(db: Database, file: FilePath): boolean {
  return (
    manifests.offersIn?.(db, file) === true ||
    DOMAINS.some(
      (domain) => domain.fieldsAt !== undefined && (domain.recognises(db, file) || domain.offersIn?.(db, file) === true),
    )
  );
}

function* choicesIn(db: Database, file: FilePath, slot: SlotAtCursor | Gap): Generator<Choice> {
  if ('present' in slot) yield* fieldChoices(db, file, slot);
  if ('present' in slot && slot.lead === '') return;
  yield* valueChoices(db, file, slot);
  if (slot.isInner === true) return;
  for (const expected of expectationsAt(db, file, slot)) yield* choicesFor(db, file, slot, expected);
}

function choicesFor(db: Database, file: FilePath, slot: ValueSlot, expected: Expectation): Iterable<Choice> {
  if (expected.space !== PATH) return namesFor(db, file, expected);
  const listed = new Set<FilePath>();
  for (const { space, role, key, place } of facts(db, file).references)
    if (space === PATH && role === expected.role && place.node !== slot.node) listed.add(key);
  return pathsFor(db, file, expected, slot.typed, listed);
}

function itemOf(page: Page, slot: SlotAtCursor | Gap, choice: Choice): Completion {
  const { text, detail, kind, rank, label = text, isDeprecated, leads } = choice;
  const lead = 'lead' in slot ? slot.lead : '';
  const value = choice.written ?? written(page.text, slot.span, 'quote' in slot ? slot.quote : '', text);
  const sketch = choice.sketch && placed(page.text, slot.span, lead, choice.sketch);
  const also = choice.beside === undefined || slot.isInner === true ? [] : besideEdits(page, slot, choice.beside);
  return {
    label,
    detail,
    kind,
    edit: { span: slot.span, text: lead + value },
    filter: label,
    order: `${String(rank).padStart(3, '0')} ${label}`,
    ...(sketch !== undefined && { sketch }),
    ...(also.length > 0 && { also }),
    ...(isDeprecated === true && { isDeprecated }),
    ...(leads === true && { leads }),
  };
}

/** Between quotes as it is, else as a scalar, with a blank before it where the sign before has none. */
function written(source: string, span: Span, quote: SlotAtCursor['quote'], text: string): string {
  if (quote === "'") return text.replaceAll("'", "''");
  if (quote === '"') return JSON.stringify(text).slice(1, -1);
  return /[:-]/.test(source[span.start - 1] ?? '') && span.start === span.end ? ` ${scalar(text)}` : scalar(text);
}
