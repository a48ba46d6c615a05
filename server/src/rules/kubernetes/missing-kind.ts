/** A document that a kustomization lists as a resource and that is no object. */
import { lacks } from '../../model/kubernetes/listed.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/missing-kind',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'A kustomization lists a document without kind or apiVersion as a resource.',
    why: 'Kustomize stops at a document without kind, and the API server refuses one without apiVersion.',
    covers: ['kubeconform:missing kind', 'kustomize:missing kind in object', 'kustomize:missing Resource metadata'],
  },
  messages: {
    kind: 'A kustomization lists this file as a resource, but the document has no kind',
    apiVersion: 'This {kind} has no apiVersion',
    shape: 'A kustomization lists this file as a resource, but the document is no object',
  },

  *check(db, file) {
    for (const { lacks: what, kind, node } of lacks(db, file))
      if (what !== 'name') yield { message: what, args: { kind }, at: { node } };
  },
});
