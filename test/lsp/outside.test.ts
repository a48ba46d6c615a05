/** Remote bases and charts in an editor: nothing is fetched or run before trust and a request, and then everything is built anew. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { makeRepository, serveGit } from '../kit/git-server.ts';
import { LspClient, uriOf } from '../kit/lsp-client.ts';

const POD = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\n`;

interface Action {
  readonly title: string;
  readonly command?: { readonly command: string; readonly arguments?: readonly unknown[] };
}

test('what kustomizations need of elsewhere comes on request', {
  skip: process.platform === 'win32' ? 'the helm of this test is a shell script' : false,
}, async (t) => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-outside-')));
  const [root, tools] = [join(scratch, 'work'), join(scratch, 'tools')];
  const cache = process.env.PLUMBLINE_CACHE;
  process.env.PLUMBLINE_CACHE = join(scratch, 'cache');
  makeRepository(join(scratch, 'git', 'base'), [
    { tag: 'v1', files: { 'dep/kustomization.yaml': 'resources: [pod.yaml]\n', 'dep/pod.yaml': POD('fetched') } },
  ]);
  const server = await serveGit(join(scratch, 'git'), {});
  const client = new LspClient();
  t.after(async () => {
    client.process.kill();
    await server.close();
    if (cache === undefined) delete process.env.PLUMBLINE_CACHE;
    else process.env.PLUMBLINE_CACHE = cache;
    rmSync(scratch, { recursive: true, force: true });
  });
  const entry = `${server.url}/base//dep?ref=v1`;
  const kustomization = `resources:\n  - ${entry}\nhelmCharts:\n  - { name: shop, releaseName: one }\n`;
  for (const [path, text] of Object.entries({
    'kustomization.yaml': kustomization,
    'charts/shop/Chart.yaml': 'name: shop\n',
    'charts/shop/values.yaml': 'a: 1\n',
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(tools);
  const helm = join(tools, 'helm');
  writeFileSync(helm, `#!/bin/sh\necho run >> "${tools}/ran"\ncat <<END\n${POD('charted')}END\n`);
  chmodSync(helm, 0o755);

  const rendered = (): Promise<string> => client.request('plumbline/rendered', { directory: uriOf(root) });
  const uri = uriOf(join(root, 'kustomization.yaml'));
  const actions = async (line: number): Promise<readonly Action[]> => {
    const range = { start: { line, character: 6 }, end: { line, character: 6 } };
    const found = await client.request<readonly Action[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    return found.filter(({ command }) => command?.command.startsWith('plumbline.') === true);
  };
  const capabilities = { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } };
  await client.initialize([root], capabilities, { trusted: false, commands: true });
  client.open(join(root, 'kustomization.yaml'), kustomization);
  client.notify('workspace/didChangeConfiguration', {
    settings: { plumbline: { helm: { path: helm }, kustomize: { renderCharts: true, allowedHosts: [server.host] } } },
  });
  assert.deepEqual(await client.request('plumbline/fetchRemotes', { entries: [entry] }), { state: 'untrusted' });
  assert.deepEqual(await client.request('plumbline/renderCharts', null), { state: 'untrusted' });
  assert.deepEqual(await actions(1), []);
  assert.equal(existsSync(join(tools, 'ran')), false);
  assert.equal(existsSync(join(scratch, 'cache')), false);
  client.notify('workspace/didChangeConfiguration', {
    settings: { plumbline: { helm: { path: helm }, kustomize: { allowedHosts: [server.host] } } },
  });

  client.notify('plumbline/trusted');
  const [fetch] = await actions(1);
  assert.deepEqual(fetch?.command?.arguments, [[entry]]);
  assert.deepEqual(
    (await actions(3)).map(({ title }) => title),
    ['Render Helm charts with helm'],
  );
  const [remote, ...more] = await client.request<readonly { readonly host: string; readonly isFetched: boolean }[]>(
    'plumbline/remotes',
    null,
  );
  assert.deepEqual(
    { ...remote, more },
    { entry, host: server.host, ref: 'v1', kustomization: 'kustomization.yaml', isFetched: false, more: [] },
  );
  assert.doesNotMatch(await rendered(), /fetched\n|charted/);

  const elsewhere = `${server.url}/other`;
  const answer = await client.request('plumbline/fetchRemotes', { entries: [entry, elsewhere] });
  assert.deepEqual(answer, { state: 'done', fetched: [entry], failed: [] });
  assert.match(await rendered(), /name: fetched/);
  assert.deepEqual(await actions(1), []);
  assert.equal(existsSync(join(tools, 'ran')), false);

  assert.deepEqual(await client.request('plumbline/renderCharts', null), { state: 'done', rendered: 1, failed: [] });
  assert.match(await rendered(), /name: charted/);
  writeFileSync(helm, `#!/bin/sh\ncat <<END\n${POD('later')}END\n`);
  writeFileSync(join(root, 'charts/shop/values.yaml'), 'a: 200\n');
  client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: uriOf(join(root, 'charts/shop/values.yaml')), type: 2 }],
  });
  const deadline = Date.now() + 60_000;
  while (!/name: later/.test(await rendered())) {
    assert.ok(Date.now() < deadline, 'a save never reached helm');
    await new Promise((resume) => setTimeout(resume, 50));
  }
});
