/** Comments that silence findings: `# plumbline-ignore rule-id: reason`. */
import type { FilePath } from '../../base/paths.ts';
import type { Database } from '../../engine/database.ts';
import type { Directive } from '../../syntax/tree.ts';
import { directives } from '../source.ts';

export type SuppressionComment = Directive;

/** A rule named in a comment, and where in the comment's text. */
export interface NamedRule {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** One comment, read. */
export interface Suppression {
  readonly directive: SuppressionComment;
  /** The rules it names; none where it names none, which silences nothing. */
  readonly rules: readonly NamedRule[];
}

const NOTHING: readonly Suppression[] = [];

const KEYWORD = 'plumbline-ignore';

/** The suppressions of a file in reading order. */
export function suppressions(db: Database, file: FilePath): readonly Suppression[] {
  const comments = directives(db, file);
  if (comments.length === 0) return NOTHING;
  return comments
    .filter(({ text }) => text.startsWith(KEYWORD))
    .map((directive) => {
      const colon = directive.text.indexOf(':');
      const names = directive.text.slice(KEYWORD.length, colon < 0 ? undefined : colon);
      const rules = [...names.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => {
        const from = KEYWORD.length + index;
        return { id, from, to: from + id.length };
      });
      return { directive, rules };
    });
}
