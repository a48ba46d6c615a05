/** A name of something that the object itself would have to hold. */
import { nearest } from '../../base/near.ts';
import { mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/dangling-name',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A part of an object names another part that is not there, such as a mount the volume, or a failure policy the container.',
    why: 'The API server refuses the object.',
    limits:
      'Volumes that a StatefulSet claims for its pods count, and those that a kustomization adds. Names with variables are not judged.',
    covers: ['kubectl:Not found', 'kubectl:must be one of the container or initContainer names'],
  },
  messages: {
    missing: '{path} names the {wanted} "{text}", which is not there',
    near: '{path} names the {wanted} "{text}", which is not there; there is "{near}"',
  },

  *check(db, file) {
    for (const { at: node, path, text, wanted, known } of mistakesOf(db, file, 'dangling-name')) {
      const at = { node };
      const near = nearest(text, known) ?? (known.length === 1 ? known[0] : undefined);
      if (near === undefined) yield { message: 'missing', args: { path, wanted, text }, at };
      else {
        const edits = [{ do: 'replace' as const, file, at, text: near }];
        yield {
          message: 'near',
          args: { path, wanted, text, near },
          at,
          fixes: [{ title: `Change to "${near}"`, safe: false, edits }],
        };
      }
    }
  },
});
