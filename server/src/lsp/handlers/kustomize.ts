/** `plumbline/remotes`, `plumbline/fetchRemotes`, `plumbline/renderCharts`: what kustomizations need of elsewhere, on request. */
import { type CancellationToken, ProtocolRequestType } from 'vscode-languageserver';
import { displayed } from '../../ide/files.ts';
import { sourceOf } from '../../ide/outside.ts';
import { handler } from '../handler.ts';
import { visible } from '../markdown.ts';
import {
  FETCH_REMOTES,
  type FetchRemotesParams,
  type FetchRemotesResult,
  REMOTES,
  RENDER_CHARTS,
  type RemoteEntry,
  type RenderChartsResult,
} from '../protocol-kustomize.ts';

const RemotesRequest = new ProtocolRequestType<void, readonly RemoteEntry[], never, void, void>(REMOTES);
const FetchRequest = new ProtocolRequestType<FetchRemotesParams, FetchRemotesResult, never, void, void>(FETCH_REMOTES);
const ChartsRequest = new ProtocolRequestType<void, RenderChartsResult, never, void, void>(RENDER_CHARTS);

export const remotes = handler(RemotesRequest, ({ db, session }) =>
  session.world.remotes().map(({ entry, kustomization, takesDirectories, isFetched }) => {
    const { host, ref } = sourceOf(entry, takesDirectories);
    return { entry, host: visible(host), ref: visible(ref), kustomization: visible(displayed(db, kustomization)), isFetched };
  }),
);

export const fetchRemotes = handler(FetchRequest, async ({ session, token }, { entries }): Promise<FetchRemotesResult> => {
  if (!session.isTrusted) return { state: 'untrusted' };
  // Only what kustomizations name is fetched, whoever asks.
  const named = new Set(session.world.remotes().map(({ entry }) => entry));
  const wanted = new Set(entries.filter((entry) => named.has(entry)));
  const fetched: string[] = [];
  const failed: { entry: string; reason: string }[] = [];
  for await (const { entry, result } of session.world.fetchRemotes(wanted, signalOf(token))) {
    if ('error' in result) failed.push({ entry, reason: visible(result.error) });
    else fetched.push(entry);
  }
  session.charts.refresh();
  session.worldChanged();
  return { state: 'done', fetched, failed };
});

export const renderCharts = handler(ChartsRequest, async ({ db, session, token }): Promise<RenderChartsResult> => {
  if (!session.isTrusted) return { state: 'untrusted' };
  const { rendered, failed } = await session.charts.render(signalOf(token));
  const told = failed.map(({ chart, directory, reason }) => ({
    chart: visible(chart),
    directory: visible(displayed(db, directory)),
    reason: visible(reason),
  }));
  return { state: 'done', rendered, failed: told };
});

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
