/** What stands under the cursor: a name that is declared there, or one that is pointed at. */
import type { FilePath } from '../base/paths.ts';
import { type Span, touches } from '../base/spans.ts';
import type { Database } from '../engine/database.ts';
import { type Declaration, facts, type Reference } from '../model/facts.ts';
import { spanAt } from './text.ts';

export type Named =
  | { readonly is: 'reference'; readonly index: number; readonly name: Reference; readonly span: Span }
  | { readonly is: 'declaration'; readonly index: number; readonly name: Declaration; readonly span: Span };

/** The innermost name at the offset; a reference goes before a declaration of the same extent. */
export function namedAt(db: Database, file: FilePath, offset: number): Named | undefined {
  const { references, declarations } = facts(db, file);
  let found: Named | undefined;
  const consider = (one: Named): void => {
    if (!touches(one.span, offset)) return;
    if (found === undefined || one.span.end - one.span.start < found.span.end - found.span.start) found = one;
  };
  for (const [index, name] of references.entries())
    consider({ is: 'reference', index, name, span: spanAt(db, file, name.place) });
  for (const [index, name] of declarations.entries())
    consider({ is: 'declaration', index, name, span: spanAt(db, file, name.name) });
  return found;
}

/** All references that touch the offset; one text can point at several things. */
export function referencesAt(db: Database, file: FilePath, offset: number): readonly Reference[] {
  const named = namedAt(db, file, offset);
  if (named?.is !== 'reference') return [];
  return facts(db, file).references.filter(({ place }) => {
    const span = spanAt(db, file, place);
    return span.start === named.span.start && span.end === named.span.end;
  });
}
