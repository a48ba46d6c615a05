/** A pull request that is being prepared: what was planned and chosen, until it is opened or its preview is closed. */
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import { count } from '../text.ts';

export interface Draft {
  readonly plan: protocol.PullRequestPlan;
  /** Paths of the files that are committed. */
  readonly files: readonly string[];
  readonly branch: string;
  readonly reviewers: readonly string[];
  /** Everybody whom CODEOWNERS names. */
  readonly owners: readonly string[];
  readonly isDraft: boolean;
  /** Dangers that the text tells of. */
  readonly dangers: number;
  /** The commit that is taken back; undefined where files are committed. */
  readonly revert?: {
    readonly commit: string;
    /** The commit that the revert goes on top of. */
    readonly onto: string;
    /** How many files it changes. */
    readonly files: number;
  };
}

/** What will happen, in the words of the lenses above a preview. */
export function facts({ plan, files, branch, reviewers, isDraft, revert }: Draft): {
  readonly [name in 'branch' | 'files' | 'reviewers' | 'draft' | 'hooks']: string;
} {
  const { commits, target, hooks } = plan;
  const earlier = commits.length === 0 ? '' : ` and ${commits.length} earlier ${commits.length === 1 ? 'commit' : 'commits'}`;
  return {
    branch: literal(`${branch} → ${target}`),
    files:
      revert === undefined
        ? `${count(files.length, 'file')}${earlier}`
        : `takes back ${shortHash(revert.commit)} in ${count(revert.files, 'file')}`,
    reviewers: reviewers.length === 0 ? 'no reviewers' : literal(`reviewers ${reviewers.join(' ')}`),
    draft: isDraft ? 'draft' : 'ready for review',
    hooks: hooks.length === 0 ? '' : `runs your hooks ${hooks.join(', ')}`,
  };
}

/** Text in which nothing is the name of an icon. */
export function literal(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/** A commit as people name it. */
export function shortHash(commit: string): string {
  return commit.slice(0, 7);
}
