/** An untrusted workspace: whatever is asked, no process starts and nothing leaves; with trust the same question comes first. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HANDLERS } from '../../server/src/lsp/handlers/all.ts';
import { FakeApiServer } from '../kit/api-server.ts';
import { LspClient, uriOf } from '../kit/lsp-client.ts';

/** Programs that a hostile workspace would like to see run, and that tools of the field run. */
const PROGRAMS = [
  'git',
  'helm',
  'kustomize',
  'kubectl',
  'terraform',
  'tofu',
  'argocd',
  'flux',
  'sops',
  'ssh',
  'curl',
  'sh',
  'gh',
  'glab',
];
const RECORDER = pathToFileURL(join(import.meta.dirname, '../kit/recorder.ts')).href;

test('no request starts a process or a connection before trust', {
  skip: process.platform === 'win32' ? 'the programs of this test are shell scripts' : false,
}, async (t) => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-untrusted-')));
  const [root, bin, ran, record] = ['work', 'bin', 'ran', 'record'].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
    string,
  ];
  const api = await FakeApiServer.start({ collections: { '/apis/argoproj.io/v1alpha1/applications': [] } });
  mkdirSync(bin);
  const program = (path: string): string => {
    writeFileSync(path, `#!/bin/sh\necho "$0 $*" >> "${ran}"\nexit 1\n`);
    chmodSync(path, 0o755);
    return path;
  };
  for (const name of PROGRAMS) program(join(bin, name));
  const kubeconfig = (command: string): string =>
    JSON.stringify({
      'current-context': 'asks',
      clusters: [{ name: 'c', cluster: { server: api.url } }],
      users: [
        { name: 'plugin', user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command } } },
        { name: 'plain', user: { token: 'token' } },
      ],
      contexts: ['plugin', 'plain'].map((user) => ({ name: user, context: { cluster: 'c', user } })),
    });
  const files: Readonly<Record<string, string>> = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/config': `[core]\n\tfsmonitor = ${join(bin, 'sh')}\n\tsshCommand = ${join(bin, 'ssh')}\n[remote "origin"]\n\turl = ${api.url}/acme.git\n`,
    'kubeconfig.yaml': kubeconfig('./plugin'),
    '.kube/config': kubeconfig('./plugin'),
    'kustomization.yaml': `resources: ["${api.url}/base//dep?ref=v1", map.yaml]\nhelmCharts: [{name: shop, repo: "${api.url}", version: 1.0.0}]\n`,
    'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {a: "1"}\n',
    'main.tf': `module "a" {\n  source = "git::${api.url}/a.git"\n}\n`,
    'app.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\nspec: {source: {repoURL: "${api.url}/acme.git", path: .}}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  program(join(root, 'plugin'));
  program(join(root, 'terraform'));
  const own = join(scratch, 'kubeconfig');
  writeFileSync(own, kubeconfig(join(bin, 'kubectl')));
  writeFileSync(record, '');
  const client = new LspClient({
    args: ['--import', RECORDER],
    env: {
      ...process.env,
      PATH: bin,
      HOME: scratch,
      KUBECONFIG: own,
      PLUMBLINE_RECORD: record,
      PLUMBLINE_CACHE: join(scratch, 'cache'),
    },
  });
  t.after(() => {
    client.process.kill();
    api.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  await client.initialize([root], {}, { trusted: false, commands: true });
  client.notify('workspace/didChangeConfiguration', {
    settings: {
      plumbline: {
        helm: { path: join(bin, 'helm') },
        terraform: { path: join(root, 'terraform') },
        kubeconfig: join(root, 'kubeconfig.yaml'),
        kustomize: { renderCharts: true, allowedHosts: [new URL(api.url).host] },
      },
    },
  });
  for (const [path, text] of Object.entries(files)) client.open(join(root, path), text);
  // All that any request could want, so that none is turned away for its form alone.
  const uri = uriOf(join(root, 'kustomization.yaml'));
  const position = { line: 0, character: 14 };
  const params = {
    textDocument: { uri, version: 1 },
    position,
    range: { start: position, end: position },
    context: { diagnostics: [], includeDeclaration: true },
    previousResultIds: [],
    newName: 'other',
    query: '',
    uri,
    file: uri,
    directory: uriOf(root),
    folder: uriOf(root),
    entries: [`${api.url}/base//dep?ref=v1`],
    kubeconfig: join(root, 'kubeconfig.yaml'),
    consented: join(bin, 'kubectl'),
    application: 'Application/argocd/web',
    object: '/ConfigMap//map',
    action: 'sync',
    token: '1',
    grouping: 'environment',
    base: 'main',
    branch: 'main',
    commit: 'HEAD',
    line: 0,
    side: 'live',
  };
  const asked = new Set<string>();
  for (const { method } of HANDLERS) {
    asked.add(method);
    for (const context of ['plugin', 'plain'])
      await client.request(method, method.startsWith('plumbline/') ? { ...params, context } : params).catch(() => undefined);
  }
  for (const method of ['connect', 'drift', 'act', 'fetchRemotes']) assert.ok(asked.has(`plumbline/${method}`), method);
  client.change(join(root, 'map.yaml'), 2, { text: `${files['map.yaml']}  b: "2"\n` });
  await client.request('workspace/diagnostic', { previousResultIds: [] }).catch(() => undefined);
  assert.equal(readFileSync(record, 'utf8'), '');
  assert.equal(existsSync(ran), false);
  assert.equal(api.connections, 0);

  // With trust the same plugin is not run before somebody has seen it and said yes: then it is, and the record has it.
  client.notify('plumbline/trusted');
  await client.request('plumbline/connect', { context: 'plugin', kubeconfig: own });
  await client.request('plumbline/connect', { context: 'plugin', consented: join(root, 'plugin') });
  await client.request('plumbline/connect', { context: 'plugin', kubeconfig: own, consented: 'something else' });
  assert.doesNotMatch(readFileSync(record, 'utf8'), /kubectl|plugin/);
  assert.equal(existsSync(ran) && /kubectl|plugin/.test(readFileSync(ran, 'utf8')), false);
  assert.equal(api.connections, 0);
  await client.request('plumbline/connect', { context: 'plugin', kubeconfig: own, consented: join(bin, 'kubectl') });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && !(existsSync(ran) && readFileSync(ran, 'utf8').includes('kubectl')))
    await client.take('plumbline/liveChanged');
  assert.match(readFileSync(record, 'utf8'), /^process .*kubectl/m);
  await client.request('plumbline/connect', { context: 'plain', kubeconfig: own });
  while (Date.now() < deadline && api.connections === 0) await client.take('plumbline/liveChanged');
  assert.match(readFileSync(record, 'utf8'), /^connection /m);
});
