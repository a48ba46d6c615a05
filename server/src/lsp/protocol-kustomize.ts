/** Requests about what kustomizations need of elsewhere: remote bases and rendered charts. Types and names, nothing that runs. */

/** Asks which remote entries kustomizations name; no parameters, nothing is asked of the network. */
export const REMOTES = 'plumbline/remotes';

export interface RemoteEntry {
  /** As it is written. */
  readonly entry: string;
  readonly host: string;
  /** A branch, tag or commit; '' where the entry names none. */
  readonly ref: string;
  /** A kustomization that names it, as people write its path. */
  readonly kustomization: string;
  readonly isFetched: boolean;
}

/** Fetches these entries, which a person has seen and consented to. */
export const FETCH_REMOTES = 'plumbline/fetchRemotes';

export interface FetchRemotesParams {
  readonly entries: readonly string[];
}

export type FetchRemotesResult =
  | { readonly state: 'untrusted' }
  | {
      readonly state: 'done';
      readonly fetched: readonly string[];
      readonly failed: readonly { readonly entry: string; readonly reason: string }[];
    };

/** Has the user's helm render the charts of kustomizations, now and whenever their files are saved; no parameters. */
export const RENDER_CHARTS = 'plumbline/renderCharts';

export type RenderChartsResult =
  | { readonly state: 'untrusted' }
  | {
      readonly state: 'done';
      readonly rendered: number;
      readonly failed: readonly { readonly chart: string; readonly directory: string; readonly reason: string }[];
    };

/** Commands of the client that code actions run: with the entries to fetch; without arguments. */
export const FETCH_COMMAND = 'plumbline.fetchRemoteBases';
export const CHARTS_COMMAND = 'plumbline.renderHelmCharts';
