/** `plumbline/rollbackChoices`, `plumbline/rollbackText`, `plumbline/pushRevert`: a commit taken back, from the choice to the pushed branch. */

import { ProtocolRequestType } from 'vscode-languageserver';
import type { Revert } from '../../base/pull-request.ts';
import { repositoryRootOf, repositoryRoots } from '../../ide/files.ts';
import { impactOf } from '../../ide/impact/impact.ts';
import { impactMarkdown, plural } from '../../ide/impact/markdown.ts';
import { revertBranch, revertTitle } from '../../ide/impact/proposal.ts';
import { type Scope, scopeOfApplication, scopeOfDirectory } from '../../ide/rollback.ts';
import { type Context, handler, patient } from '../handler.ts';
import { visible, visibleLine } from '../markdown.ts';
import {
  PUSH_REVERT,
  type PushBranchResult,
  type PushRevertParams,
  ROLLBACK_CHOICES,
  ROLLBACK_TEXT,
  type RollbackChoices,
  type RollbackChoicesParams,
  type RollbackText,
  type RollbackTextParams,
} from '../protocol.ts';
import { destinationAt, reviewersOf, rootOf, toldOutcome, UNTRUSTED } from './pull-request.ts';

const ChoicesRequest = new ProtocolRequestType<RollbackChoicesParams, RollbackChoices, never, void, void>(ROLLBACK_CHOICES);
const TextRequest = new ProtocolRequestType<RollbackTextParams, RollbackText, never, void, void>(ROLLBACK_TEXT);
const PushRequest = new ProtocolRequestType<PushRevertParams, PushBranchResult, never, void, void>(PUSH_REVERT);

export const rollbackChoices = patient(ChoicesRequest, async (context, params): Promise<RollbackChoices> => {
  const { session, convert } = context;
  if (!session.isTrusted) return { state: 'impossible', reason: UNTRUSTED };
  const scope = scopeOf(context, params);
  if (typeof scope === 'string') return { state: 'impossible', reason: scope };
  const found = await session.world.pullRequests.history(scope.root, scope.paths);
  if ('error' in found) return { state: 'impossible', reason: visibleLine(found.error) };
  return {
    state: 'possible',
    plan: { ...destinationAt(convert, scope.root, found), files: [], commits: [] },
    history: found.history.map(({ commit, subject, author, time, parents }) => ({
      commit,
      subject: visible(subject),
      author: visible(author),
      time,
      isMerge: parents.length > 1,
    })),
  };
});

export const rollbackText = patient(TextRequest, async (context, { root, commit }): Promise<RollbackText> => {
  const { session } = context;
  const path = rootOf(context, root);
  if (!session.isTrusted || path === undefined) return { state: 'impossible', reason: UNTRUSTED };
  const revert = await session.world.pullRequests.revert(path, commit);
  if ('error' in revert) return { state: 'impossible', reason: visibleLine(revert.error) };
  const { of, onto, tree, files } = revert;
  const { documents, world } = session;
  // Both sides are what the branch has: nothing of the working tree that differs from it has a part in them.
  const open = documents.paths.filter((one) => repositoryRootOf(context.db, one) === path);
  const other = [...new Set([...revert.compared, ...revert.local, ...open])];
  const before = await world.pullRequests.without(context.db, path, onto, other);
  const after = await world.pullRequests.without(context.db, path, tree, other);
  const impact = await impactOf({ before, after, files: revert.compared }, context.pace);
  const rest =
    impact.files.length === 0
      ? `${plural(files.length, 'file')} changed; no rendered object differs.\n`
      : impactMarkdown(impact, visibleLine);
  const subject = visible(of.subject);
  return {
    state: 'possible',
    onto,
    files: files.length,
    title: revertTitle(subject),
    branch: revertBranch(subject, of.commit),
    body: `${reverts(revert)}\n\n${rest}`,
    reviewers: reviewersOf(impact),
    dangers: impact.dangers.length,
  };
});

export const pushRevert = handler(PushRequest, async (context, { root, ...request }): Promise<PushBranchResult> => {
  const path = rootOf(context, root);
  if (!context.session.isTrusted || path === undefined) return { state: 'failed', step: 'check', reason: UNTRUSTED };
  return toldOutcome(await context.session.world.pullRequests.pushRevert({ ...request, root: path }));
});

function reverts({ of: { commit, parents } }: Revert): string {
  const [before = '', ...others] = parents;
  if (others.length === 0) return `This reverts commit ${commit}.`;
  return `This reverts commit ${commit}, a merge: what it brought into ${before} is taken out again.`;
}

/** What the choice is limited to; a sentence where that is not known. */
function scopeOf({ db, convert }: Context, { uri, application, directory }: RollbackChoicesParams): Scope | string {
  if (application !== undefined) {
    const [kind = '', namespace = '', ...name] = application.split('/');
    const found = scopeOfApplication(db, kind, namespace, name.join('/'));
    return found ?? `no repository that is open here says what ${visible(application)} is made of`;
  }
  if (directory !== undefined) return scopeOfDirectory(db, directory) ?? `the directory ${visible(directory)} is no longer there`;
  const path = uri === undefined ? undefined : convert.path({ uri });
  const root = (path === undefined ? undefined : repositoryRootOf(db, path)) ?? repositoryRoots(db)[0];
  return root === undefined ? 'no repository is open' : { root, paths: [] };
}
