/** The order by kind that Kustomize has always had: what others need first, webhooks last. */
import type { Gvk } from './resource.ts';

const FIRST =
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole RoleBinding ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget'.split(
    ' ',
  );
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The kinds that legacy order puts first and last. */
export const LEGACY_ORDER = { first: FIRST, last: LAST } as const;

const RANKS: ReadonlyMap<string, number> = new Map([
  ...FIRST.map((kind, i) => [kind, i - FIRST.length] as const),
  ...LAST.map((kind, i) => [kind, i + 1] as const),
]);

/** The order by kind in which Kustomize applies specs. */
export function sorted<T extends Gvk>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => {
    const rank = (RANKS.get(a.kind) ?? 0) - (RANKS.get(b.kind) ?? 0);
    if (rank !== 0) return rank;
    const [left, right] = [sortKey(a), sortKey(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function sortKey(gvk: Gvk): string {
  return `${gvk.group || '~G'}_${gvk.version || '~V'}_${gvk.kind || '~K'}`;
}
