/** An API version that clusters no longer serve. */
import { type Outdated, outdatedObjects } from '../../model/kubernetes/schema/lifecycle.ts';
import { defineRule, type Edit, type Fix } from '../rule.ts';

export default defineRule({
  id: 'kubernetes/removed-api',
  since: '0.1.0',
  severity: 'error',
  docs: {
    what: 'An object has an API version that Kubernetes has removed.',
    why: 'The API server knows no such kind and refuses the object, and with it often all that is applied together with it.',
    limits:
      'What the version under `kubernetes` in .plumbline.yaml no longer serves is an error. Where it names none, what every release since 1.31 has gone without is an error, what only newer ones have removed a warning; and so is what lies beside a kustomization that does not list it.',
    covers: ['kubeconform:could not find schema', 'pluto:removed-in', 'kube-no-trouble:removed', 'kubectl:no matches for kind'],
  },
  messages: {
    replaced: 'Kubernetes 1.{removed} has removed {kind} in {apiVersion}; {replacement} takes its place',
    gone: 'Kubernetes 1.{removed} has removed {kind} in {apiVersion}, and nothing takes its place',
  },

  *check(db, file) {
    for (const outdated of outdatedObjects(db, file)) {
      if (outdated.state === 'deprecated') continue;
      yield {
        message: outdated.replacement === undefined ? 'gone' : 'replaced',
        args: argsOf(outdated),
        at: { node: outdated.object.apiVersionNode },
        fixes: migration(file, outdated),
        ...(outdated.state === 'removed-lately' || !outdated.isUsed ? { severity: 'warning' as const } : {}),
      };
    }
  },
});

/** What the sentences on outdated API versions say. */
export function argsOf({ object, deprecated, removed, replacement }: Outdated): Readonly<Record<string, string | number>> {
  const kind = replacement !== undefined && replacement.kind !== object.kind ? `${replacement.kind} in ` : '';
  return {
    kind: object.kind,
    apiVersion: object.apiVersion,
    deprecated: deprecated ?? '',
    removed: removed ?? '',
    replacement: `${kind}${replacement?.apiVersion ?? ''}`,
  };
}

/** Offered only where all that the new version does not take as it stands is moved with it. */
export function migration(file: string, { object, replacement, migration: changes, namers }: Outdated): readonly Fix[] {
  if (changes === undefined || replacement === undefined) return [];
  const at = { node: object.apiVersionNode };
  const edits: readonly Edit[] = [
    { do: 'replace', file, at, text: replacement.apiVersion },
    ...changes.map((change): Edit => {
      switch (change.do) {
        case 'rename':
          return { do: 'replace', file, at: { node: change.key }, text: change.to };
        case 'remove':
          return { do: 'remove', file, node: change.key };
        default:
          return { do: change.do, file, node: change.node, fields: change.fields };
      }
    }),
    ...namers.map(({ file: other, node, text }): Edit => ({ do: 'replace', file: other, at: { node }, text })),
  ];
  return [{ title: `Change to ${replacement.apiVersion}`, safe: false, edits }];
}
