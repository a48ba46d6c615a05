/** What the language server needs from the world; `main.ts` passes it in, tests may pass another. */
import type { FilePath } from '../base/paths.ts';
import type { BranchRequest, BranchResult, History, Plan, Revert, RevertRequest, Unplanned } from '../base/pull-request.ts';
import type { Database } from '../engine/database.ts';
import type { Json } from '../ide/drift/applications.ts';
import type { Plan as ActionPlan, ClusterFacts, Outcome } from '../ide/live/act.ts';

export interface FileEvent {
  readonly path: FilePath;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/** A clock, a breath, and the figures that a process knows of itself. */
export interface Runtime {
  readonly version: string;
  /** Milliseconds from some fixed moment. */
  now(): number;
  /** The time as RFC 3339, which tells one request to a cluster from another. */
  timestamp(): string;
  /** Lets other events run. */
  pause(): Promise<void>;
  /** Calls `work` after so many milliseconds, unless the returned function is called before. */
  later(milliseconds: number, work: () => void): () => void;
  /** Bytes in use. */
  memory(): { readonly heap: number; readonly rss: number };
}

/** The base of the work as a database, beside the one of the working tree. */
export interface Compared {
  readonly before: Database;
  readonly files: readonly FilePath[];
  readonly bases: readonly { readonly root: FilePath; readonly ref: string; readonly commit: string }[];
}

/** A context of the user's kubeconfig. */
export interface ContextChoice {
  readonly name: string;
  readonly server: string;
  readonly current: boolean;
  /** The command that has to run for the credentials: it runs only where this very text is consented to. */
  readonly command: string | undefined;
  /** Why this context cannot be used. */
  readonly refused: string | undefined;
}

export interface ClusterQuestion {
  readonly method: 'GET' | 'PATCH';
  readonly path: string;
  readonly body?: Json;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** Looks at what applications have in a cluster, by reads and dry runs only; what is seen becomes inputs. */
export interface DriftPort {
  /** Reads what the application renders with; its key. */
  take(application: Json, signal: AbortSignal): Promise<string>;
  /** Takes it, and looks at every object of it; its key. */
  look(application: Json, signal: AbortSignal): Promise<string>;
}

/** The cluster that a person chose. Nothing is read, run or connected before one of its methods is called. */
export interface ClusterPort {
  readonly facts: ClusterFacts;
  onChange(listener: () => void): () => void;
  contexts(picked?: string): {
    readonly contexts: readonly ContextChoice[];
    readonly files: readonly string[];
    readonly remarks: readonly string[];
  };
  connect(choice: {
    readonly context: string;
    readonly kubeconfig?: string | undefined;
    readonly consented?: string | undefined;
  }): void;
  disconnect(): void;
  /** Asks everything anew. */
  refresh(): void;
  /** One request to the connected cluster; every status is an answer. */
  request(asked: ClusterQuestion): Promise<{ readonly status: number; readonly body: Json }>;
  /** Does what the plan says and waits for its end, or for the signal. */
  perform(plan: ActionPlan, progress: (message: string) => void, signal: AbortSignal): Promise<Outcome>;
  dispose(): void;
}

/** Git as its user runs it, for pull requests; only for trusted workspaces, and only when a person asked for it. */
export interface PullRequests {
  plan(root: FilePath): Promise<Plan | Unplanned>;
  /** The texts that these files have in a commit, as a database beside `after` that differs from it in them alone. */
  without(after: Database, root: FilePath, commit: string, files: readonly FilePath[]): Promise<Database>;
  push(request: BranchRequest): Promise<BranchResult>;
  /** The latest commits of the branch to merge into that touched something below these paths. */
  history(root: FilePath, paths: readonly FilePath[]): Promise<History | Unplanned>;
  revert(root: FilePath, commit: string): Promise<Revert | Unplanned>;
  pushRevert(request: RevertRequest): Promise<BranchResult>;
}

/** A remote entry that a kustomization names. */
export interface NamedRemote {
  readonly entry: string;
  readonly kustomization: FilePath;
  readonly takesDirectories: boolean;
  readonly isFetched: boolean;
}

export interface ChartsRendered {
  readonly rendered: number;
  readonly failed: readonly { readonly chart: string; readonly directory: FilePath; readonly reason: string }[];
}

/** The user's helm for charts of kustomizations; only for trusted workspaces. */
export interface ChartsPort {
  /** True where the settings want charts rendered without being asked each time. */
  readonly isWanted: boolean;
  /** Renders every chart that is not rendered as it is on disk now; what helm answers becomes inputs. */
  render(signal: AbortSignal): Promise<ChartsRendered>;
}

/** Catalogues of schemas for kinds that nobody else describes. */
export interface CataloguesPort {
  readonly locations: readonly {
    readonly location: string;
    readonly is: 'folder' | 'agreed' | 'proposed';
    readonly problem: string | undefined;
  }[];
  /** Reads folders and what servers answered before; asks nobody. */
  load(): Promise<void>;
  /** Asks the servers that a person has agreed to; only for trusted workspaces. */
  fetch(options: { readonly signal?: AbortSignal }): AsyncIterable<{
    readonly kind: string;
    readonly host: string;
    readonly result: 'found' | 'unknown' | { readonly error: string };
  }>;
}

/** The files behind the database. Only this port writes inputs; everything it does ends up in the database. */
export interface World {
  readonly db: Database;
  readonly runtime: Runtime;
  /** Makes these the opened folders: reads what belongs to them, forgets what does not. Progress counts files. */
  open(folders: readonly FilePath[], progress: (done: number, total: number) => void): Promise<void>;
  /** Brings the database up to date with what the editor saw change on disk; true where an input changed. */
  filesChanged(events: readonly FileEvent[]): Promise<boolean>;
  /** The editor's text stands in the stead of the disk's, at once and without touching the disk. */
  edited(path: FilePath, text: string): void;
  /** The disk's text counts again. */
  closed(path: FilePath): Promise<void>;
  /**
   * Asks git what these repositories have at the base of the work, and which files may differ; `open` are files whose text
   * is the editor's. Only for trusted workspaces. A sentence where git cannot say.
   */
  compare(roots: readonly FilePath[], open: readonly FilePath[]): Promise<Compared | { readonly error: string }>;
  readonly pullRequests: PullRequests;
  /** Every remote entry that kustomizations name, also fetched ones. Asks nobody. */
  remotes(): readonly NamedRemote[];
  /** Fetches these entries; only for trusted workspaces, and when a person has consented to them. */
  fetchRemotes(
    entries: ReadonlySet<string>,
    signal: AbortSignal,
  ): AsyncIterable<{ readonly entry: string; readonly result: { readonly url: string } | { readonly error: string } }>;
  readonly charts: ChartsPort;
  readonly catalogues: CataloguesPort;
  /** Has the user's Terraform validate a directory, and writes what it says. Only for trusted workspaces. */
  terraformValidate(
    directory: FilePath,
    signal: AbortSignal,
  ): Promise<{ readonly errors: number; readonly warnings: number } | { readonly failed: string }>;
  /** The text as the user's Terraform formats it. Only for trusted workspaces. */
  terraformFormat(text: string, signal: AbortSignal): Promise<{ readonly text: string } | { readonly failed: string }>;
  /** What Kubernetes says of its own types and fields; nothing of it is loaded before. */
  descriptions(): Promise<string>;
  /** The editor's settings, as received and not yet checked. */
  settings(received: unknown): void;
  /** Clusters; loaded at the first call. */
  clusters(): Promise<ClusterPort>;
  /** Looks through a cluster that is connected to this context. */
  looks(context: string, cluster: Pick<ClusterPort, 'request'>): DriftPort;
}
