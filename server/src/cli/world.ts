/** What the command line needs of the world; `cli.ts` passes the real one in, tests another. */
import type { FilePath } from '../base/paths.ts';
import type { Database } from '../engine/database.ts';
import type { Pace } from '../engine/sweep.ts';

/** Standard output or standard error. */
export interface Stream {
  readonly isTTY: boolean;
  /** Columns of the terminal, where it is one. */
  readonly columns: number | undefined;
  write(text: string): void;
}

export interface Changes {
  /** Each file that was made, changed or deleted, with its text before, where it had one. */
  readonly files: ReadonlyMap<FilePath, string | undefined>;
}

/** The commit that a repository is compared with. */
export interface Base {
  readonly root: FilePath;
  readonly ref: string;
  readonly commit: string;
}

/** Which cluster is looked at, and for what. */
export interface DriftWanted {
  /** The kubeconfig's context; undefined: the current one. */
  readonly context: string | undefined;
  /** `name` or `namespace/name`; undefined: all that are deployed from here. */
  readonly application: string | undefined;
  /** True where the command that the kubeconfig names for its credentials may run. */
  readonly allowsCommand: boolean;
}

export interface FetchOptions {
  /** Also what was fetched before. */
  readonly again: boolean;
  /** Hosts of this machine or its own network that may be asked all the same. */
  readonly allowed: ReadonlySet<string>;
}

/** A remote entry that was fetched, or why not. */
export interface Fetching {
  readonly entry: string;
  readonly kustomization: FilePath;
  readonly result: { readonly url: string; readonly commit: string | undefined } | { readonly error: string };
}

/** Catalogues of schemas, beside those that `.plumbline.yaml` names. */
export interface CatalogueOptions {
  /** URLs and absolute folders, each with its variables. */
  readonly locations: readonly string[];
}

/** A schema that a server was asked for. */
export interface AskedSchema {
  /** `apiVersion kind`. */
  readonly kind: string;
  readonly host: string;
  readonly result: 'found' | 'unknown' | { readonly error: string };
}

export interface World {
  readonly out: Stream;
  readonly err: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: FilePath;
  readonly version: string;
  readonly pace: Pace;
  /** The path that an argument means. */
  resolve(argument: string): FilePath;
  /** What stands at a path, links followed; undefined where nothing does or nothing can be seen. */
  kindOf(path: FilePath): 'file' | 'directory' | 'other' | undefined;
  /** Loads the repositories that hold these directories, or the directories where no repository holds them. */
  load(directories: readonly FilePath[], progress: (done: number, total: number) => void): Promise<Database>;
  /** Loads the repository that holds a directory; where none does, the directory and what its kustomizations build upon. */
  loadForBuild(directory: FilePath, progress: (done: number, total: number) => void): Promise<Database>;
  /** What differs between the merge base with `ref` and the working tree of a repository; a sentence where git cannot say. */
  changedSince(root: FilePath, ref: string): Promise<Changes | { readonly error: string }>;
  /**
   * These repositories at the merge base with `ref`, else with their default branches, and the files that may differ; a
   * sentence where git cannot say.
   */
  compare(
    after: Database,
    roots: readonly FilePath[],
    ref: string | undefined,
  ): Promise<
    | { readonly before: Database; readonly files: readonly FilePath[]; readonly bases: readonly Base[] }
    | { readonly error: string }
  >;
  /**
   * Looks at what applications have in a cluster and writes it to the database; their keys, or a sentence. Reads and dry
   * runs only.
   */
  drift(
    db: Database,
    wanted: DriftWanted,
    progress: (done: number, total: number) => void,
  ): Promise<{ readonly context: string; readonly keys: readonly string[]; readonly now: number } | { readonly error: string }>;
  /**
   * Fetches what kustomizations at or below these paths name of other repositories and servers, and what that names in
   * turn, until nothing new is named; tells each as it comes.
   */
  fetchRemotes(db: Database, below: readonly FilePath[], options: FetchOptions): AsyncIterable<Fetching>;
  /** Makes known what catalogues have of custom kinds: folders are read, and what servers answered before. Asks nobody. */
  loadSchemas(db: Database, options: CatalogueOptions): Promise<void>;
  /** Asks the servers among the catalogues, also those that `.plumbline.yaml` names, for schemas of kinds that nobody describes. */
  fetchSchemas(db: Database, options: CatalogueOptions & { readonly again: boolean }): AsyncIterable<AskedSchema>;
  /**
   * Has the user's helm render the charts that these kustomizations have; `program` is the one that a person named. What
   * could not be rendered is a problem of the builds.
   */
  renderCharts(db: Database, directories: readonly FilePath[], options: { readonly program: string | undefined }): Promise<void>;
  /** Writes a file inside of a repository; a sentence where that cannot be. */
  write(root: FilePath, path: FilePath, text: string): string | undefined;
  /** Serves an editor until it hangs up. */
  serve(): Promise<void>;
}
