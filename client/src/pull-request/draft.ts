/** A pull request that is being prepared: what was planned and chosen, until it is opened or its preview is closed. */
import type * as protocol from '../../../server/src/lsp/protocol.ts';

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
}

/** What will happen, in the words of the lenses above a preview. */
export function facts({ plan, files, branch, reviewers, isDraft }: Draft): {
  readonly [name in 'branch' | 'files' | 'reviewers' | 'draft' | 'hooks']: string;
} {
  const { commits, target, hooks } = plan;
  const earlier = commits.length === 0 ? '' : ` and ${commits.length} earlier ${commits.length === 1 ? 'commit' : 'commits'}`;
  return {
    branch: `${branch} → ${target}`,
    files: `${files.length} ${files.length === 1 ? 'file' : 'files'}${earlier}`,
    reviewers: reviewers.length === 0 ? 'no reviewers' : `reviewers ${reviewers.join(' ')}`,
    draft: isDraft ? 'draft' : 'ready for review',
    hooks: hooks.length === 0 ? '' : `runs your hooks ${hooks.join(', ')}`,
  };
}
