/** A namespace that cannot exist. */
import { isClusterScoped } from '../../model/kubernetes/kinds.ts';
import { judgedObjects, kustomizationNamespace, namespaceOf, type Value } from '../../model/kubernetes/metadata.ts';
import { isPlaceholder, labelProblem } from '../../model/kubernetes/naming.ts';
import { defineRule, type Report } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/invalid-namespace',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'An object or a kustomization names a namespace whose name no namespace can have.',
    why: 'The API server refuses the object, and the namespace cannot be made.',
    limits: 'Kinds without a namespace are not judged, since the API server drops what they say. Placeholders are not judged.',
    covers: ['flux-schema:DNS-1123 namespace'],
  },
  messages: {
    invalid: 'The namespace "{namespace}" {problem}',
    type: 'The namespace is read as a {type}; put "{namespace}" in quotes',
  },

  *check(db, file) {
    const own = kustomizationNamespace(db, file);
    if (own !== undefined) yield* judge(file, own);
    for (const object of judgedObjects(db, file)) {
      const namespace = isClusterScoped(object.group, object.kind) ? undefined : namespaceOf(db, file, object);
      if (namespace !== undefined) yield* judge(file, namespace);
    }
  },
});

function* judge(file: string, { text, type, place }: Value): Generator<Report<'invalid' | 'type'>> {
  if (text === '' || isPlaceholder(text)) return;
  if (type !== 'string') {
    const edits = [{ do: 'replace' as const, file, at: place, text: `"${text}"` }];
    yield {
      message: 'type',
      args: { namespace: text, type },
      at: place,
      fixes: [{ title: 'Put it in quotes', safe: true, edits }],
    };
    return;
  }
  const problem = labelProblem(text);
  if (problem !== undefined) yield { message: 'invalid', args: { namespace: text, problem }, at: place };
}
