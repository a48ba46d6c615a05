/** A CODEOWNERS line that never decides, because a later one takes all it matches. */
import { outcomes } from '../../model/codeowners/entries.ts';
import { countsFor } from '../../model/codeowners/files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'codeowners/shadowed',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A later line of CODEOWNERS wins for every file that this one could match.',
    why: 'The last line that matches decides: the owners named here are never asked, although the file says so.',
    limits: 'Only a single later line is compared; several that cover the pattern together are not told.',
    covers: ['codeowners-validator:avoid-shadowing', 'codeowners-validator:duppatterns'],
  },
  messages: {
    shadowed: '"{pattern}" never decides: "{later}" below takes every file it matches',
    again: '"{pattern}" stands again below, and the last line decides',
  },

  *check(db, file) {
    const root = countsFor(db, file)?.root;
    if (root === undefined) return;
    const [first = [], ...others] = outcomes(db, root);
    for (const { read, shadowedBy } of first) {
      const { id, pattern } = read.entry;
      if (shadowedBy === undefined) continue;
      if (!others.every((other) => other.some((one) => one.read.entry.id === id && one.shadowedBy !== undefined))) continue;
      const later = shadowedBy.entry.pattern;
      yield {
        message: later.text === pattern.text ? 'again' : 'shadowed',
        args: { pattern: pattern.text, later: later.text },
        at: { node: pattern.id },
        related: [{ file, at: { node: later.id }, message: 'This line decides' }],
        fixes: [{ title: 'Remove this line', safe: false, edits: [{ do: 'removeLines', file, at: { node: id } }] }],
        tags: ['unnecessary'],
      };
    }
  },
});
