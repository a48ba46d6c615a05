/** Requests and notifications that Plumbline adds to the protocol: method names and types, nothing that runs. */

/** What a client may send as `initializationOptions`; anything else in them is ignored. */
export interface InitializationOptions {
  /** Where the rules' pages lie, as an `https:` or `file:` URL that ends with `/`: findings link to `<ruleDocs><rule>.md`. */
  readonly ruleDocs?: string;
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

/** The code action kind that applies all safe fixes of a file. */
export const FIX_ALL = 'source.fixAll.plumbline';
