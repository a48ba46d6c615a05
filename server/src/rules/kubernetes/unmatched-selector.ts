/** A workload that does not give its pods the labels that it selects them by. */
import { mistakesOf } from '../../model/kubernetes/schema/mistakes.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/unmatched-selector',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'The selector of a Deployment, StatefulSet, DaemonSet, ReplicaSet or ReplicationController does not match the labels in its own template.',
    why: 'The API server refuses the object: the workload would make pods without end and find none of them.',
    limits: 'Labels with variables, and those that a kustomization sets, are not judged as they stand.',
    covers: [
      'kubectl:`selector` does not match template `labels`',
      'kube-linter:mismatching-selector',
      'kube-score:deployment-pod-selector-labels-match-template-metadata-labels',
      'kube-score:statefulset-pod-selector-labels-match-template-metadata-labels',
    ],
  },
  messages: {
    missing: 'The selector wants the label "{label}"{wanted}, which the template does not give its pods',
    other: 'The selector wants the label "{label}" to be "{text}", and the template makes it "{found}"',
  },

  *check(db, file) {
    for (const { at: node, selector, label, text, found } of mistakesOf(db, file, 'unmatched-selector')) {
      const at = { node };
      const related = [{ file, at: { node: selector }, message: 'The selector' }];
      if (found === undefined) {
        yield { message: 'missing', args: { label, wanted: text === '' ? '' : ` with "${text}"` }, at, related };
        continue;
      }
      const edits = [{ do: 'replace' as const, file, at, text }];
      const isPlain = /^[A-Za-z][\w.-]*$/.test(text);
      const fixes = isPlain ? [{ title: `Change to "${text}"`, safe: false, edits }] : [];
      yield { message: 'other', args: { label, text, found }, at, related, fixes };
    }
  },
});
