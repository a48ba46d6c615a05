/** The line that closes a file's list of findings where there are more than are shown. */
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'workspace/too-many-findings',
  since: '0.1.0',
  severity: 'info',
  docs: {
    what: 'A file has more findings than are shown; the most severe ones are listed.',
    why: 'Thousands of findings in one file have one cause most of the time, and a list of them helps nobody.',
  },
  messages: { hidden: '{count} more findings in this file are not shown; mend these first' },

  // Reported by `ide/diagnostics.ts`, which counts.
  *check() {},
});
