/** Actions on live applications: what would happen, and whether it may. */
import type { Database } from '../../engine/database.ts';
import { type ActionName, type ActionOptions, type Plan, planOf } from '../../model/live/actions.ts';
import type { ClusterFacts } from '../../model/live/cluster.ts';
import { guardOf } from '../../model/live/guards.ts';
import { liveApplications } from './declared.ts';

export { ACTIONS, type ActionName, type Outcome, type Plan } from '../../model/live/actions.ts';
export { type ClusterFacts, DISCONNECTED } from '../../model/live/cluster.ts';
export { type Guard, guardOf } from '../../model/live/guards.ts';

export type Planned =
  | { readonly refused: string }
  | (Plan & {
      /** What has to be typed before it may be done; undefined where a click will do. */
      readonly typed: string | undefined;
    });

/** The plan for an application of the connected cluster, or the sentence that says why there is none. */
export function planAction(
  db: Database,
  cluster: ClusterFacts,
  application: string,
  action: ActionName,
  options: ActionOptions,
): Planned {
  const { context } = cluster;
  if (context === undefined || cluster.phase === 'disconnected') return { refused: 'No cluster is connected.' };
  const all = liveApplications(cluster);
  const found = all.find(({ id }) => id === application);
  if (found === undefined) return { refused: `The cluster of the context "${context}" has no ${application}.` };
  const guard = guardOf(db, context);
  const plan = planOf(found, action, options, context, all);
  if ('refused' in plan) return plan;
  if (guard.readOnly) return { refused: `The context "${context}" is set to read-only: nothing is changed there.` };
  return { ...plan, typed: guard.protected && plan.changes ? found.name : undefined };
}
