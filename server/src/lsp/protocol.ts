/** Requests and notifications that Plumbline adds to the protocol: method names and types, nothing that runs. */

/** What a client may send as `initializationOptions`; anything else in them is ignored. */
export interface InitializationOptions {
  /** Where the rules' pages lie, as an `https:` or `file:` URL that ends with `/`: findings link to `<ruleDocs><rule>.md`. */
  readonly ruleDocs?: string;
  /** True where the client has the commands of {@link SHOW_RENDERED} and {@link SHOW_USES} and follows {@link CHANGED}. */
  readonly commands?: boolean;
}

/** Asks for the figures behind `Plumbline: Show Server Status`; no parameters. */
export const STATUS = 'plumbline/status';

export interface StatusResult {
  readonly version: string;
  /** Files that belong to the workspace. */
  readonly files: number;
  /** Kubernetes objects and the like that they declare. */
  readonly resources: number;
  readonly folders: readonly string[];
  readonly openDocuments: number;
  readonly memory: { readonly heapBytes: number; readonly rssBytes: number };
  readonly queries: {
    /** Executed since the start, all and the busiest by name. */
    readonly executed: number;
    readonly busiest: readonly { readonly name: string; readonly executed: number; readonly held: number }[];
  };
  /** Defects met so far, each once. */
  readonly failures: readonly string[];
  /** Files that Plumbline does not look into, and why. */
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
  readonly leftOutCount: number;
}

/** Sent when the server begins and ends to read the workspace, for the language status item. */
export const STATE = 'plumbline/state';

export interface StateParams {
  readonly state: 'indexing' | 'ready';
  readonly files: number;
}

/** Commands of the client that code lenses run: with the URI of a directory; with the URI of a document and locations. */
export const SHOW_RENDERED = 'plumbline.showRendered';
export const SHOW_USES = 'plumbline.showUses';

/** Sent, without parameters, whenever what rendered documents depend on may have changed. */
export const CHANGED = 'plumbline/changed';

/** Asks for what the kustomization of a directory builds, as YAML; null for what is no URI. */
export const RENDERED = 'plumbline/rendered';

export interface RenderedParams {
  /** The URI of the directory. */
  readonly directory: string;
}

/** Asks where a line of such a document was set; null where nothing set it. */
export const RENDERED_SOURCE = 'plumbline/renderedSource';

export interface RenderedSourceParams extends RenderedParams {
  /** Counted from 0. */
  readonly line: number;
}

interface PositionOf {
  readonly line: number;
  readonly character: number;
}

export interface RangeOf {
  readonly start: PositionOf;
  readonly end: PositionOf;
}

/** Where something stands, as in the protocol. */
export interface SourceLocation {
  readonly uri: string;
  readonly range: RangeOf;
}

/** Asks for the kustomizations that build a file, or for all, those near to one first. */
export const KUSTOMIZATIONS = 'plumbline/kustomizations';

export interface KustomizationsParams {
  readonly of?: string;
  readonly near?: string;
}

export interface KustomizationChoice {
  /** The URI of the directory. */
  readonly directory: string;
  /** What tells it from the others. */
  readonly name: string;
  /** As people write it, relative to the repository. */
  readonly path: string;
}

/** A command of the server's own: makes the change that a code action speaks of once it is proven to keep what is built. */
export const CONVERT = 'plumbline.convert';

export interface ConvertArguments {
  /** The URI of the kustomization file. */
  readonly kustomization: string;
  /** The form that one of its patches is to have, or a component for what it says like another. */
  readonly to: 'merge' | 'json' | 'component';
  /** Which of its patches. */
  readonly index?: number;
  /** The URI of the other kustomization file. */
  readonly other?: string;
}

/** The code action kind that applies all safe fixes of a file. */
export const FIX_ALL = 'source.fixAll.plumbline';
