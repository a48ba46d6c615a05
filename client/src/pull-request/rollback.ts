/** `Plumbline: Roll Back…` up to its preview: which commit is taken back, and what that comes to. */
import { ProgressLocation, type QuickPickItem, window } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import { failureSentence } from '../failures.ts';
import type { Server } from '../server.ts';
import { ago } from '../text.ts';
import { type Draft, literal, shortHash } from './draft.ts';

const CHOICES: typeof protocol.ROLLBACK_CHOICES = 'plumbline/rollbackChoices';
const TEXT: typeof protocol.ROLLBACK_TEXT = 'plumbline/rollbackText';

/** A draft with the text that it begins with; undefined where a person leaves, or has been told why it cannot be. */
export async function prepareRollback(
  server: Server,
  node: unknown,
): Promise<{ readonly draft: Draft; readonly text: protocol.PullRequestText } | undefined> {
  const choices = await asked<protocol.RollbackChoices>(server, CHOICES, scopeOf(node), 'Looking for commits');
  if (choices === undefined) return undefined;
  const { plan, history } = choices;
  const commit = await askForCommit(plan, history);
  if (commit === undefined) return undefined;
  const params: protocol.RollbackTextParams = { root: plan.root, commit };
  const text = await asked<protocol.RollbackText>(server, TEXT, params, 'Preparing the revert');
  if (text === undefined) return undefined;
  const { branch, reviewers, dangers, onto, files } = text;
  const revert = { commit, onto, files };
  return { draft: { plan, files: [], branch, reviewers, owners: reviewers, isDraft: false, dangers, revert }, text };
}

/** What stands in a view's item: an application of a cluster, or a directory that changes; else the file that is looked at. */
function scopeOf(node: unknown): protocol.RollbackChoicesParams {
  const application = typeof node === 'object' && node !== null && 'application' in node ? node.application : undefined;
  if (typeof application === 'string') return { application };
  if (typeof application === 'object' && application !== null && 'directory' in application)
    return { directory: String(application.directory) };
  const uri = window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? { uri: String(uri) } : {};
}

async function asked<T extends { readonly state: 'possible' | 'impossible' }>(
  server: Server,
  method: string,
  params: object,
  title: string,
): Promise<(T & { readonly state: 'possible' }) | undefined> {
  try {
    const answer = await window.withProgress({ location: ProgressLocation.Window, title }, () => server.ask<T>(method, params));
    if (answer?.state === 'possible') return answer as T & { readonly state: 'possible' };
    const reason = answer !== undefined && 'reason' in answer ? String(answer.reason) : 'the Plumbline server does not run';
    await window.showErrorMessage(`Nothing is rolled back, and nothing has changed: ${reason}.`);
  } catch (error) {
    const sentence = failureSentence(error, 'the revert was prepared');
    if (sentence !== undefined) await window.showWarningMessage(sentence);
  }
  return undefined;
}

async function askForCommit(
  { remote, target }: protocol.PullRequestPlan,
  history: readonly protocol.PastCommit[],
): Promise<string | undefined> {
  const branch = `${remote.name}/${target}`;
  if (history.length === 0) {
    await window.showInformationMessage(`No commit of ${branch} touched these files.`);
    return undefined;
  }
  const items = history.map((one): QuickPickItem & { readonly commit: string } => {
    const when = one.time === 0 ? undefined : ago(new Date(one.time * 1000).toISOString(), Date.now());
    const words = [
      one.isMerge ? `merge ${shortHash(one.commit)}` : shortHash(one.commit),
      one.author,
      when === undefined || when === 'just now' ? when : `${when} ago`,
    ];
    // What looks like the name of an icon is the author's text.
    return {
      label: literal(one.subject),
      description: literal(words.filter((word) => word !== undefined).join(' · ')),
      commit: one.commit,
    };
  });
  const picked = await window.showQuickPick(items, {
    title: 'Roll Back',
    placeHolder: `Which commit of ${branch}, as it was fetched last, is taken back?`,
    matchOnDescription: true,
  });
  return picked?.commit;
}
