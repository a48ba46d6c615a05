/** Fields and values that the domains know for a place. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import { DOMAINS } from '../../model/domains.ts';
import type { Choice } from './choice.ts';
import type { Gap } from './gap.ts';
import type { ValueSlot } from './slot.ts';

/** The fields of the mapping that are not there yet; a colon is written where none stands. */
export function* fieldChoices(db: Database, file: FilePath, gap: Gap): Generator<Choice> {
  for (const domain of DOMAINS) {
    for (const { text, about, rank, opens } of domain.fieldsAt?.(db, file, gap.document, gap.path) ?? []) {
      if (gap.present.has(text)) continue;
      const written = gap.hasColon ? text : opens === undefined ? `${text}: ` : `${text}:`;
      const below = gap.hasColon ? undefined : opens;
      yield { text, detail: about, kind: 'field', rank: rank ?? 0, written, ...(below && { below }) };
    }
  }
}

export function* valueChoices(db: Database, file: FilePath, slot: ValueSlot): Generator<Choice> {
  for (const domain of DOMAINS) {
    for (const { text, about, rank, literal } of domain.valuesAt?.(db, file, slot.document, slot.path) ?? [])
      yield { text, detail: about, kind: 'value', rank: rank ?? 0, ...(literal === true && { written: text }) };
  }
}
