/** Fields and values that the domains know for a place. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { AUTHORS } from '../../model/authors.ts';
import type { Suggestion } from '../../model/facts.ts';
import type { Sketch } from '../../model/sketch.ts';
import type { Choice } from './choice.ts';
import type { Gap } from './gap.ts';
import type { ValueSlot } from './slot.ts';

/** The fields of the mapping that are not there yet; a colon is written where none stands. */
export function* fieldChoices(db: Database, file: FilePath, gap: Gap): Generator<Choice> {
  for (const author of AUTHORS) {
    for (const one of author.fieldsAt?.(db, file, gap) ?? []) {
      const { text, about, rank, opens, label } = one;
      if (gap.present.has(text)) continue;
      // Whole objects are written as they are.
      const isWhole = label !== undefined;
      const written = gap.hasColon || isWhole ? text : opens === undefined ? `${text}: ` : `${text}:`;
      const sketch = gap.hasColon ? undefined : gap.isFlow ? flowOf(opens) : (one.sketch ?? blockOf(opens));
      yield { text, detail: about, kind: isWhole ? 'whole' : 'field', rank: rank ?? 0, written, ...also(one, sketch) };
    }
  }
  if (gap.present.size > 0 || gap.isFlow || typeof gap.path.at(-1) !== 'number') return;
  for (const author of AUTHORS) {
    const item = author.itemAt?.(db, file, gap);
    if (item !== undefined)
      yield { text: item.label, detail: 'A new item', kind: 'whole', rank: 0, written: '', sketch: item.sketch };
  }
}

export function* valueChoices(db: Database, file: FilePath, slot: ValueSlot): Generator<Choice> {
  for (const author of AUTHORS) {
    for (const one of author.valuesAt?.(db, file, slot) ?? []) {
      const { text, about, rank, literal } = one;
      yield {
        text,
        detail: about,
        kind: 'value',
        rank: rank ?? 0,
        ...(literal === true && { written: text }),
        ...also(one, one.sketch),
      };
    }
  }
}

function also({ label, beside, isDeprecated, leads }: Suggestion, sketch: Sketch | undefined): Partial<Choice> {
  return {
    ...(label !== undefined && { label }),
    ...(beside !== undefined && { beside }),
    ...(isDeprecated === true && { isDeprecated }),
    ...(leads === true && { leads }),
    ...(sketch !== undefined && sketch.length > 0 && { sketch }),
  };
}

function blockOf(opens: Suggestion['opens']): Sketch | undefined {
  if (opens === undefined) return undefined;
  return [opens === 'list' ? '\n  - ' : '\n  ', { stop: 'next', text: '' }];
}

function flowOf(opens: Suggestion['opens']): Sketch | undefined {
  if (opens === undefined) return undefined;
  const inside = { stop: 'next', text: '' };
  return opens === 'list' ? [' [', inside, ']'] : [' { ', inside, ' }'];
}
