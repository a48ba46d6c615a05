/** Actions on applications: asked about, done by the server, followed to their end. */
import { ProgressLocation, window } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-live.ts';
import type { Server } from '../server.ts';
import type { LiveModel } from './model.ts';

const PLAN: typeof protocol.PLAN = 'plumbline/plan';
const ACT: typeof protocol.ACT = 'plumbline/act';
const PROGRESS: typeof protocol.PROGRESS = 'plumbline/progress';

type Node = protocol.LiveTreeNode;

/** Commands by the action that they run. */
export const ACTION_COMMANDS = {
  sync: 'plumbline.syncApplication',
  refresh: 'plumbline.refreshApplication',
  hardRefresh: 'plumbline.hardRefreshApplication',
  terminate: 'plumbline.terminateSync',
  reconcile: 'plumbline.reconcile',
  reconcileWithSource: 'plumbline.reconcileWithSource',
  suspend: 'plumbline.suspend',
  resume: 'plumbline.resume',
} as const;

let token = 0;

/** Runs an action on an application, or on one that a person picks among those that can be asked for it. */
export async function runAction(server: Server, model: LiveModel, action: string, application?: string): Promise<void> {
  const target = application ?? (await pick(model, action));
  if (target === undefined) return;
  const options = action === 'sync' ? await syncOptions(nameOf(target)) : {};
  if (options === undefined) return;
  const params: protocol.ActionParams = { application: target, action, ...options };
  const plan = await server.ask<protocol.PlanResult>(PLAN, params);
  if (plan === undefined) return;
  if ('refused' in plan) {
    await window.showWarningMessage(plan.refused);
    return;
  }
  const typed = await confirmed(plan);
  if (typed === undefined) return;
  await act(server, { ...params, ...(typed !== '' && { typed }) }, plan.button);
}

async function act(server: Server, params: protocol.ActionParams & { typed?: string }, title: string): Promise<void> {
  const own = String(++token);
  const name = nameOf(params.application);
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: `${title} ${name}`, cancellable: true },
    async (progress, cancel) => {
      const following = server.on(PROGRESS, (told: protocol.ProgressParams) => {
        if (told.token === own) progress.report({ message: told.message });
      });
      try {
        return await server.ask<protocol.ActResult>(ACT, { ...params, token: own } satisfies protocol.ActParams, cancel);
      } catch (error) {
        if (cancel.isCancellationRequested) return undefined;
        return { ok: false, message: error instanceof Error ? error.message : String(error) };
      } finally {
        following.dispose();
      }
    },
  );
  if (result === undefined) return;
  // Nobody waits for the message to be closed.
  if (result.ok) void window.showInformationMessage(result.message);
  else void window.showErrorMessage(result.message);
}

/** Of Kind/namespace/name. */
function nameOf(application: string): string {
  return application.split('/').slice(-1).join('');
}

/** The typed name, '' where a click was enough, undefined where the person does not want it. */
async function confirmed(plan: Exclude<protocol.PlanResult, { refused: string }>): Promise<string | undefined> {
  const { question, detail, button, asks, typed } = plan;
  if (typed !== undefined)
    return window.showInputBox({
      title: question,
      prompt: `${detail.join(' ')} Type "${typed}" to go on: this context is protected.`,
      ignoreFocusOut: true,
      validateInput: (text) => (text === typed ? undefined : `Type "${typed}".`),
    });
  if (!asks) return '';
  return (await window.showWarningMessage(question, { modal: true, detail: detail.join('\n') }, button)) === button
    ? ''
    : undefined;
}

async function syncOptions(name: string): Promise<{ prune?: boolean; revision?: string } | undefined> {
  const plain = { label: '$(sync) Sync', detail: 'Applies what Git has. Objects that are no longer in Git are kept.' };
  const prune = {
    label: '$(trash) Sync and prune',
    detail: 'Applies what Git has, and deletes objects that are no longer in Git.',
  };
  const other = {
    label: '$(git-commit) Sync another revision…',
    detail: 'Applies a branch, tag or commit other than the one that is followed.',
  };
  const picked = await window.showQuickPick([plain, prune, other], { placeHolder: `How to sync ${name}` });
  if (picked === undefined) return undefined;
  if (picked === plain) return {};
  if (picked === prune) return { prune: true };
  const revision = await window.showInputBox({ prompt: 'Branch, tag or commit', ignoreFocusOut: true });
  return revision === undefined || revision.trim() === '' ? undefined : { revision: revision.trim() };
}

async function pick(model: LiveModel, action: string): Promise<string | undefined> {
  const seen = new Map<string, Node>();
  const collect = (node: Node): void => {
    if (node.application !== undefined && node.is.includes(action)) seen.set(node.application, node);
    node.children.forEach(collect);
  };
  model.current?.nodes.forEach(collect);
  if (seen.size === 0) {
    await window.showInformationMessage(
      model.current?.context === undefined
        ? 'No cluster is connected: choose a context first.'
        : 'No application can be asked for that now.',
    );
    return undefined;
  }
  const items = [...seen].map(([id, node]) => ({ label: node.label, description: node.description, detail: id, id }));
  return (await window.showQuickPick(items, { placeHolder: 'Which one?', matchOnDetail: true }))?.id;
}
