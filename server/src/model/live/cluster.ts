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
}

export const DISCONNECTED: ClusterFacts = {
  phase: 'disconnected',
  context: undefined,
  problem: undefined,
  complete: false,
  served: [],
  forbidden: [],
  objects: [],
};
