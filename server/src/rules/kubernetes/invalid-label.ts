/** A label that the API server refuses. */
import { judgedObjects, kustomizationLabels, type Label, labelsOf } from '../../model/kubernetes/metadata.ts';
import { isPlaceholder, isToBeReplaced, labelKeyProblem, labelValueProblem } from '../../model/kubernetes/naming.ts';
import { defineRule, type Report } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/invalid-label',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: "A label's key or value breaks the rules for labels, or the value is no string.",
    why: 'The API server refuses the object. A bare `true` or `1.0` is no string: it needs quotes.',
    limits: 'Values with variables or template tags are not judged; annotations are not, since Kustomize makes strings of them.',
    covers: ['flux-schema:label value syntax', 'kube-score:label-values', 'datree:WORKLOAD_INVALID_LABELS_VALUE'],
  },
  messages: {
    key: 'The label "{key}" {problem}',
    value: 'The value "{value}" of the label "{key}" {problem}',
    type: 'The value of the label "{key}" is read as a {type}; put "{value}" in quotes',
  },

  *check(db, file) {
    for (const label of kustomizationLabels(db, file)) yield* judge(file, label);
    for (const object of judgedObjects(db, file)) for (const label of labelsOf(db, file, object)) yield* judge(file, label);
  },
});

function* judge(file: string, { key, value }: Label): Generator<Report<'key' | 'value' | 'type'>> {
  if (/[${}<>%]/.test(key.text) || isToBeReplaced(key.text)) return;
  const keyProblem = labelKeyProblem(key.text);
  if (keyProblem !== undefined) yield { message: 'key', args: { key: key.text, problem: keyProblem }, at: key.place };
  if (value === undefined || isPlaceholder(value.text)) return;
  const args = { key: key.text, value: value.text, type: value.type };
  const at = value.place;
  if (value.type !== 'string') {
    const edits = [{ do: 'replace' as const, file, at, text: `"${value.text}"` }];
    yield { message: 'type', args, at, fixes: [{ title: 'Put it in quotes', safe: true, edits }] };
    return;
  }
  const problem = labelValueProblem(value.text);
  if (problem !== undefined) yield { message: 'value', args: { ...args, problem }, at };
}
