/** Requests and notifications on live clusters: method names and types, nothing that runs. */
import type { SourceLocation } from './protocol.ts';

/** The contexts of the user's kubeconfig; nothing is connected by asking. */
export const CONTEXTS = 'plumbline/contexts';

export interface ContextsParams {
  /** A kubeconfig file that a person picked, as a path of the system. */
  readonly kubeconfig?: string;
}

export interface ContextsResult {
  readonly contexts: readonly {
    readonly name: string;
    /** The name as it may be shown. */
    readonly title: string;
    readonly server: string;
    readonly current: boolean;
    /** The command that has to run for the credentials: a person has to see and want it. */
    readonly command?: string;
    readonly refused?: string;
  }[];
  readonly files: readonly string[];
  readonly remarks: readonly string[];
  /** False where the workspace is not trusted: nothing can be connected then. */
  readonly trusted: boolean;
}

/** Connects a context in the place of any other; answers {@link LiveResult} at once, the rest comes as changes. */
export const CONNECT = 'plumbline/connect';

export interface ConnectParams extends ContextsParams {
  readonly context: string;
  /** The command that a person consented to, as it was shown. */
  readonly consented?: string;
}

export const DISCONNECT = 'plumbline/disconnect';

/** Asks the connected cluster for everything anew. */
export const RECONNECT = 'plumbline/reconnect';

/** Sent, without parameters, when what {@link LIVE} answers may have changed. */
export const LIVE_CHANGED = 'plumbline/liveChanged';

/** The Applications view. */
export const LIVE = 'plumbline/live';

export type LiveGrouping = 'environment' | 'engine' | 'namespace';

export interface LiveParams {
  readonly grouping: LiveGrouping;
}

export interface LiveResult {
  readonly phase: 'disconnected' | 'connecting' | 'connected';
  readonly context?: string;
  readonly protected: boolean;
  readonly readOnly: boolean;
  /** `empty`: connected, and nothing to show; `noController`: the cluster knows no kind of Argo CD and Flux. */
  readonly problem?: { readonly kind: string; readonly message: string };
  readonly complete: boolean;
  readonly served: readonly string[];
  readonly forbidden: readonly string[];
  readonly nodes: readonly LiveTreeNode[];
}

export interface LiveTreeNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: readonly string[];
  readonly icon: string;
  readonly is: readonly string[];
  readonly application?: string;
  readonly since?: string;
  readonly declared?: SourceLocation;
  /** Of an object that drifted: its application and itself, as the requests on drift take them. */
  readonly drift?: readonly [application: string, object: string];
  readonly isOpen: boolean;
  readonly children: readonly LiveTreeNode[];
}

export interface ActionParams {
  /** Kind/namespace/name. */
  readonly application: string;
  readonly action: string;
  readonly prune?: boolean;
  readonly revision?: string;
}

/** What an action would do, to be asked before it is done. */
export const PLAN = 'plumbline/plan';

export type PlanResult =
  | { readonly refused: string }
  | {
      readonly question: string;
      readonly detail: readonly string[];
      readonly button: string;
      /** False where nothing is changed that a person would want to be asked about. */
      readonly asks: boolean;
      /** What has to be typed first. */
      readonly typed?: string;
    };

/** Does it, and answers when the controller has ended it. Cancelling ends the waiting, not what the controller does. */
export const ACT = 'plumbline/act';

export interface ActParams extends ActionParams {
  /** What was typed where it was asked for. */
  readonly typed?: string;
  /** Comes back with {@link PROGRESS}. */
  readonly token: string;
}

export interface ActResult {
  readonly ok: boolean;
  readonly message: string;
}

export const PROGRESS = 'plumbline/progress';

export interface ProgressParams {
  readonly token: string;
  readonly message: string;
}

/** Commands of the client that code lenses run: with an application; with an action and an application. */
export const SHOW_APPLICATION = 'plumbline.showApplication';
export const RUN_ACTION = 'plumbline.runAction';
