/** The commands of the palette. */
import { commands, Disposable, EventEmitter, type LogOutputChannel, Uri, workspace } from 'vscode';
import type { Server } from './server.ts';
import { statusPage } from './statusPage.ts';

/** Ids as in `contributes.commands`; those of lenses alone are not listed there. */
export const COMMANDS = {
  showServerStatus: 'plumbline.showServerStatus',
  restartServer: 'plumbline.restartServer',
  showOutput: 'plumbline.showOutput',
  showRendered: 'plumbline.showRendered',
  compareEnvironments: 'plumbline.compareEnvironments',
  terraformValidate: 'plumbline.terraformValidate',
  terraformFormat: 'plumbline.terraformFormat',
  fetchRemoteBases: 'plumbline.fetchRemoteBases',
  renderHelmCharts: 'plumbline.renderHelmCharts',
  showUses: 'plumbline.showUses',
  showChanges: 'plumbline.showChanges',
  refreshChanges: 'plumbline.refreshChanges',
  copyImpact: 'plumbline.copyImpact',
  compareObject: 'plumbline.compareObject',
  compareApplication: 'plumbline.compareApplication',
  openPullRequest: 'plumbline.openPullRequest',
  promote: 'plumbline.promote',
  createPullRequest: 'plumbline.createPullRequest',
  editPullRequest: 'plumbline.editPullRequest',
  openChangeSource: 'plumbline.openChangeSource',
  rollBack: 'plumbline.rollBack',
} as const;

const SCHEME = 'plumbline';
const STATUS_PAGE = Uri.from({ scheme: SCHEME, path: 'Plumbline Server Status.md' });

export function registerCommands(server: Server, output: LogOutputChannel): Disposable {
  const refresh = new EventEmitter<Uri>();
  return Disposable.from(
    refresh,
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: refresh.event,
      provideTextDocumentContent: async () => statusPage(await server.status(), server.crashes),
    }),
    commands.registerCommand(COMMANDS.showServerStatus, async () => {
      // A page that is open already shows the figures of this moment, too.
      refresh.fire(STATUS_PAGE);
      await commands.executeCommand('markdown.showPreview', STATUS_PAGE);
    }),
    commands.registerCommand(COMMANDS.restartServer, () => server.restart()),
    commands.registerCommand(COMMANDS.showOutput, () => output.show()),
  );
}
