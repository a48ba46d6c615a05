/** `plumbline/pullRequestPlan`, `plumbline/pullRequestText`, `plumbline/pushBranch`: a pull request, from its plan to the pushed branch. */

import { ProtocolRequestType } from 'vscode-languageserver';
import { type FilePath, join } from '../../base/paths.ts';
import type { BranchResult, Destination } from '../../base/pull-request.ts';
import { environmentIn, repositoryRoots } from '../../ide/files.ts';
import { type Impact, impactOf } from '../../ide/impact/impact.ts';
import { impactMarkdown } from '../../ide/impact/markdown.ts';
import { proposedBranch, proposedTitle } from '../../ide/impact/proposal.ts';
import type { Converter } from '../convert.ts';
import { type Context, handler, patient } from '../handler.ts';
import { visible, visibleLine } from '../markdown.ts';
import {
  PULL_REQUEST_PLAN,
  PULL_REQUEST_TEXT,
  PUSH_BRANCH,
  type PullRequestPlan,
  type PullRequestPlanResult,
  type PullRequestText,
  type PullRequestTextParams,
  type PushBranchParams,
  type PushBranchResult,
} from '../protocol.ts';

const PlanRequest = new ProtocolRequestType<null, PullRequestPlanResult, never, void, void>(PULL_REQUEST_PLAN);
const TextRequest = new ProtocolRequestType<PullRequestTextParams, PullRequestText | null, never, void, void>(PULL_REQUEST_TEXT);
const PushRequest = new ProtocolRequestType<PushBranchParams, PushBranchResult, never, void, void>(PUSH_BRANCH);

export const UNTRUSTED = 'the workspace is not trusted, and git is not run in it';

export const pullRequestPlan = patient(PlanRequest, async (context): Promise<PullRequestPlanResult> => {
  const { session, convert, pace, db } = context;
  if (!session.isTrusted) return { state: 'impossible', reason: UNTRUSTED };
  const known = await session.changes.now(pace, true);
  if ('error' in known) return { state: 'impossible', reason: visible(known.error) };
  const roots = repositoryRoots(db);
  const root = roots.find((one) => known.impact.files.some(({ path }) => path.startsWith(`${one}/`))) ?? roots[0];
  if (root === undefined) return { state: 'impossible', reason: 'no repository is open' };
  const plan = await session.world.pullRequests.plan(root);
  if ('error' in plan) return { state: 'impossible', reason: visibleLine(plan.error) };
  return {
    state: 'possible',
    ...destinationAt(convert, root, plan),
    files: plan.files.map((file) => ({ ...file, environment: environmentIn(file.path) })),
    commits: plan.commits.map(visible),
  };
});

export function destinationAt(
  convert: Converter,
  root: FilePath,
  { branch, target, remote, hooks }: Destination,
): Omit<PullRequestPlan, 'files' | 'commits'> {
  const { parsed, name, url } = remote;
  return { root: convert.uri(root), branch, target, remote: { name, url, ...parsed }, hooks };
}

export const pullRequestText = patient(TextRequest, async (context, { root, files }): Promise<PullRequestText | null> => {
  const { session, pace, db } = context;
  const path = rootOf(context, root);
  if (!session.isTrusted || path === undefined) return null;
  const plan = await session.world.pullRequests.plan(path);
  const known = await session.changes.now(pace, false);
  if ('error' in plan || 'error' in known) return null;
  const { before, files: compared } = known.compared;
  const left = plan.files.filter((file) => !files.includes(file.path)).map((file) => join(path, file.path));
  // What is not chosen is not part of the pull request, and not of what it says of itself.
  const after = left.length === 0 ? db : await session.world.pullRequests.without(db, path, plan.head, left);
  const impact = await impactOf({ before, after, files: compared }, pace);
  const title = visible(proposedTitle(impact));
  return {
    title,
    branch: proposedBranch(title),
    body: impactMarkdown(impact, visibleLine),
    reviewers: reviewersOf(impact),
    dangers: impact.dangers.length,
  };
});

export const pushBranch = handler(PushRequest, async (context, { root, branch, message, files }): Promise<PushBranchResult> => {
  const path = rootOf(context, root);
  if (!context.session.isTrusted || path === undefined) return { state: 'failed', step: 'check', reason: UNTRUSTED };
  const result = await context.session.world.pullRequests.push({ root: path, branch, message, files });
  context.session.changes.stale();
  return toldOutcome(result);
});

export function toldOutcome(result: BranchResult): PushBranchResult {
  if (result.state === 'failed') return { ...result, reason: result.reason.split('\n').map(visibleLine).join('\n') };
  const { commit, branch, note } = result;
  return { state: 'pushed', commit, branch, ...(note !== undefined && { note }) };
}

/** Whom hosts know: users and teams, as CODEOWNERS writes them. */
export function reviewersOf({ owners }: Impact): readonly string[] {
  return owners.map(({ owner }) => owner).filter((owner) => /^@[\w./-]{1,100}$/.test(owner));
}

/** Only the repositories of the workspace can be asked for. */
export function rootOf({ db, convert }: Context, uri: string): FilePath | undefined {
  const path = convert.path({ uri });
  return path !== undefined && repositoryRoots(db).includes(path) ? path : undefined;
}
