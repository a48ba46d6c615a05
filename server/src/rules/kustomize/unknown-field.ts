/** A field of a kustomization file that Kustomize does not know. */
import { nearest } from '../../base/near.ts';
import { unknownFields } from '../../model/kustomize/fields.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/unknown-field',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A kustomization file has a field that Kustomize does not know.',
    why: 'Kustomize reads its files strictly and stops at a field it does not know.',
    limits: 'Fields are those of Kustomize 5.8; inside Helm charts and replacements nothing is checked.',
    covers: ['kustomize:unknown field'],
  },
  messages: {
    near: '{within} has no field "{field}"; "{near}" is probably meant',
    unknown: '{within} has no field "{field}"',
  },

  *check(db, file) {
    for (const { name, key, within, known } of unknownFields(db, file)) {
      const near = nearest(name, known);
      const at = { node: key };
      if (near === undefined) {
        yield { message: 'unknown', args: { field: name, within: capital(within) }, at };
        continue;
      }
      const fixes = [{ title: `Change to "${near}"`, safe: false, edits: [{ do: 'replace' as const, file, at, text: near }] }];
      yield { message: 'near', args: { field: name, within: capital(within), near }, at, fixes };
    }
  },
});

/** Field names keep their case; only the phrase for the whole file opens the sentence. */
function capital(within: string): string {
  return within.startsWith('a ') ? `A${within.slice(1)}` : within;
}
