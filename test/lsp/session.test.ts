/** Whole sessions with the real server: start, documents, diagnostics pulled and pushed, bad usage, end. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LspClient, type Refused, uriOf } from '../kit/lsp-client.ts';

const PULL = {
  textDocument: { diagnostic: { relatedDocumentSupport: true } },
  workspace: { diagnostics: { refreshSupport: true } },
};

const started: LspClient[] = [];
function start(): LspClient {
  const client = new LspClient();
  started.push(client);
  return client;
}
after(() => {
  for (const client of started) client.process.kill();
});

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly { readonly message: string }[];
}

interface Pulled {
  readonly kind: 'full' | 'unchanged';
  readonly resultId: string;
  readonly items?: readonly { readonly message: string }[];
}

test('a session from initialize to exit ends with code 0 and leaves standard error empty', async () => {
  const client = start();
  const { capabilities } = await client.initialize([], PULL);
  assert.deepEqual(capabilities.diagnosticProvider, {
    identifier: 'plumbline',
    interFileDependencies: true,
    workspaceDiagnostics: true,
  });
  client.open('/x/a.yaml', 'a: 1\n');
  const report = await client.request<Pulled>('textDocument/diagnostic', { textDocument: { uri: uriOf('/x/a.yaml') } });
  assert.equal(report.kind, 'full');
  assert.deepEqual(report.items, []);
  const again = await client.request<Pulled>('textDocument/diagnostic', {
    textDocument: { uri: uriOf('/x/a.yaml') },
    previousResultId: report.resultId,
  });
  assert.deepEqual(again, { kind: 'unchanged', resultId: report.resultId });
  assert.equal(await client.shutdown(), 0);
  assert.equal(client.errorOutput, '');
});

test('a client that cannot pull is sent the findings of open files with their version, at each edit', async () => {
  const client = start();
  await client.initialize([]);
  client.open('/x/a.yaml', 'a: 1\n', 7);
  const first = await client.take<Published>('textDocument/publishDiagnostics');
  assert.deepEqual({ uri: first.uri, version: first.version }, { uri: uriOf('/x/a.yaml'), version: 7 });
  client.change('/x/a.yaml', 8, { range: { start: { line: 0, character: 3 }, end: { line: 0, character: 4 } }, text: '22' });
  assert.equal((await client.take<Published>('textDocument/publishDiagnostics')).version, 8);
  assert.equal(await client.shutdown(), 0);
});

test('a client that pulls is sent nothing', async () => {
  const client = start();
  await client.initialize([], PULL);
  client.open('/x/a.yaml', 'a: [\n');
  await client.request('textDocument/diagnostic', { textDocument: { uri: uriOf('/x/a.yaml') } });
  assert.equal(client.received.filter(({ method }) => method === 'textDocument/publishDiagnostics').length, 0);
});

test('requests before initialize and after shutdown are refused with the codes of the protocol', async () => {
  const client = start();
  const params = { textDocument: { uri: uriOf('/x/a.yaml') } };
  await assert.rejects(client.request('textDocument/diagnostic', params), (error: Refused) => error.code === -32002);
  client.open('/x/early.yaml', 'a: 1');
  await client.initialize([], PULL);
  await client.request('textDocument/diagnostic', params);
  await client.request('shutdown');
  await assert.rejects(client.request('textDocument/diagnostic', params), (error: Refused) => error.code === -32600);
  client.notify('exit');
  assert.equal(await client.exited, 0);
});

test('exit without shutdown ends with code 1, and so does a vanished editor', async () => {
  const impolite = start();
  await impolite.initialize([]);
  impolite.notify('exit');
  assert.equal(await impolite.exited, 1);
  const vanished = start();
  await vanished.initialize([]);
  vanished.process.stdin.end();
  assert.equal(await vanished.exited, 1);
});

test('unknown files, odd URIs, positions past the end and documents that are not open do no harm', async () => {
  const client = start();
  await client.initialize([], PULL);
  client.change('/x/never-opened.yaml', 3, { text: 'a: 1' });
  client.close('/x/never-opened.yaml');
  client.open('/x/a.yaml', 'a: 1\n', 5);
  client.change('/x/a.yaml', 2, {
    range: { start: { line: 900, character: 9 }, end: { line: 901, character: 1 } },
    text: 'b: 2\n',
  });
  client.change('/x/a.yaml', null, { text: 'a: 3\n' });
  for (const uri of [
    uriOf('/x/a.yaml'),
    uriOf('/x/unknown.yaml'),
    'untitled:Untitled-1',
    'no uri at all',
    'file:///%E0%A4%A',
    '',
  ]) {
    const report = await client.request<Pulled>('textDocument/diagnostic', { textDocument: { uri } });
    assert.deepEqual(report.items, [], uri);
  }
  await assert.rejects(client.request('plumbline/nothing'), (error: Refused) => error.code === -32601);
  const status = await client.request<{ files: number; openDocuments: number; failures: string[] }>('plumbline/status');
  assert.equal(status.openDocuments, 1);
  assert.deepEqual(status.failures, []);
});

test('workspace diagnostics are held open until something changes, and can be cancelled', async () => {
  const client = start();
  await client.initialize([], PULL);
  const { id, answer } = client.send('workspace/diagnostic', { previousResultIds: [] });
  const settled = answer.catch(() => 'cancelled').then(() => 'settled');
  const status = client.request('plumbline/status').then(() => 'status');
  assert.equal(await Promise.race([settled, status]), 'status');
  client.cancel(id);
  await assert.rejects(answer, (error: Refused) => error.code === -32800);
});
