/** Applications of Argo CD and Kustomizations of Flux as a cluster has them: what drift is measured for. */
import { deepEqual } from '../../base/equal.ts';
import { input } from '../../engine/database.ts';
import type { IgnoreRule } from './ignored.ts';
import { type Json, type JsonObject, textAt } from './json.ts';
import type { ServedKinds } from './objects.ts';

export type Engine = 'argocd' | 'flux';

export interface DeployedApplication {
  readonly engine: Engine;
  /** The kubeconfig context that it was read through. */
  readonly context: string;
  /** The Application or Kustomization, status and all. */
  readonly object: JsonObject;
  /** Of a Kustomization: the source that it builds from. */
  readonly source?: JsonObject;
  /** Of a Kustomization: the variables of each `substituteFrom`, in their order; undefined for what was not read. */
  readonly variables?: readonly (Readonly<Record<string, string>> | undefined)[];
  /** Of an Application: what the installation's configuration ignores in all applications. */
  readonly ignores?: readonly IgnoreRule[];
  /** Of an Application: the label by which the installation tracks objects, where it does so. */
  readonly instanceLabel?: string;
}

/** The field manager that a controller applies with. */
export const FIELD_MANAGERS: Readonly<Record<Engine, string>> = { argocd: 'argocd-controller', flux: 'kustomize-controller' };

/** How the text that names an application in inputs, requests and command lines is made. */
export function applicationKey(context: string, engine: Engine, namespace: string, name: string): string {
  return `${context}\n${engine}/${namespace}/${name}`;
}

export function keyOfApplication({ context, engine, object }: DeployedApplication): string {
  return applicationKey(context, engine, namespaceOf(object), nameOf(object));
}

export function nameOf(object: Json): string {
  return textAt(object, 'metadata', 'name') ?? '';
}

export function namespaceOf(object: Json): string {
  return textAt(object, 'metadata', 'namespace') ?? '';
}

/** An application by its key, as the host last read it. */
export const deployedApplication = input<string, DeployedApplication | undefined>('deployedApplication', undefined, deepEqual);

/** What a cluster serves (key: the context), as far as it was asked. */
export const servedKinds = input<string, ServedKinds>('servedKinds', new Map(), deepEqual);

/** One object of an application, as a cluster has it. Values of Secrets are sealed: see `sealed.ts`. */
export interface ObservedObject {
  /** undefined where the cluster has no such object. */
  readonly live: JsonObject | undefined;
  /** What was sent to be applied, and what would have come of it; undefined where it was not tried or refused. */
  readonly applied?: JsonObject;
  readonly result?: JsonObject;
  /** Why the object could not be read or not be tried. */
  readonly refusal?: Refusal;
}

export interface Refusal {
  /** forbidden: the user may not. rejected: the API server would not take the object. unread: it could not be read at all. */
  readonly kind: 'forbidden' | 'rejected' | 'unread';
  readonly message: string;
}

/** What was seen of an application's objects, by their keys. */
export interface Observation {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly objects: ReadonlyMap<string, ObservedObject>;
}
export const observation = input<string, Observation | undefined>('driftObservation', undefined);

/** The keys of the applications whose objects were looked at; the key is always `''`. */
export const lookedAt = input<'', readonly string[]>('driftLookedAt', [], deepEqual);
