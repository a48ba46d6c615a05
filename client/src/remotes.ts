/** `Plumbline: Fetch Remote Bases`: what is fetched, and from whom, is shown and consented to before the network is asked. */
import { commands, type Disposable, ProgressLocation, window, workspace } from 'vscode';
import type * as protocol from '../../server/src/lsp/protocol-kustomize.ts';
import { COMMANDS } from './commands.ts';
import type { Server } from './server.ts';

const REMOTES: typeof protocol.REMOTES = 'plumbline/remotes';
const FETCH: typeof protocol.FETCH_REMOTES = 'plumbline/fetchRemotes';

type Entries = readonly protocol.RemoteEntry[];

/** Entries that a question lists; the others are counted. */
const LISTED = 15;
/** Failures that a message tells; the others are counted. */
const TOLD = 3;

export function registerRemotes(server: Server): Disposable {
  return commands.registerCommand(COMMANDS.fetchRemoteBases, (entries?: unknown) =>
    fetchRemoteBases(server, Array.isArray(entries) ? new Set<unknown>(entries) : undefined),
  );
}

/** Fetches these entries, else all that are missing. */
async function fetchRemoteBases(server: Server, only: ReadonlySet<unknown> | undefined): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showWarningMessage('Remote bases are fetched only in a trusted workspace.');
    return;
  }
  const all = await server.ask<Entries>(REMOTES, null);
  if (all === undefined) return;
  const wanted = all.filter(({ entry, isFetched }) => only?.has(entry) ?? !isFetched);
  if (wanted.length > 0) return fetchInRounds(server, all, wanted);
  if (all.length === 0) {
    void window.showInformationMessage('No kustomization of this workspace names anything remote.');
    return;
  }
  const again = await window.showInformationMessage(`${counted(all.length)} fetched already.`, 'Fetch Again…');
  if (again !== undefined) await fetchInRounds(server, all, all);
}

/** What is fetched may name something remote itself: that is asked about in its turn. */
async function fetchInRounds(server: Server, all: Entries, first: Entries): Promise<void> {
  const known = new Set(all.map(({ entry }) => entry));
  for (let wanted = first; wanted.length > 0; ) {
    if (!(await isConsented(wanted))) return;
    const params: protocol.FetchRemotesParams = { entries: wanted.map(({ entry }) => entry) };
    const result = await window.withProgress(
      { location: ProgressLocation.Notification, title: `Fetching from ${hostsOf(wanted).join(', ')}`, cancellable: true },
      (_, token) => server.ask<protocol.FetchRemotesResult>(FETCH, params, token),
    );
    if (result?.state !== 'done') return;
    if (result.fetched.length > 0) window.setStatusBarMessage(`${counted(result.fetched.length)} fetched`, 10_000);
    if (result.failed.length > 0) void window.showErrorMessage(failureText(result.failed));
    const found = (await server.ask<Entries>(REMOTES, null)) ?? [];
    wanted = found.filter(({ entry, isFetched }) => !isFetched && !known.has(entry));
    for (const { entry } of wanted) known.add(entry);
  }
}

/** Each with its own reason, as far as a message holds them. */
function failureText(failed: (protocol.FetchRemotesResult & { readonly state: 'done' })['failed']): string {
  const [first] = failed;
  if (failed.length === 1 && first !== undefined) return `${first.entry} was not fetched: ${first.reason}.`;
  const reasons = failed.slice(0, TOLD).map(({ entry, reason }) => `${entry}: ${reason}.`);
  if (failed.length > TOLD) reasons.push(`And ${failed.length - TOLD} more.`);
  return `${counted(failed.length)} were not fetched. ${reasons.join(' ')}`;
}

async function isConsented(wanted: Entries): Promise<boolean> {
  const listed = wanted.slice(0, LISTED).map(({ entry, host, ref }) => {
    const name = entry.includes(host) ? entry : `${host}: ${entry}`;
    return ref === '' ? `${name} (no ref: what is there today)` : name;
  });
  if (wanted.length > LISTED) listed.push(`… and ${wanted.length - LISTED} more`);
  const question = `Fetch ${counted(wanted.length)} from ${hostsOf(wanted).join(', ')}?`;
  const detail = `${listed.join('\n')}\n\n${wanted.length === 1 ? 'It is' : 'They are'} kept in a cache outside of the workspace, and built like the files of the repository.`;
  return (await window.showWarningMessage(question, { modal: true, detail }, 'Fetch')) === 'Fetch';
}

function hostsOf(entries: Entries): readonly string[] {
  return [...new Set(entries.map(({ host }) => host))].sort();
}

function counted(count: number): string {
  return count === 1 ? '1 remote base or file' : `${count} remote bases and files`;
}
