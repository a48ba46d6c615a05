/** `Plumbline: Render Helm Charts`: the user's helm renders the charts of kustomizations, now and after each save from then on. */
import { commands, type Disposable, ProgressLocation, window, workspace } from 'vscode';
import type * as protocol from '../../server/src/lsp/protocol-kustomize.ts';
import { COMMANDS } from './commands.ts';
import type { Server } from './server.ts';

const RENDER: typeof protocol.RENDER_CHARTS = 'plumbline/renderCharts';

export function registerCharts(server: Server): Disposable {
  return commands.registerCommand(COMMANDS.renderHelmCharts, () => renderCharts(server));
}

/** Helm reads what is saved. */
async function renderCharts(server: Server): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage('Helm is run only in a trusted workspace: charts are programs.');
    return;
  }
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Rendering Helm charts of kustomizations', cancellable: true },
    (_, token) => server.ask<protocol.RenderChartsResult>(RENDER, null, token),
  );
  if (result?.state !== 'done') return;
  const { rendered, failed } = result;
  if (rendered + failed.length === 0) {
    void window.showInformationMessage('No kustomization of this workspace has Helm charts.');
    return;
  }
  if (rendered > 0) window.setStatusBarMessage(`${rendered} Helm ${rendered === 1 ? 'chart' : 'charts'} rendered`, 10_000);
  const [first] = failed;
  if (first === undefined) return;
  const more = failed.length > 1 ? ` ${failed.length - 1} more could not be rendered.` : '';
  void window.showErrorMessage(`The chart ${first.chart} of ${first.directory} was not rendered: ${first.reason}.${more}`);
}
