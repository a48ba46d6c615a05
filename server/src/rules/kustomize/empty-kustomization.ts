/** A kustomization file that says nothing. */
import { isEmptyKustomization } from '../../model/kustomize/fields.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kustomize/empty-kustomization',
  since: '0.1.0',
  severity: 'error',
  files: 'kustomization',
  docs: {
    what: 'A kustomization file holds nothing but its apiVersion and kind.',
    why: 'Kustomize refuses to build it: "kustomization.yaml is empty".',
    limits: 'An empty list, as in `resources: []`, is something, and builds to nothing.',
    covers: ['kustomize:kustomization.yaml is empty'],
  },
  messages: { empty: 'This kustomization file is empty, which Kustomize refuses; write "resources: []" where nothing is meant' },

  *check(db, file) {
    if (isEmptyKustomization(db, file)) yield { message: 'empty', at: { node: 0, from: 0, to: 0 } };
  },
});
