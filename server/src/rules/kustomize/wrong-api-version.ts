/** A kustomization file with an apiVersion that Kustomize does not take. */
import { wrongVersion } from '../../model/kustomize/fields.ts';
import { textPlace } from '../../model/place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/wrong-api-version',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A kustomization file says an apiVersion other than the one of its kind.',
    why: 'Kustomize refuses to read the file. Left out, the apiVersion is the right one.',
    covers: ['kustomize:apiVersion for Kustomization should be'],
  },
  messages: { wrong: 'The apiVersion of a {kind} is "{wanted}"' },

  *check(db, file) {
    const found = wrongVersion(db, file);
    if (found === undefined) return;
    const at = textPlace(found.node);
    const fixes = [
      { title: `Change to "${found.wanted}"`, safe: true, edits: [{ do: 'replace' as const, file, at, text: found.wanted }] },
    ];
    yield { message: 'wrong', args: { kind: found.kind, wanted: found.wanted }, at, fixes };
  },
});
