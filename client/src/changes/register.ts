/** The Changes view with its commands, and the documents that it compares. */
import { commands, Disposable, env, type TextDocumentShowOptions, type Uri, window, workspace } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol.ts';
import { COMMANDS } from '../commands.ts';
import type { Server } from '../server.ts';
import { locationOf, objectUri, registerDocuments } from './documents.ts';
import { type Changes, ChangesModel } from './model.ts';
import { type ChangeNode, ChangesTree } from './tree.ts';

const VIEW = 'plumbline.changes';
const CONTEXT = 'plumbline:changes';
/** Schemes of what a person edits; edits of these make the changes worth looking at. */
const EDITED = 'file';

export function registerChanges(server: Server): Disposable {
  const model = new ChangesModel(server);
  const tree = new ChangesTree(model);
  const view = window.createTreeView(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const show = (changes: Changes): void => {
    void commands.executeCommand('setContext', CONTEXT, contextOf(changes));
    view.description = changes.state === 'known' ? `since ${changes.base}` : '';
    view.badge = badgeOf(changes);
    view.message = changes.state === 'unknown' ? `${capital(changes.reason)}.` : '';
  };
  const wantedByEdits = workspace.onDidChangeTextDocument(({ document }) => {
    if (document.uri.scheme === EDITED && document.isDirty) model.want();
  });
  if (view.visible) model.want();
  return Disposable.from(
    model,
    tree,
    view,
    registerDocuments(model),
    model.onDidChange(show),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) model.want();
    }),
    wantedByEdits,
    commands.registerCommand(COMMANDS.showChanges, () => commands.executeCommand(`${VIEW}.focus`)),
    commands.registerCommand(COMMANDS.refreshChanges, () =>
      window.withProgress({ location: { viewId: VIEW } }, () => model.refresh()),
    ),
    commands.registerCommand(COMMANDS.copyImpact, () => copyImpact(model)),
    commands.registerCommand(COMMANDS.compareObject, (node?: ChangeNode) => compareObject(model, node)),
    commands.registerCommand(COMMANDS.compareApplication, (node?: ChangeNode) => compareApplication(model, node)),
    commands.registerCommand(COMMANDS.openChangeSource, (node?: ChangeNode) => openSource(node)),
  );
}

/** Which welcome view shows, if any. */
function contextOf(changes: Changes): string {
  if (changes.state !== 'known') return changes.state;
  return changes.applications.length + changes.terraform.length + changes.owners.length > 0 ? 'some' : 'none';
}

function badgeOf(changes: Changes): { readonly value: number; readonly tooltip: string } | undefined {
  if (changes.state !== 'known' || changes.dangers.length === 0) return undefined;
  return { value: changes.dangers.length, tooltip: changes.dangers.map(({ message }) => message).join('\n') };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function copyImpact(model: ChangesModel): Promise<void> {
  await model.refresh();
  const text = await model.markdown();
  if (!text) {
    await window.showInformationMessage('There are no changes to copy.');
    return;
  }
  await env.clipboard.writeText(text);
  window.setStatusBarMessage('The changes are in the clipboard, as Markdown.', 5000);
}

async function compareObject(model: ChangesModel, node: ChangeNode | undefined): Promise<void> {
  if (node?.is !== 'object') return;
  const { application, object } = node;
  const title = `${object.title} (${application.title}) · ${baseOf(model)} ↔ working tree`;
  const options: TextDocumentShowOptions = { preview: true };
  await commands.executeCommand(
    'vscode.diff',
    objectUri(application, object, 'before'),
    objectUri(application, object, 'after'),
    title,
    options,
  );
}

async function compareApplication(model: ChangesModel, node: ChangeNode | undefined): Promise<void> {
  if (node?.is !== 'application') return;
  const { application } = node;
  const sides = application.objects.map((object): [Uri, Uri | undefined, Uri | undefined] => {
    const [before, after] = [objectUri(application, object, 'before'), objectUri(application, object, 'after')];
    return [after, object.change === 'added' ? undefined : before, object.change === 'removed' ? undefined : after];
  });
  await commands.executeCommand('vscode.changes', `${application.title} · ${baseOf(model)} ↔ working tree`, sides);
}

function baseOf({ current }: ChangesModel): string {
  return current?.state === 'known' ? current.base : 'base';
}

async function openSource(node: ChangeNode | undefined): Promise<void> {
  const at = placeOf(node);
  if (at === undefined) return;
  const { uri, range } = locationOf(at);
  await window.showTextDocument(uri, { selection: range, preview: true });
}

function placeOf(node: ChangeNode | undefined): protocol.ImpactLocation | undefined {
  if (node?.is === 'danger') return node.danger.at;
  if (node?.is === 'problem') return node.problem.at;
  return node?.is === 'object' ? node.object.at : undefined;
}
