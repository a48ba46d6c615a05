/** Which lines the `plumbline-ignore` comments of a file silence. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import { languageOf, layout, linesOf } from '../model/source.ts';
import { fileText } from '../model/workspace/inputs.ts';
import type { NamedRule } from '../model/workspace/suppressions.ts';
import { findings } from '../rules/findings.ts';
import type { Directive } from '../syntax/tree.ts';
import { spanOf } from '../syntax/tree.ts';

/** A comment with the line it silences; `used` collects the rules that it has silenced. */
export interface Silencer {
  readonly directive: Directive;
  readonly rules: readonly NamedRule[];
  readonly line: number;
  readonly wholeFile: boolean;
  readonly used: Set<string>;
}

/**
 * A comment behind something silences its own line, one in the file's first block of comments the whole file, any other
 * the next line that is neither blank nor a comment.
 */
export function activeSuppressions(db: Database, file: FilePath): readonly Silencer[] {
  const found = findings(db, file).suppressions;
  if (found.length === 0) return [];
  const text = fileText(db, file) ?? '';
  const lines = linesOf(db, file);
  const language = languageOf(file);
  const hasSlashes = language === 'json' || language === 'json5' || language === 'hcl';
  const lineText = (line: number): string => text.slice(lines.starts[line] ?? 0, lines.lineEnd(line)).trim();
  const isComment = (line: number): boolean => {
    const words = lineText(line);
    if (hasSlashes && (words.startsWith('//') || (words.startsWith('/*') && words.endsWith('*/')))) return true;
    return language !== 'json' && language !== 'json5' && words.startsWith('#');
  };
  const isFiller = (line: number): boolean => lineText(line) === '' || isComment(line);
  let firstContent = 0;
  while (firstContent < lines.lineCount && (isComment(firstContent) || lineText(firstContent) === '\ufeff')) firstContent++;
  // Comments of one block silence the same line, which is looked for once.
  let target = -1;
  return found.map(({ directive, rules }) => {
    const own = lines.lineAt(spanOf(layout(db, file), directive.id).start);
    if (own > target) {
      target = own;
      if (isFiller(own)) while (target < lines.lineCount && isFiller(target)) target++;
    }
    return { directive, rules, line: target, wholeFile: own < firstContent, used: new Set() };
  });
}
