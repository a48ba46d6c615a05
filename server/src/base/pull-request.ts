/** What pull requests and reverts are made of: what git is asked for, and what whoever asks is told. */
import type { FilePath } from './paths.ts';

/** The URL of a remote, read: which host and repository it names. */
export interface RemoteUrl {
  /** Without port; '' for a directory of this machine. */
  readonly host: string;
  /** The host with the port that its web pages have, where the URL says one. */
  readonly webHost: string;
  /** `owner/name`, or more parts for subgroups; without `.git`. */
  readonly path: string;
  readonly scheme: 'https' | 'http' | 'ssh' | 'git' | 'file';
}

export interface PlannedFile {
  /** Relative to the repository, as git has it. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** `partial`: a part of the change is staged, and that part alone is committed. */
  readonly staged: 'no' | 'whole' | 'partial';
}

/** Where a branch is pushed to, and what it is to be merged into. */
export interface Destination {
  /** Undefined where HEAD is detached. */
  readonly branch: string | undefined;
  /** The branch that the pull request is to be merged into, without the remote's name. */
  readonly target: string;
  readonly remote: { readonly name: string; readonly url: string; readonly parsed: RemoteUrl };
  /** Hooks that will run. */
  readonly hooks: readonly string[];
}

export interface Plan extends Destination {
  readonly root: FilePath;
  readonly head: string;
  /** Not committed yet. */
  readonly files: readonly PlannedFile[];
  /** Subjects of commits that the target does not have; they are part of the pull request. */
  readonly commits: readonly string[];
}

/** Why there is none: a sentence without its full stop. */
export interface Unplanned {
  readonly error: string;
}

export interface BranchRequest {
  readonly root: FilePath;
  readonly branch: string;
  readonly message: string;
  /** Paths as in the plan; none where only commits that are there already are pushed. */
  readonly files: readonly string[];
}

export type BranchResult =
  | { readonly state: 'pushed'; readonly commit: string; readonly branch: string; readonly note: string | undefined }
  /** Nothing has changed, here or at the remote. */
  | { readonly state: 'failed'; readonly step: 'check' | 'commit' | 'push'; readonly reason: string };

export interface PastCommit {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** The first is the one that it is taken back to; a merge has several, the first commit of a repository none. */
  readonly parents: readonly string[];
}

export interface History extends Destination {
  readonly history: readonly PastCommit[];
}

/** The state of the target branch without one of its commits. */
export interface Revert {
  readonly of: PastCommit;
  /** The commit that it goes on top of. */
  readonly onto: string;
  readonly tree: string;
  /** Files that differ between the two; `compared` are those of them that are neither links nor submodules. */
  readonly files: readonly string[];
  readonly compared: readonly FilePath[];
  /** Files that are not in the working tree as `onto` has them. */
  readonly local: readonly FilePath[];
}

export interface RevertRequest {
  readonly root: FilePath;
  readonly commit: string;
  /** As it was when the revert was looked at. */
  readonly onto: string;
  readonly branch: string;
  readonly message: string;
}
