/** An object without a name that a kustomization lists. */
import { lacks } from '../../model/kubernetes/listed.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/missing-name',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A kustomization lists an object that has no metadata.name.',
    why: 'Kustomize stops at it: "missing metadata.name in object". It does not take generateName instead.',
    covers: ['datree:RESOURCE_MISSING_NAME', 'kustomize:missing metadata.name in object'],
  },
  messages: { missing: 'This {kind} has no metadata.name, and Kustomize stops at it' },

  *check(db, file) {
    for (const { lacks: what, kind, node } of lacks(db, file))
      if (what === 'name') yield { message: 'missing', args: { kind }, at: { node } };
  },
});
