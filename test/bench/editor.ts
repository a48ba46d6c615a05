/** Measures what an editor sees: starts the language server on a folder, types, and waits for the published findings. */
import { readFileSync } from 'node:fs';
import { SERVER_FLAGS } from '../../client/src/server-flags.ts';
import { STATUS, type StatusResult } from '../../server/src/lsp/protocol.ts';
import { LspClient, uriOf } from '../kit/lsp-client.ts';
import { type Figure, percentile } from './figures.ts';
import { toggles } from './typing.ts';

const EDITS = 40;
const LISTS = 30;
/** Longer than the server waits before it looks at the rest of the workspace. */
const QUIET_MS = 1000;
/** The pause of somebody who types fast. */
const PAUSE_MS = 30;

export async function measureEditor(name: string, root: string, files: readonly string[]): Promise<readonly Figure[]> {
  const client = new LspClient({ args: SERVER_FLAGS });
  const started = performance.now();
  await client.initialize([root], { textDocument: { publishDiagnostics: { versionSupport: true } } });
  const figures: Figure[] = [];
  const latencies: number[] = [];
  const firsts: number[] = [];
  const completions: number[] = [];
  let version = 1;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    client.open(file, text, version);
    await published(client, file, version);
    if (firsts.length === 0) firsts.push(performance.now() - started);
    for (const next of toggles(text, EDITS)) {
      version++;
      const typed = performance.now();
      client.change(file, version, { text: next });
      await published(client, file, version);
      latencies.push(performance.now() - typed);
      client.received.length = 0;
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
    version = await completed(client, file, text, version, completions);
    client.close(file);
  }
  await quiet(client);
  const rss = residentMb(client.process.pid);
  await client.shutdown();
  figures.push({
    what: 'start of the server to the first published findings',
    on: name,
    value: (firsts[0] ?? Number.NaN) / 1000,
    unit: 's',
  });
  figures.push({
    what: 'keystroke to published findings seen by an editor, p95',
    on: name,
    value: percentile(latencies, 0.95),
    unit: 'ms',
    budget: 40,
    note: `${latencies.length} edits, p50 ${percentile(latencies, 0.5).toFixed(1)} ms`,
  });
  figures.push({
    what: 'letter on a new line to the completions seen by an editor, p95',
    on: name,
    value: percentile(completions, 0.95),
    unit: 'ms',
    budget: 50,
    note: `${completions.length} lists, p50 ${percentile(completions, 0.5).toFixed(1)} ms`,
  });
  if (rss !== undefined) figures.push({ what: 'resident memory of the server, highest', on: name, value: rss, unit: 'MB' });
  return figures;
}

/** Types a letter on a new line in front of many lines of a file, and asks at once what it could become. */
async function completed(client: LspClient, file: string, text: string, from: number, latencies: number[]): Promise<number> {
  const lines = text.split('\n');
  let version = from;
  for (let list = 0; list < LISTS; list++) {
    const line = Math.floor(((list + 0.5) / LISTS) * lines.length);
    const indent = /^ */.exec(lines[line] ?? '')?.[0] ?? '';
    const next = [...lines.slice(0, line), `${indent}a`, ...lines.slice(line)].join('\n');
    const typed = performance.now();
    client.change(file, ++version, { text: next });
    const position = { line, character: indent.length + 1 };
    await client.request('textDocument/completion', { textDocument: { uri: uriOf(file) }, position });
    latencies.push(performance.now() - typed);
    await published(client, file, version);
    client.received.length = 0;
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
  return version;
}

async function published(client: LspClient, file: string, version: number): Promise<void> {
  const uri = uriOf(file);
  await client.take<{ readonly uri: string; readonly version?: number }>(
    'textDocument/publishDiagnostics',
    (params) => params.uri === uri && params.version === version,
  );
}

/** Resolves when the server has looked at the whole workspace: it executes nothing any more but what the question itself costs. */
async function quiet(client: LspClient): Promise<void> {
  const executed = async (): Promise<number> => (await client.request<StatusResult>(STATUS)).queries.executed;
  for (let last = -1; ; ) {
    await new Promise((resume) => setTimeout(resume, QUIET_MS));
    const now = await executed();
    const again = await executed();
    if (now - last <= again - now) return;
    last = again;
  }
}

/** Where the system tells it. */
function residentMb(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
