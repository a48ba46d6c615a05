/** Names that fit at the cursor of a text that is written as code, such as HCL. */
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { DOMAINS } from '../../model/domains.ts';
import { PATH } from '../../model/facts.ts';
import { hclFile, layout, linesOf } from '../../model/source.ts';
import { spanOf } from '../../syntax/tree.ts';
import { textOf } from '../text.ts';
import type { Choice } from './choice.ts';
import { namesFor } from './names.ts';
import { pathsFor } from './paths.ts';

export interface WordChoice {
  readonly choice: Choice;
  /** What it replaces: the word around the cursor. */
  readonly span: Span;
  readonly suffix: string;
}

export function* wordChoices(db: Database, file: FilePath, offset: number): Generator<WordChoice> {
  const text = textOf(db, file);
  const lines = linesOf(db, file);
  const start = lines.starts[lines.lineAt(offset)] ?? 0;
  const line = text.slice(start, offset);
  const block = blockAt(db, file, offset);
  for (const domain of DOMAINS) {
    if (!domain.recognises(db, file)) continue;
    const words = domain.wordsAt?.(db, file, line, block);
    if (words === undefined) continue;
    const { typed, expected, taken, suffix } = words;
    const rest = /^[\w-]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
    const span = { start: offset - typed.length, end: offset + rest.length };
    const isWritten = suffix === undefined || /^[ \t]*=/.test(text.slice(span.end, span.end + 200));
    for (const one of expected) {
      const choices = one.space === PATH ? pathsFor(db, file, one, typed, new Set()) : namesFor(db, file, one);
      for (const choice of choices) {
        if (taken?.has(choice.text) !== true) yield { choice, span, suffix: isWritten ? '' : suffix };
      }
    }
  }
}

/** The outermost block that the offset stands in. */
function blockAt(db: Database, file: FilePath, offset: number): { readonly type: string; readonly name: string } | undefined {
  const spans = layout(db, file);
  for (const item of hclFile(db, file).items) {
    const { start, end } = spanOf(spans, item.id);
    if (item.kind !== 'block' || offset < start || offset > end) continue;
    return { type: item.type.text, name: item.labels[0]?.text ?? '' };
  }
  return undefined;
}
