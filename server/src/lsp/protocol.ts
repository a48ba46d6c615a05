/** Requests and notifications that Plumbline adds to the protocol: method names and types, nothing that runs. */
import type { CatalogueState, ClusterKindsState, KindState } from './protocol-schemas.ts';

/** What a client may send as `initializationOptions`; anything else in them is ignored. */
export interface InitializationOptions {
  /** Where the rules' pages lie, as an `https:` or `file:` URL that ends with `/`: findings link to `<ruleDocs><rule>.md`. */
  readonly ruleDocs?: string;
  /** True where the client has the commands of {@link SHOW_RENDERED} and {@link SHOW_USES} and follows {@link CHANGED}. */
  readonly commands?: boolean;
  /** True where the workspace is trusted: nothing that runs a program answers before, see {@link TRUSTED}. */
  readonly trusted?: boolean;
}

/** Sent by the client, without parameters, when the workspace becomes trusted. */
export const TRUSTED = 'plumbline/trusted';

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
  /** Custom kinds, those that nobody describes first, then those with most objects. */
  readonly kinds: readonly KindState[];
  readonly kindsCount: number;
  readonly catalogues: readonly CatalogueState[];
  /** Absent while no cluster has told its kinds. */
  readonly cluster?: ClusterKindsState;
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
  /** One of its objects alone, as {@link COMPARISON} names it. */
  readonly object?: string;
}

/** Asks which objects two directories build differently; those of one alone lack the other side. */
export const COMPARISON = 'plumbline/comparison';

export interface ComparisonParams {
  readonly left: string;
  readonly right: string;
}

export interface ComparisonResult {
  readonly differing: readonly { readonly label: string; readonly left?: string; readonly right?: string }[];
  /** How many are the same in both. */
  readonly same: number;
  /** False where one of the two does not build. */
  readonly isComplete: boolean;
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

/** Asks what the working tree changes in what is deployed. */
export const IMPACT = 'plumbline/impact';

export interface ImpactParams {
  /** True to ask git anew; false where only texts that the editor holds have changed since. */
  readonly refresh: boolean;
}

export type ImpactResult =
  | { readonly state: 'untrusted' }
  /** A sentence without its full stop. */
  | { readonly state: 'unknown'; readonly reason: string }
  | ({ readonly state: 'known' } & ImpactOverview);

export interface ImpactOverview {
  /** What is compared with, such as `origin/main`. */
  readonly base: string;
  /** How much changes, as a sentence. */
  readonly headline: string;
  readonly dangers: readonly {
    readonly message: string;
    readonly applications: readonly string[];
    readonly at: ImpactLocation;
  }[];
  readonly applications: readonly ImpactApplicationItem[];
  readonly terraform: readonly { readonly directory: string; readonly files: readonly string[] }[];
  readonly owners: readonly string[];
  /** Every changed file, with the URI and how it changed. */
  readonly files: readonly ImpactFileItem[];
}

export interface ImpactFileItem {
  readonly uri: string;
  readonly file: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly owners: readonly string[];
  /** The URI of the repository that it belongs to. */
  readonly repository: string;
}

/** A place on one side; on the old one the text is that of {@link IMPACT_BASE}. */
export interface ImpactLocation extends SourceLocation {
  readonly side: 'before' | 'after';
}

export interface ImpactApplicationItem {
  readonly id: string;
  readonly title: string;
  /** How many objects change. */
  readonly words: string;
  readonly environment: string | undefined;
  readonly directory: string;
  readonly objects: readonly ImpactObjectItem[];
  readonly problems: readonly { readonly message: string; readonly at: ImpactLocation }[];
}

export interface ImpactObjectItem {
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly title: string;
  /** What happens to it, as in `replicas 2 → 3`. */
  readonly words: string;
  /** Where the first change is set. */
  readonly at: ImpactLocation | undefined;
}

/** Asks for one side of an object as it is rendered; '' where it is not there. */
export const IMPACT_TEXT = 'plumbline/impactText';

export interface ImpactTextParams {
  readonly application: string;
  readonly object: string;
  readonly side: 'before' | 'after';
}

/** Asks where a line of such a text was set; null where nothing set it. */
export const IMPACT_SOURCE = 'plumbline/impactSource';

export interface ImpactSourceParams extends ImpactTextParams {
  readonly line: number;
}

/** Asks for the text that a file has on the old side; '' where it is not there. */
export const IMPACT_BASE = 'plumbline/impactBase';

export interface ImpactBaseParams {
  readonly uri: string;
}

/** Asks for the impact as Markdown. */
export const IMPACT_MARKDOWN = 'plumbline/impactMarkdown';

/** Asks what a pull request out of the working tree would be made of; nothing is changed by it. */
export const PULL_REQUEST_PLAN = 'plumbline/pullRequestPlan';

export type PullRequestPlanResult =
  /** A sentence without its full stop. */
  { readonly state: 'impossible'; readonly reason: string } | ({ readonly state: 'possible' } & PullRequestPlan);

export interface PullRequestPlan {
  /** The URI of the repository. */
  readonly root: string;
  readonly branch: string | undefined;
  /** The branch to merge into. */
  readonly target: string;
  readonly remote: {
    readonly name: string;
    /** Without credentials. */
    readonly url: string;
    readonly host: string;
    readonly webHost: string;
    readonly path: string;
    readonly scheme: string;
  };
  readonly files: readonly PullRequestFile[];
  /** Subjects of commits that go along. */
  readonly commits: readonly string[];
  /** Git hooks that will run. */
  readonly hooks: readonly string[];
}

export interface PullRequestFile {
  /** As git has it; what {@link PUSH_BRANCH} takes. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly staged: 'no' | 'whole' | 'partial';
  readonly environment: string | undefined;
}

/** Asks for title, text and reviewers that are proposed for a pull request with these files. */
export const PULL_REQUEST_TEXT = 'plumbline/pullRequestText';

export interface PullRequestTextParams {
  readonly root: string;
  readonly files: readonly string[];
}

export interface PullRequestText {
  readonly title: string;
  readonly branch: string;
  readonly body: string;
  /** As CODEOWNERS writes them, without those that are no name on a host. */
  readonly reviewers: readonly string[];
  readonly dangers: number;
}

/** Commits the chosen files and pushes them as a branch; on failure nothing has changed. */
export const PUSH_BRANCH = 'plumbline/pushBranch';

export interface PushBranchParams {
  readonly root: string;
  readonly branch: string;
  readonly message: string;
  readonly files: readonly string[];
}

export type PushBranchResult =
  | { readonly state: 'pushed'; readonly commit: string; readonly branch: string; readonly note?: string }
  | { readonly state: 'failed'; readonly step: 'check' | 'commit' | 'push'; readonly reason: string };

/** Asks which commits of the branch to merge into can be taken back, of one application or of the repository. */
export const ROLLBACK_CHOICES = 'plumbline/rollbackChoices';

export interface RollbackChoicesParams {
  /** A file of the repository that is meant where there are several. */
  readonly uri?: string;
  /** Kind/namespace/name of what a controller deploys. */
  readonly application?: string;
  /** A directory relative to its repository, as {@link ImpactApplicationItem} has it. */
  readonly directory?: string;
}

export type RollbackChoices =
  | { readonly state: 'impossible'; readonly reason: string }
  | { readonly state: 'possible'; readonly plan: PullRequestPlan; readonly history: readonly PastCommit[] };

export interface PastCommit {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly isMerge: boolean;
}

/** Asks for the text of a pull request that takes a commit back, and so whether that is possible at all. */
export const ROLLBACK_TEXT = 'plumbline/rollbackText';

export interface RollbackTextParams {
  readonly root: string;
  readonly commit: string;
}

export type RollbackText =
  | { readonly state: 'impossible'; readonly reason: string }
  /** `onto` is the commit that the revert goes on top of. */
  | ({ readonly state: 'possible'; readonly onto: string; readonly files: number } & PullRequestText);

/** Commits a revert and pushes it as a new branch; HEAD, index and working tree stay. Answers {@link PushBranchResult}. */
export const PUSH_REVERT = 'plumbline/pushRevert';

export interface PushRevertParams extends RollbackTextParams {
  readonly onto: string;
  readonly branch: string;
  readonly message: string;
}

/** The command of the lens above a changed manifest: begins a pull request. */
export const OPEN_PULL_REQUEST = 'plumbline.openPullRequest';

/** The command of the lens above a changed manifest: shows the Changes view. */
export const SHOW_CHANGES = 'plumbline.showChanges';

/** Asks the user's Terraform to validate the directory of a document, or to format its text. Answered in trusted workspaces only. */
export const TERRAFORM_VALIDATE = 'plumbline/terraformValidate';
export const TERRAFORM_FORMAT = 'plumbline/terraformFormat';

export interface TerraformParams {
  /** Of a configuration file. */
  readonly uri: string;
}

/** Why Terraform was not run or did not come to an end; the message is a sentence for people. */
export type TerraformFailure = { readonly state: 'untrusted' } | { readonly state: 'failed'; readonly message: string };

/** What was found is among the diagnostics. */
export type TerraformValidateResult =
  | { readonly state: 'done'; readonly directory: string; readonly errors: number; readonly warnings: number }
  | TerraformFailure;

export type TerraformFormatResult =
  | { readonly state: 'done'; readonly edits: readonly { readonly range: RangeOf; readonly newText: string }[] }
  | TerraformFailure;

/** The code action kind that applies all safe fixes of a file. */
export const FIX_ALL = 'source.fixAll.plumbline';
