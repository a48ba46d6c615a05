/** What kubeconfigs point at, and what a server answers: files that hang or are somebody else's, credentials quoted back, lists without end. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Clusters } from '../../server/src/host/cluster/clusters.ts';
import { liveApplication } from '../../server/src/model/live/application.ts';
import type { ClusterFacts } from '../../server/src/model/live/cluster.ts';
import { eventually } from '../cluster/kit/eventually.ts';
import { Disk } from './disk.ts';

const TOKEN = 'bearer-of-the-user-3f1c';
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications';

/** A server with Applications, whatever it answers to their list. */
async function server(
  t: TestContext,
  list: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const made: Server = createServer((request, response) => {
    asked.push(request);
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const say = (body: object): void => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (pathname === '/apis/argoproj.io') say({ preferredVersion: { version: 'v1alpha1' } });
    else if (pathname === '/apis/argoproj.io/v1alpha1') say({ resources: [{ name: 'applications', kind: 'Application' }] });
    else if (pathname === APPLICATIONS) list(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => made.listen(0, '127.0.0.1', listening));
  t.after(() => {
    made.closeAllConnections();
    made.close();
  });
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, asked };
}

function nothing(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  if (request.url?.includes('watch=1')) response.flushHeaders();
  else response.end('{"metadata":{"resourceVersion":"1"},"items":[]}');
}

function kubeconfig(url: string, user: object, cluster: object = {}): string {
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: url, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  });
}

/** The facts once they say that it works, or why not. */
async function connected(t: TestContext, path: string, workspace?: string, picked?: string): Promise<ClusterFacts> {
  const settings = { kubeconfig: undefined, workspace: workspace === undefined ? [] : [workspace] };
  const clusters = new Clusters({ KUBECONFIG: path, HOME: '/nowhere' }, () => settings);
  t.after(() => clusters.dispose());
  clusters.connect({ context: 'x', kubeconfig: picked });
  return eventually('the connection', () => {
    const { complete, problem } = clusters.facts;
    return (complete || problem !== undefined) && clusters.facts;
  });
}

test('a token is read from the file that the kubeconfig names, beside it', async (t) => {
  const { url, asked } = await server(t, nothing);
  const disk = new Disk(t, { 'kube/config': kubeconfig(url, { token: 'old', tokenFile: 'token' }), 'kube/token': `${TOKEN}\n` });
  assert.equal((await connected(t, disk.path('kube/config'))).problem, undefined);
  assert.deepEqual([...new Set(asked.map(({ headers }) => headers.authorization))], [`Bearer ${TOKEN}`]);
});

test('files that hang, have no end or are none are refused at once, and nothing is asked', async (t) => {
  const { url, asked } = await server(t, nothing);
  const disk = new Disk(t, { 'kube/large': 'x'.repeat(5 * 1024 * 1024) });
  execFileSync('mkfifo', [disk.path('kube/pipe')]);
  for (const file of [disk.path('kube/pipe'), '/dev/zero', disk.path('kube'), disk.path('kube/large'), 'gone']) {
    for (const [user, cluster] of [
      [{ tokenFile: file }, {}],
      [{ 'client-certificate': file, 'client-key': file }, {}],
      [{ 'auth-provider': { name: 'oidc', config: { tokenFile: file } } }, {}],
      [{}, { 'certificate-authority': file }],
    ] as const) {
      disk.write('kube/config', kubeconfig(url, user, cluster));
      const { problem } = await connected(t, disk.path('kube/config'));
      assert.equal(problem?.kind, 'kubeconfig', `${file} ${JSON.stringify([user, cluster])}`);
      assert.match(problem?.message ?? '', /is no regular file|is not there|use tokenFile/);
    }
    // A name that the library behind reads at once, and that kubectl does not know.
    disk.write('kube/config', kubeconfig(url, { 'token-file': file }));
    assert.equal((await connected(t, disk.path('kube/config'))).problem, undefined);
  }
  assert.deepEqual([...new Set(asked.map(({ headers }) => headers.authorization))], [undefined]);
});

test('a kubeconfig of the opened folder sends nothing of what lies outside of it, even where a person picked it', async (t) => {
  const { url, asked } = await server(t, nothing);
  const disk = new Disk(t, { 'home/id_rsa': 'private-9d1f', 'repo/token': TOKEN });
  disk.link('repo/linked', disk.path('home/id_rsa'));
  const config = disk.path('repo/config');
  for (const file of [disk.path('home/id_rsa'), '../home/id_rsa', 'linked', '/proc/self/environ']) {
    disk.write('repo/config', kubeconfig(url, { tokenFile: file }));
    const { problem } = await connected(t, '', disk.path('repo'), config);
    assert.match(problem?.message ?? '', /lies outside of the opened folder/, file);
    assert.ok(!problem?.message.includes('private-9d1f'));
  }
  assert.equal(asked.length, 0);
  disk.write('repo/config', kubeconfig(url, { tokenFile: 'token' }));
  assert.equal((await connected(t, '', disk.path('repo'), config)).problem, undefined);
});

test('credentials that a server quotes are told nowhere', async (t) => {
  for (const status of [400, 401, 403, 429, 500]) {
    const { url } = await server(t, (request, response) => {
      const message = `no: ${request.headers.authorization} ${TOKEN}${TOKEN}`;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
    });
    const disk = new Disk(t, { 'kube/config': kubeconfig(url, { token: TOKEN }) });
    const facts = await connected(t, disk.path('kube/config'));
    assert.ok(!JSON.stringify(facts).includes(TOKEN), `${status}: ${JSON.stringify(facts.problem)}`);
    if (status === 500) assert.match(facts.problem?.message ?? '', /^no: Bearer •••/);
  }
});

test('a list without objects and without end ends, and objects nested without end are objects', async (t) => {
  const endless = await server(t, (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (request.url?.includes('watch=1')) response.flushHeaders();
    else response.end('{"metadata":{"resourceVersion":"1","continue":"more"},"items":[]}');
  });
  const disk = new Disk(t, { 'kube/config': kubeconfig(endless.url, {}) });
  assert.equal((await connected(t, disk.path('kube/config'))).complete, true);
  assert.ok(endless.asked.length < 20, `${endless.asked.length} requests`);

  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const nested = await server(t, (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const item = `{"metadata":{"name":"x","namespace":"argocd"},"spec":${deep},"status":{"sync":${deep},"conditions":[${deep}]}}`;
    if (request.url?.includes('watch=1')) response.write(`{"type":"MODIFIED","object":${item}}\n`);
    else response.end(`{"metadata":{"resourceVersion":"1"},"items":[${item}]}`);
  });
  disk.write('kube/config', kubeconfig(nested.url, {}));
  const { objects, problem } = await connected(t, disk.path('kube/config'));
  assert.equal(problem, undefined);
  assert.deepEqual(
    objects.map((one) => liveApplication(one)?.name),
    ['x'],
  );
});
