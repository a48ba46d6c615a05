/** What an Argo CD Application says of itself (pkg/apis/application/v1alpha1/types.go, ApplicationStatus). */
import type { DeployedObject, LiveOperation, LiveState, LiveStatus } from './application.ts';
import { conditionsOf } from './conditions.ts';
import { at, isTrue, type Json, list, text } from './json.ts';

/** Words of a person for Argo CD's. */
const SYNC: Readonly<Record<string, string>> = { Synced: 'synced', OutOfSync: 'out of sync', Unknown: 'unknown' };
const RUNNING: ReadonlySet<string> = new Set(['Running', 'Terminating']);

export function argoApplication(object: Json): LiveStatus {
  const sync = text(object, 'status', 'sync', 'status') ?? 'Unknown';
  const health = text(object, 'status', 'health', 'status') ?? 'Unknown';
  const operation = operationOf(object);
  const conditions = conditionsOf(object);
  const error = conditions.find(({ type }) => type.endsWith('Error'));
  const failed = operation !== undefined && !operation.running && /^(?:Failed|Error)$/.test(operation.phase);
  const state = stateOf(sync, health, operation?.running === true, error !== undefined, failed && sync !== 'Synced');
  return {
    state,
    words: wordsOf(sync, health, operation, failed && sync !== 'Synced', error?.type),
    message: error?.message ?? (operation?.running || failed ? operation?.message : text(object, 'status', 'health', 'message')),
    suspended: health === 'Suspended',
    revision: text(object, 'status', 'sync', 'revision') ?? firstText(list(object, 'status', 'sync', 'revisions')),
    source: sourceOf(object),
    sourceId: undefined,
    path: sources(object)
      .map((one) => text(one, 'path'))
      .find((path) => path !== undefined),
    destination: destinationOf(object),
    objects: list(object, 'status', 'resources').flatMap(objectOf),
    conditions,
    operation,
    since: operation?.finishedAt ?? operation?.startedAt ?? text(object, 'status', 'reconciledAt'),
  };
}

/** `spec.source`, or `spec.sources`, which beats it where both stand. */
export function sources(object: Json): readonly Json[] {
  const several = list(object, 'spec', 'sources');
  const one = at(object, 'spec', 'source');
  return several.length > 0 ? several : one === undefined ? [] : [one];
}

function stateOf(sync: string, health: string, running: boolean, error: boolean, failed: boolean): LiveState {
  if (running) return 'progressing';
  if (error || failed) return 'failed';
  if (health === 'Degraded') return 'degraded';
  if (sync === 'OutOfSync') return 'outOfSync';
  if (health === 'Suspended') return 'suspended';
  if (sync !== 'Synced') return 'unknown';
  return health === 'Progressing' ? 'progressing' : 'synced';
}

/** What keeps the controller from its work, instead of the verdict that it did not come to. */
const ERRORS: Readonly<Record<string, string>> = { InvalidSpecError: 'not valid', ComparisonError: 'cannot be compared' };

function wordsOf(
  sync: string,
  health: string,
  operation: LiveOperation | undefined,
  failed: boolean,
  error: string | undefined,
): string {
  if (operation?.running) {
    if (operation.phase === 'Terminating') return 'sync ends';
    return operation.total === undefined ? 'syncing' : `syncing ${operation.done}/${operation.total}`;
  }
  const verdict = (sync === 'Unknown' && ERRORS[error ?? '']) || (SYNC[sync] ?? sync.toLowerCase());
  const words = [failed ? 'sync failed' : verdict];
  if (health !== 'Healthy' && health !== 'Unknown') words.push(health.toLowerCase());
  return words.join(', ');
}

/** The operation that runs, is asked for and not begun, or ended last. */
function operationOf(object: Json): LiveOperation | undefined {
  const state = at(object, 'status', 'operationState');
  const asked = at(object, 'operation') !== undefined;
  const phase = text(state, 'phase');
  if (phase === undefined && !asked) return undefined;
  // A new operation stands beside the last one's end until the controller takes it up.
  const waits = asked && (phase === undefined || !RUNNING.has(phase));
  if (waits) return { running: true, phase: 'Running', message: 'waiting for Argo CD', ...NOTHING_DONE };
  const total = list(object, 'status', 'resources').length;
  return {
    running: RUNNING.has(phase ?? ''),
    phase: phase ?? '',
    message: text(state, 'message'),
    done: list(state, 'syncResult', 'resources').filter((one) =>
      /^(?:Synced|Pruned|SyncFailed|PruneSkipped)$/.test(text(one, 'status') ?? ''),
    ).length,
    total: total === 0 ? undefined : total,
    startedAt: text(state, 'startedAt'),
    finishedAt: text(state, 'finishedAt'),
  };
}

const NOTHING_DONE = { done: 0, total: undefined, startedAt: undefined, finishedAt: undefined } as const;

function sourceOf(object: Json): string | undefined {
  const said = sources(object).map((one) => {
    const revision = text(one, 'targetRevision');
    const what = text(one, 'chart') ?? text(one, 'path');
    const where = text(one, 'repoURL') ?? '';
    return `${where}${what === undefined ? '' : ` ${what}`}${revision === undefined ? '' : ` @ ${revision}`}`;
  });
  return said.length === 0 ? undefined : said.join(', ');
}

function destinationOf(object: Json): string | undefined {
  const namespace = text(object, 'spec', 'destination', 'namespace');
  const cluster = text(object, 'spec', 'destination', 'name') ?? text(object, 'spec', 'destination', 'server');
  const elsewhere = cluster === undefined || cluster === 'in-cluster' || cluster === 'https://kubernetes.default.svc';
  const words = [namespace, elsewhere ? undefined : cluster].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join(' in ');
}

function objectOf(one: Json): DeployedObject[] {
  const [kind, name] = [text(one, 'kind'), text(one, 'name')];
  if (kind === undefined || name === undefined) return [];
  const health = text(one, 'health', 'status') ?? 'Healthy';
  const sync = text(one, 'status') ?? 'Unknown';
  const missing = health === 'Missing';
  const state = stateOf(sync, missing ? 'Healthy' : health, false, false, false);
  const message = missing ? 'not in the cluster' : isTrue(one, 'requiresPruning') ? 'in the cluster, not in Git' : undefined;
  return [
    {
      group: text(one, 'group') ?? '',
      kind,
      namespace: text(one, 'namespace') ?? '',
      name,
      state,
      message: message ?? text(one, 'health', 'message'),
    },
  ];
}

function firstText(texts: readonly Json[]): string | undefined {
  return texts.find((one) => typeof one === 'string' && one !== '') as string | undefined;
}
