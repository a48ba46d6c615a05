/** One shape for what deploys: Argo CD's Applications, Flux's Kustomizations and HelmReleases, and Flux's sources. */
import { argoApplication } from './argocd.ts';
import { argoApplicationSet } from './argocd-set.ts';
import { fluxApplication } from './flux.ts';
import { at, type Json, list, text } from './json.ts';
import { type LiveKind, liveId, liveKind } from './kinds.ts';

/** In the order of how much a person has to look at it. */
export const STATES = ['failed', 'degraded', 'outOfSync', 'progressing', 'suspended', 'unknown', 'synced'] as const;
export type LiveState = (typeof STATES)[number];

/** An object that an application deploys, as its controller tells of it. */
export interface DeployedObject {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Undefined where the controller tells nothing of single objects, as Flux does. */
  readonly state: LiveState | undefined;
  readonly message: string | undefined;
}

export interface LiveCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** When it last changed, as written: RFC 3339. */
  readonly since: string | undefined;
}

export interface LiveOperation {
  readonly running: boolean;
  readonly phase: string;
  readonly message: string | undefined;
  /** Objects of which the operation has told, and all that it will tell of, where known. */
  readonly done: number;
  readonly total: number | undefined;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
}

/** What an engine's object says of itself. */
export interface LiveStatus {
  readonly state: LiveState;
  /** The state in the engine's words, such as `out of sync, degraded`. */
  readonly words: string;
  readonly message: string | undefined;
  readonly suspended: boolean;
  /** What was deployed last: a commit, a version, a digest. */
  readonly revision: string | undefined;
  /** Where it comes from, as people say it. */
  readonly source: string | undefined;
  /** The object that it is fetched from, as Kind/namespace/name; Flux only. */
  readonly sourceId: string | undefined;
  /** The directory in the source; undefined for charts and sources. */
  readonly path: string | undefined;
  /** The namespace, and where it is another one the cluster, that it deploys to. */
  readonly destination: string | undefined;
  readonly objects: readonly DeployedObject[];
  readonly conditions: readonly LiveCondition[];
  readonly operation: LiveOperation | undefined;
  /** When the state last changed. */
  readonly since: string | undefined;
}

export interface LiveApplication extends LiveStatus {
  readonly engine: LiveKind['engine'];
  readonly role: LiveKind['role'];
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  /** Kind/namespace/name: unique in a cluster. */
  readonly id: string;
  /** The path of the object in the API. */
  readonly apiPath: string;
  readonly resourceVersion: string;
  /** The ApplicationSet that made it, as Kind/namespace/name. */
  readonly owner: string | undefined;
  readonly raw: Json;
}

/** Undefined for objects of other kinds and those without a name. */
export function liveApplication(object: Json): LiveApplication | undefined {
  const apiVersion = text(object, 'apiVersion') ?? '';
  const kind = liveKind(apiVersion, text(object, 'kind') ?? '');
  const name = text(object, 'metadata', 'name');
  if (kind === undefined || name === undefined) return undefined;
  const namespace = text(object, 'metadata', 'namespace') ?? 'default';
  const status = kind.engine === 'flux' ? fluxApplication(object, kind, namespace) : argoStatus(object, kind);
  const deleting = at(object, 'metadata', 'deletionTimestamp') !== undefined;
  return {
    ...status,
    ...(deleting && { state: 'progressing' as const, words: 'being deleted' }),
    engine: kind.engine,
    role: kind.role,
    kind: kind.kind,
    apiVersion,
    namespace,
    name,
    id: liveId(kind.kind, namespace, name),
    apiPath: `/apis/${apiVersion}/namespaces/${encodeURIComponent(namespace)}/${kind.plural}/${encodeURIComponent(name)}`,
    resourceVersion: text(object, 'metadata', 'resourceVersion') ?? '',
    owner: ownerOf(object, namespace),
    raw: object,
  };
}

function argoStatus(object: Json, { role }: LiveKind): LiveStatus {
  return role === 'set' ? argoApplicationSet(object) : argoApplication(object);
}

function ownerOf(object: Json, namespace: string): string | undefined {
  const [owner] = list(object, 'metadata', 'ownerReferences').filter((one) => text(one, 'kind') === 'ApplicationSet');
  const name = text(owner, 'name');
  return name === undefined ? undefined : liveId('ApplicationSet', namespace, name);
}
