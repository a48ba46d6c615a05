/** A backend that lets two people apply at once. */
import { dirname } from '../../base/paths.ts';
import { contentOf } from '../../model/terraform/content.ts';
import { lacksLock } from '../../model/terraform/locking.ts';
import { isShown } from '../../model/terraform/shown.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'terraform/no-state-lock',
  since: '0.1.0',
  severity: 'warning',
  docs: {
    what: 'A backend on S3 or over HTTP does not lock its state.',
    why: 'Two runs at the same time overwrite one another\u2019s state, and what the loser has made is forgotten.',
    limits:
      'Backends that are completed on the command line are not judged. S3 locks by itself with use_lockfile from Terraform 1.10 on, and with a DynamoDB table before.',
  },
  messages: {
    lockfile: 'This backend does not lock the state: set use_lockfile = true',
    table: 'This backend does not lock the state: name a DynamoDB table, or set use_lockfile = true from Terraform 1.10 on',
    http: 'This backend does not lock the state: it has no lock_address',
  },

  *check(db, file) {
    const { backends } = contentOf(db, file);
    if (backends.length === 0 || isShown(db, dirname(file))) return;
    for (const backend of backends) {
      const lacking = lacksLock(db, file, backend);
      if (lacking === undefined) continue;
      const { last } = backend;
      yield {
        message: lacking,
        at: { node: backend.head },
        fixes:
          lacking === 'http' || last === undefined || backend.names.includes('use_lockfile')
            ? []
            : [
                {
                  title: 'Set use_lockfile = true (Terraform 1.10 and newer)',
                  safe: false,
                  edits: [{ do: 'addLine', file, at: last, text: 'use_lockfile = true' }],
                },
              ],
      };
    }
  },
});
