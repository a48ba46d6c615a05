/** A file of the repository that Plumbline did not read. */
import { unread } from '../../model/workspace/unread.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'workspace/left-out',
  since: '0.1.0',
  severity: 'info',
  docs: {
    what: 'A file was not read: it is too large, is not a regular file, or its bytes are not UTF-8 text.',
    why: 'Nothing in it is checked, and what it declares is unknown.',
  },
  messages: { leftOut: 'Not checked: {reason}' },

  *check(db, file) {
    const reason = unread(db, file);
    if (reason !== undefined) yield { message: 'leftOut', args: { reason }, at: { node: 0, from: 0, to: 0 } };
  },
});
