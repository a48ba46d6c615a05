/** A cluster that lies: nothing of it becomes a link, an icon or an order to a terminal, and no Secret and no token is ever told. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { FakeApiServer } from '../kit/api-server.ts';
import { LspClient, uriOf } from '../kit/lsp-client.ts';

/** A command link, an icon, a turn of direction, a colour, a line break, what has no width, markup. */
const HOSTILE =
  '[x](command:workbench.action.quit) $(zap) \u202e\u001b[31m\u001b]8;;http://x\u0007\nnext\r\u200b<img src=x> **b**';
const LONG = `${HOSTILE} `.repeat(200);
const REPOSITORY = 'https://git.example.org/platform/gitops.git';
const TOKEN = 'bearer-of-the-kubeconfig-3f1c';
/** Values of Secrets: in Git, live, in copies of the object, and those that the server quotes. */
const VALUES = ['in-git-9d1f', 'live-77aa', 'applied-55bb', 'copied-33cc', 'quoted-11dd', 'kept-22ee'];
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const SECRET = (name: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: a}\nstringData: {token: ${VALUES[0]}}\n`;
const FILES = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': `[remote "origin"]\n\turl = ${REPOSITORY}\n`,
  'app/kustomization.yaml': 'resources: [secrets.yaml, map.yaml]\n',
  'app/secrets.yaml': `${SECRET('one')}---\n${SECRET('two')}---\n${SECRET('three')}`,
  'app/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map, namespace: a}\ndata: {level: info}\n',
};

const managedFields = [
  {
    manager: HOSTILE,
    operation: 'Update',
    time: '2026-11-21T06:12:00Z',
    fieldsV1: {
      'f:data': { 'f:token': {}, 'f:level': {} },
      'f:metadata': { 'f:annotations': { 'f:kapp.k14s.io/original': {} } },
    },
  },
];
const secret = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    namespace: 'a',
    managedFields,
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { token: VALUES[2] } }),
      'kapp.k14s.io/original': JSON.stringify({ data: { token: VALUES[3] } }),
      'example.org/packed': `H4sI${VALUES[5]}`,
    },
  },
  data: { token: base64(VALUES[1] ?? ''), more: base64(VALUES[5] ?? '') },
});
const map = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'map', namespace: 'a', managedFields },
  data: { level: LONG },
};
const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'argocd', resourceVersion: '1' },
  spec: {
    project: HOSTILE,
    source: { repoURL: REPOSITORY, path: 'app' },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'a' },
  },
  status: {
    sync: { status: HOSTILE, revision: HOSTILE },
    health: { status: HOSTILE, message: LONG },
    conditions: [{ type: `${HOSTILE}Error`, message: LONG }],
    operationState: { phase: HOSTILE, message: HOSTILE, startedAt: HOSTILE },
    resources: [
      { kind: HOSTILE, name: HOSTILE, namespace: HOSTILE, status: HOSTILE, health: { status: HOSTILE, message: LONG } },
    ],
  },
};
const kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: HOSTILE, namespace: HOSTILE, resourceVersion: '1' },
  spec: { path: HOSTILE, sourceRef: { kind: HOSTILE, name: HOSTILE }, targetNamespace: HOSTILE },
  status: {
    conditions: [{ type: 'Ready', status: 'False', reason: HOSTILE, message: LONG }],
    inventory: { entries: [{ id: `a_${HOSTILE}_apps_${HOSTILE}`, v: 'v1' }] },
  },
};
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications';
const refusal = { message: `${HOSTILE} Secret "two" is invalid: data: Invalid value: "${VALUES[4]}" ${base64(VALUES[1] ?? '')}` };

let home: string;
let root: string;
let api: FakeApiServer;
let env: NodeJS.ProcessEnv;

before(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-hostile-')));
  root = join(home, 'repository');
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const secrets = ['one', 'two', 'three'].map(secret);
  const at = (kind: string, name: string): string => `/api/v1/namespaces/a/${kind}/${name}`;
  api = await FakeApiServer.start({
    collections: {
      [APPLICATIONS]: [application],
      '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations': [kustomization],
      '/apis/source.toolkit.fluxcd.io/v1/gitrepositories': [],
      '/api/v1/secrets': secrets,
      '/api/v1/configmaps': [map],
    },
    answers: {
      ...Object.fromEntries(
        ['', 'namespaces/default/', 'namespaces/flux-system/'].map((of) => [
          `GET /apis/source.toolkit.fluxcd.io/v1/${of}gitrepositories`,
          [403, { message: HOSTILE }] as const,
        ]),
      ),
      [`GET ${at('secrets', 'one')}`]: [200, secret('one')],
      [`PATCH ${at('secrets', 'one')}`]: [200, { ...secret('one'), data: { token: base64(VALUES[0] ?? '') } }],
      [`GET ${at('secrets', 'two')}`]: [200, secret('two')],
      [`PATCH ${at('secrets', 'two')}`]: [422, refusal],
      [`GET ${at('secrets', 'three')}`]: [500, refusal],
      [`GET ${at('configmaps', 'map')}`]: [200, map],
      [`PATCH ${at('configmaps', 'map')}`]: [422, { message: HOSTILE }],
      [`PATCH ${APPLICATIONS.replace('applications', 'namespaces/argocd/applications')}/web`]: [422, { message: HOSTILE }],
    },
  });
  const named = (name: string, rest: object): object => ({ name, ...rest });
  const kubeconfig = {
    'current-context': HOSTILE,
    clusters: [
      named(HOSTILE, { cluster: { server: api.url } }),
      named('other', { cluster: { server: `${HOSTILE}://${TOKEN}@x` } }),
    ],
    users: [
      named(HOSTILE, { user: { token: TOKEN } }),
      named('plugin', { user: { exec: { command: '/bin/ls', args: [HOSTILE], env: [] } } }),
    ],
    contexts: [
      named(HOSTILE, { context: { cluster: HOSTILE, user: HOSTILE } }),
      named('asks', { context: { cluster: HOSTILE, user: 'plugin' } }),
      named('odd', { context: { cluster: 'other', user: HOSTILE } }),
      named('gone', { context: { cluster: HOSTILE, user: `${HOSTILE} gone` } }),
    ],
  };
  writeFileSync(join(home, 'kubeconfig'), JSON.stringify(kubeconfig));
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, FORCE_COLOR, ...rest } = process.env;
  env = { ...rest, KUBECONFIG: join(home, 'kubeconfig'), HOME: home, NO_COLOR: '1' };
});
after(() => {
  api?.close();
  rmSync(home, { recursive: true, force: true });
});

/** Keys whose texts are handed back to the server and are never shown; commands are, as what they are, in a dialog without markup. */
const IDENTIFIERS = new Set([
  'command',
  'id',
  'application',
  'object',
  'drift',
  'arguments',
  'uri',
  'data',
  'name',
  'key',
  'file',
  'files',
  'since',
]);
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069]/;

function shown(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value === 'string') found.push(value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, below] of Object.entries(value)) if (Array.isArray(value) || !IDENTIFIERS.has(key)) shown(below, found);
  return found;
}

function assertInert(what: string, value: unknown): void {
  for (const text of shown(value)) {
    assert.doesNotMatch(text, UNSEEN, what);
    assert.doesNotMatch(text, /\]\(|\$\(/, what);
    assert.ok(text.length < 2000, `${what}: ${text.length} characters`);
  }
}

function assertNoSecret(what: string, text: string): void {
  for (const value of [TOKEN, ...VALUES, ...VALUES.map(base64)]) assert.ok(!text.includes(value), `${what} tells ${value}`);
}

interface Live {
  readonly complete: boolean;
  readonly nodes: readonly { readonly application?: string; readonly children: Live['nodes'] }[];
}

test('the editor gets text, and neither links nor secrets', async (t) => {
  const client = new LspClient({ env });
  t.after(() => client.process.kill());
  const told: [string, unknown][] = [];
  const ask = async <T>(method: string, params: unknown): Promise<T> => {
    const answer = await client.request<T>(method, params);
    told.push([method, answer]);
    return answer;
  };
  await client.initialize([root], {}, { trusted: true, commands: true });
  const { contexts } = await ask<{ contexts: readonly { name: string; command?: string }[] }>('plumbline/contexts', {});
  assert.equal(contexts.length, 4);
  const command = contexts.find(({ name }) => name === 'asks')?.command ?? '';
  assert.match(command, /^\/bin\/ls "/);
  assert.match(command, /\\u202e/);
  assert.doesNotMatch(command, UNSEEN);
  for (const context of ['odd', 'asks', 'gone']) {
    await ask('plumbline/connect', { context });
    await ask('plumbline/live', { grouping: 'environment' });
  }
  await ask('plumbline/connect', { context: HOSTILE });
  const deadline = Date.now() + 60_000;
  let live = await ask<Live>('plumbline/live', { grouping: 'namespace' });
  while (!live.complete && Date.now() < deadline) {
    await client.take('plumbline/liveChanged');
    live = await ask<Live>('plumbline/live', { grouping: 'namespace' });
  }
  assert.equal(live.complete, true, JSON.stringify([live, api.asked]));
  for (const grouping of ['environment', 'engine']) await ask('plumbline/live', { grouping });
  const ids = live.nodes.flatMap((node) => node.children.flatMap((one) => one.application ?? []));
  assert.equal(ids.length, 2);
  for (const id of ids)
    for (const action of ['sync', 'refresh', 'terminate', 'reconcile', 'reconcileWithSource', 'suspend', HOSTILE]) {
      await ask('plumbline/plan', { application: id, action, revision: action === 'sync' ? HOSTILE : undefined });
      await ask('plumbline/act', { application: id, action, token: '1' });
    }
  await ask('plumbline/plan', { application: HOSTILE, action: 'sync' });
  const seen = await ask<{ state: string; applications: readonly { key: string; objects: readonly { key: string }[] }[] }>(
    'plumbline/drift',
    { application: 'Application/argocd/web' },
  );
  assert.equal(seen.state, 'known', JSON.stringify(seen));
  const [web] = seen.applications;
  assert.ok((web?.objects.length ?? 0) >= 3, JSON.stringify(web));
  for (const path of ['app/secrets.yaml', 'app/map.yaml']) {
    const marks = await ask<readonly unknown[]>('plumbline/driftMarks', { file: uriOf(join(root, path)) });
    assert.ok(marks.length > 0, path);
  }
  await ask('plumbline/live', { grouping: 'environment' });
  for (const [method, answer] of told) assertInert(method, answer);

  const texts: string[] = [];
  for (const name of ['one', 'two', 'three'])
    for (const side of ['desired', 'live'])
      texts.push(await client.request('plumbline/driftText', { application: web?.key, object: `/Secret/a/${name}`, side }));
  assert.match(texts[0] ?? '', /token: •+/);
  assertNoSecret('the comparison', texts.join('\n'));
  assertNoSecret('an answer', JSON.stringify(told));
  assertNoSecret('a notification or the log', JSON.stringify(client.received) + client.errorOutput);
  assertInert(
    'a notification',
    client.received.map(({ params }) => params),
  );
});

test('the command line prints text, and neither orders to the terminal nor secrets', async () => {
  for (const words of [[], ['--format', 'json'], ['--context', `${HOSTILE}x`], ['--app', HOSTILE]]) {
    const cli = resolve(import.meta.dirname, '../../server/src/cli.ts');
    const child = spawn(process.execPath, [cli, 'drift', ...words], { cwd: root, env });
    let [out, error] = ['', ''];
    child.stdout.on('data', (part) => (out += part));
    child.stderr.on('data', (part) => (error += part));
    await new Promise((done) => child.on('close', done));
    const all = out + error;
    assert.ok(all.length > 0);
    assert.doesNotMatch(all.replaceAll('\n', ''), UNSEEN, words.join(' '));
    assertNoSecret(`drift ${words.join(' ')}`, all);
    if (words.length === 0) assert.match(all, /data\.token.*not shown/);
  }
});
