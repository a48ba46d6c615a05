/** What is known of a cluster: the connection's state, and the objects of Argo CD and Flux as they were last seen. */
import type { Json } from './json.ts';

/** Why a cluster tells nothing, or not all; the sentence says what a person can do. */
export interface ClusterProblem {
  readonly kind:
    | 'kubeconfig'
    | 'unreachable'
    | 'certificate'
    | 'unauthorized'
    | 'forbidden'
    | 'credentials'
    | 'timeout'
    | 'protocol';
  readonly message: string;
}

/** What a cluster's CustomResourceDefinitions say. */
export interface ClusterDefinitions {
  /** `apiVersion kind` of what is served, to its schema as JSON. */
  readonly kinds: ReadonlyMap<string, string>;
  /** True where this user may not list them. */
  readonly isForbidden: boolean;
}

export interface ClusterFacts {
  readonly phase: 'disconnected' | 'connecting' | 'connected';
  /** The kubeconfig's context; undefined while nothing is chosen. */
  readonly context: string | undefined;
  /** The connection's; what was seen before it stays in {@link objects}. */
  readonly problem: ClusterProblem | undefined;
  /** False until every kind was listed once, or refused. */
  readonly complete: boolean;
  /** Kinds that the cluster serves, by name. */
  readonly served: readonly string[];
  /** Kinds that this user may not list, by name. */
  readonly forbidden: readonly string[];
  readonly objects: readonly Json[];
  /** Undefined until they were asked for; the same value as long as nothing has changed. */
  readonly definitions: ClusterDefinitions | undefined;
  /** The cluster's Kubernetes version, such as `1.34`. */
  readonly version: string | undefined;
}

export const DISCONNECTED: ClusterFacts = {
  phase: 'disconnected',
  context: undefined,
  problem: undefined,
  complete: false,
  served: [],
  forbidden: [],
  objects: [],
  definitions: undefined,
  version: undefined,
};
