/** Bad messages are answered with an error, told once in the log, and the server goes on; it serves over IPC as well. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { LspClient, type Message, type Refused, uriOf } from '../kit/lsp-client.ts';

const cleanups: (() => void)[] = [];
after(() => {
  for (const cleanup of cleanups) cleanup();
});

const REQUESTS = [
  'textDocument/diagnostic',
  'workspace/diagnostic',
  'textDocument/definition',
  'textDocument/references',
  'textDocument/hover',
  'textDocument/documentLink',
  'textDocument/documentSymbol',
  'textDocument/completion',
  'textDocument/codeAction',
  'textDocument/prepareRename',
  'textDocument/rename',
  'workspace/symbol',
];

test('requests with senseless parameters are refused, told once each, and change nothing', async () => {
  const client = new LspClient();
  cleanups.push(() => client.process.kill());
  await client.initialize([], { textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: {} } } });
  client.open('/x/a.yaml', 'a: 1\na: 2\n');
  for (let round = 0; round < 3; round++) {
    for (const method of REQUESTS) {
      const wrong = client.request(method, { textDocument: null, position: null, query: {}, previousResultIds: 1 });
      await assert.rejects(wrong, (error: Refused) => [-32603, -32602].includes(error.code), method);
    }
  }
  client.notify('textDocument/didOpen', {});
  client.notify('textDocument/didChange', { textDocument: null });
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: 'nonsense', type: 9 }] });
  client.notify('$/unknown', {});
  const textDocument = { uri: uriOf('/x/a.yaml') };
  const { items } = await client.request<{ items: unknown[] }>('textDocument/diagnostic', { textDocument });
  assert.equal(items.length, 1);
  const status = await client.request<{ failures: string[] }>('plumbline/status');
  const logged = client.received.filter(({ method }) => method === 'window/logMessage');
  assert.equal(logged.length, status.failures.length);
  assert.ok(status.failures.length <= REQUESTS.length + 2, status.failures.join('\n'));
  assert.equal(new Set(status.failures).size, status.failures.length);
  assert.equal(await client.shutdown(), 0);
});

test('positions anywhere in and around any text are answered', async () => {
  const client = new LspClient();
  cleanups.push(() => client.process.kill());
  await client.initialize([], { textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: {} } } });
  const texts = [
    '',
    '\ufeff',
    '💡: 💡\n',
    'a: &a [*a, {b: "c\n',
    'resources:\r\n  - \r\n',
    '- |\n  x\n---\n: :\n',
    '\0\u0001: \n',
  ];
  for (const [index, text] of texts.entries()) {
    const file = `/x/kustomization-${index}/kustomization.yaml`;
    client.open(file, text);
    for (const [line, character] of [
      [0, 0],
      [0, 1],
      [0, 4],
      [1, 3],
      [5, 5],
      [2 ** 31 - 1, 2 ** 31 - 1],
    ]) {
      const at = { textDocument: { uri: uriOf(file) }, position: { line, character } };
      const range = { start: at.position, end: at.position };
      await client.request('textDocument/hover', at);
      await client.request('textDocument/definition', at);
      await client.request('textDocument/completion', at);
      await client.request('textDocument/references', { ...at, context: { includeDeclaration: true } });
      await client.request('textDocument/codeAction', { ...at, range, context: { diagnostics: [] } });
      await assert.rejects(
        client.request('textDocument/rename', { ...at, newName: 'x' }),
        (error: Refused) => error.code === -32803,
      );
    }
  }
  const status = await client.request<{ failures: string[] }>('plumbline/status');
  assert.deepEqual(status.failures, []);
});

test('the server speaks over the channel of a forked process', async () => {
  const server = fork(resolve(import.meta.dirname, '../../server/src/main.ts'), ['--node-ipc'], { silent: true });
  cleanups.push(() => server.kill());
  const answer = new Promise<Message>((done) => server.once('message', (message: Message) => done(message)));
  const params = { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders: null };
  server.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const { id, result } = await answer;
  assert.equal(id, 1);
  assert.equal((result as { serverInfo: { name: string } }).serverInfo.name, 'Plumbline');
  const exited = new Promise((done) => server.once('exit', done));
  server.send({ jsonrpc: '2.0', method: 'exit' });
  assert.equal(await exited, 1);
});
