/** What an Argo CD ApplicationSet says of itself (pkg/apis/application/v1alpha1/applicationset_types.go, ApplicationSetStatus). */
import type { LiveStatus } from './application.ts';
import { conditionsOf } from './conditions.ts';
import type { Json } from './json.ts';

export function argoApplicationSet(object: Json): LiveStatus {
  const conditions = conditionsOf(object);
  const holds = (type: string): boolean => conditions.some((one) => one.type === type && one.status === 'True');
  const error = conditions.find(({ type, status }) => type === 'ErrorOccurred' && status === 'True');
  const progresses = holds('RolloutProgressing');
  const state = error ? 'failed' : progresses ? 'progressing' : holds('ResourcesUpToDate') ? 'synced' : 'unknown';
  const words = { failed: 'failed', progressing: 'rolling out', synced: 'up to date', unknown: 'not processed yet' } as const;
  return {
    state,
    words: words[state],
    message: error?.message,
    suspended: false,
    revision: undefined,
    source: undefined,
    sourceId: undefined,
    path: undefined,
    destination: undefined,
    objects: [],
    conditions,
    operation: undefined,
    since:
      conditions
        .map(({ since }) => since ?? '')
        .sort()
        .at(-1) || undefined,
  };
}
