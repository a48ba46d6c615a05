/** A CODEOWNERS pattern that no file matches. */
import { outcomes } from '../../model/codeowners/entries.ts';
import { countsFor } from '../../model/codeowners/files.ts';
import { mayMatchUnseen, nearPattern } from '../../model/codeowners/near.ts';
import { literalPrefix } from '../../model/codeowners/pattern.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'codeowners/no-match',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A pattern in CODEOWNERS matches no file of the repository.',
    why: 'Mostly a directory was renamed or the name is misspelled: the files it was meant for have another owner now, or none.',
    limits: 'Files that are ignored by git or were left out count as unknown; patterns that lead there are not judged.',
    covers: ['codeowners-validator:files'],
  },
  messages: { nothing: 'No file matches "{pattern}"' },

  *check(db, file) {
    const root = countsFor(db, file)?.root;
    if (root === undefined) return;
    const [first = [], ...others] = outcomes(db, root);
    for (const { read, matches } of first) {
      const { entry, parts = [] } = read;
      if (matches > 0 || mayMatchUnseen(db, root, literalPrefix(parts))) continue;
      if (!others.every((other) => other.some((one) => one.read.entry.id === entry.id && one.matches === 0))) continue;
      const { id, text } = entry.pattern;
      const at = { node: id };
      const meant = nearPattern(db, root, text);
      const fixes: Fix[] =
        meant === undefined
          ? []
          : [{ title: `Change to "${meant}"`, safe: false, edits: [{ do: 'replace', file, at, text: meant }] }];
      yield { message: 'nothing', args: { pattern: text }, at, fixes };
    }
  },
});
