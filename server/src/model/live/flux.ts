/** What Flux's objects say of themselves (kustomize/api/v1, helm/api/v2, source/api/v1: conditions, inventory, artifact). */
import type { DeployedObject, LiveCondition, LiveState, LiveStatus } from './application.ts';
import { conditionsOf } from './conditions.ts';
import { at, isTrue, type Json, list, text } from './json.ts';
import { type LiveKind, liveId } from './kinds.ts';

/** The annotation that asks a Flux controller for a reconciliation; it answers in `status.lastHandledReconcileAt`. */
export const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

export function fluxApplication(object: Json, kind: LiveKind, namespace: string): LiveStatus {
  const conditions = conditionsOf(object);
  const ready = conditions.find(({ type }) => type === 'Ready');
  const suspended = isTrue(object, 'spec', 'suspend');
  const state = stateOf(object, ready, conditions, suspended);
  const running = state === 'progressing';
  const source = sourceOf(object, kind, namespace);
  return {
    state,
    words: wordsOf(state, ready),
    message: ready?.message === '' ? undefined : ready?.message,
    suspended,
    revision: revisionOf(object),
    source: source.words,
    sourceId: source.id,
    path: text(object, 'spec', 'path'),
    destination: text(object, 'spec', 'targetNamespace'),
    objects: list(object, 'status', 'inventory', 'entries').flatMap(inventoryEntry),
    conditions,
    operation: running
      ? {
          running,
          phase: 'Reconciling',
          message: ready?.message,
          done: 0,
          total: undefined,
          startedAt: ready?.since,
          finishedAt: undefined,
        }
      : undefined,
    since: ready?.since,
  };
}

function stateOf(
  object: Json,
  ready: LiveCondition | undefined,
  conditions: readonly LiveCondition[],
  suspended: boolean,
): LiveState {
  if (suspended) return 'suspended';
  // A source of type OCI in a HelmRepository is never reconciled, and never says anything.
  if (ready === undefined) return text(object, 'spec', 'type') === 'oci' ? 'synced' : 'unknown';
  const observed = at(object, 'status', 'observedGeneration');
  const generation = at(object, 'metadata', 'generation');
  const isBehind = typeof observed === 'number' && typeof generation === 'number' && observed < generation;
  if (ready.status === 'False') return ready.reason === 'DependencyNotReady' ? 'progressing' : 'failed';
  const reconciling = conditions.some(({ type, status }) => type === 'Reconciling' && status === 'True');
  return ready.status === 'Unknown' || reconciling || isBehind ? 'progressing' : 'synced';
}

function wordsOf(state: LiveState, ready: LiveCondition | undefined): string {
  switch (state) {
    case 'suspended':
      return 'suspended';
    case 'failed':
      return ready?.reason === undefined || ready.reason === '' ? 'failed' : `failed: ${spaced(ready.reason)}`;
    case 'progressing':
      return ready?.reason === 'DependencyNotReady' ? 'waiting for a dependency' : 'reconciling';
    case 'synced':
      return 'ready';
    default:
      return 'not reconciled yet';
  }
}

/** `BuildFailed` as `build failed`. */
function spaced(reason: string): string {
  return reason.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

function revisionOf(object: Json): string | undefined {
  const applied = text(object, 'status', 'lastAppliedRevision') ?? text(object, 'status', 'artifact', 'revision');
  if (applied !== undefined) return applied;
  const [latest] = list(object, 'status', 'history');
  return text(latest, 'chartVersion');
}

function sourceOf(object: Json, kind: LiveKind, namespace: string): { words: string | undefined; id: string | undefined } {
  if (kind.role === 'source') {
    const reference = at(object, 'spec', 'ref');
    const revision = ['branch', 'tag', 'semver', 'commit', 'name', 'digest']
      .map((key) => text(reference, key))
      .find((one) => one !== undefined);
    const url = text(object, 'spec', 'url') ?? text(object, 'spec', 'bucketName');
    return { words: url === undefined || revision === undefined ? url : `${url} @ ${revision}`, id: undefined };
  }
  const chart = at(object, 'spec', 'chart', 'spec');
  const reference = at(object, 'spec', 'sourceRef') ?? at(object, 'spec', 'chartRef') ?? at(chart, 'sourceRef');
  const [sourceKind, name] = [text(reference, 'kind'), text(reference, 'name')];
  if (sourceKind === undefined || name === undefined) return { words: undefined, id: undefined };
  const what = text(object, 'spec', 'path') ?? text(chart, 'chart');
  const version = text(chart, 'version');
  return {
    words: `${sourceKind} ${name}${what === undefined ? '' : ` ${what}`}${version === undefined ? '' : ` @ ${version}`}`,
    id: liveId(sourceKind, text(reference, 'namespace') ?? namespace, name),
  };
}

/** Neither namespace, group nor kind can have an underscore. */
const INVENTORY = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/;

/** `namespace_name_group_kind` (fluxcd/cli-utils, object.ObjMetadata); colons in names are written as `__`. */
function inventoryEntry(entry: Json): DeployedObject[] {
  const [, namespace = '', written = '', group = '', kind = ''] = INVENTORY.exec(text(entry, 'id') ?? '') ?? [];
  const name = written.replaceAll('__', ':');
  if (name === '' || kind === '') return [];
  return [{ group, kind, namespace, name, state: undefined, message: undefined }];
}
