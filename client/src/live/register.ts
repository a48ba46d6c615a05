/** Wires the Applications view: its model, tree, commands and status. */
import { commands, Disposable, type ExtensionContext, Position, Range, type TextDocumentShowOptions, Uri, window } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-live.ts';
import type { Server } from '../server.ts';
import { ACTION_COMMANDS, runAction } from './actions.ts';
import { chooseContext } from './contexts.ts';
import { type Grouping, LiveModel } from './model.ts';
import { showClusterStatus } from './status.ts';
import { LiveTree, VIEW } from './tree.ts';

type Node = protocol.LiveTreeNode;

/** Commands of lenses, typed by the protocol file. */
const SHOW_APPLICATION: typeof protocol.SHOW_APPLICATION = 'plumbline.showApplication';
const RUN_ACTION: typeof protocol.RUN_ACTION = 'plumbline.runAction';

export const CHOOSE_CONTEXT = 'plumbline.chooseContext';

export function registerLive(context: ExtensionContext, server: Server): Disposable {
  const model = new LiveModel(server, context.workspaceState);
  const tree = new LiveTree(model);
  const run = (action: string, application?: string): Promise<void> => runAction(server, model, action, application);
  const actions = Object.entries(ACTION_COMMANDS).map(([action, command]) =>
    commands.registerCommand(command, (node?: Node) => run(action, node?.application)),
  );
  return Disposable.from(
    model,
    tree,
    showClusterStatus(model),
    ...actions,
    commands.registerCommand(RUN_ACTION, (action: string, application: string) => run(action, application)),
    commands.registerCommand(SHOW_APPLICATION, async (application: string) => {
      await commands.executeCommand(`${VIEW}.focus`);
      await tree.reveal(application);
    }),
    commands.registerCommand(CHOOSE_CONTEXT, async () => {
      await chooseContext(model);
    }),
    commands.registerCommand('plumbline.disconnectCluster', () => model.disconnect()),
    commands.registerCommand('plumbline.refreshApplications', () => model.refresh()),
    commands.registerCommand('plumbline.groupApplications', () => group(model)),
    commands.registerCommand('plumbline.openApplicationSource', (node?: Node) => open(node ?? tree.selected)),
  );
}

async function group(model: LiveModel): Promise<void> {
  const items: readonly { label: string; by: Grouping }[] = [
    { label: 'Environment', by: 'environment' },
    { label: 'Engine', by: 'engine' },
    { label: 'Namespace', by: 'namespace' },
  ];
  const picked = await window.showQuickPick(items, { placeHolder: 'Group applications by' });
  if (picked !== undefined) await model.group(picked.by);
}

async function open(node: Node | undefined): Promise<void> {
  const place = node?.declared;
  if (place === undefined) return;
  const { start, end } = place.range;
  const selection = new Range(new Position(start.line, start.character), new Position(end.line, end.character));
  await window.showTextDocument(Uri.parse(place.uri), { selection } satisfies TextDocumentShowOptions);
}
