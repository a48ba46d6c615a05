/** What the loop writes into files over the protocol: drift that is taken or ignored, and versions that are promoted. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import type { DriftedApplication, DriftResult, DriftWaysResult, DriftWriteResult } from '../../server/src/lsp/protocol-drift.ts';
import type { PromotableResult, PromoteResult, PromotionStep } from '../../server/src/lsp/protocol-promote.ts';
import { FakeApiServer } from '../kit/api-server.ts';
import { LspClient, Refused, uriOf } from '../kit/lsp-client.ts';

const EDITS = { workspace: { workspaceEdit: { documentChanges: true } } };
const TRUSTED = { trusted: true, commands: true };

interface Edit {
  readonly label: string;
  readonly edit: {
    readonly documentChanges?: readonly {
      readonly textDocument: { readonly uri: string; readonly version: number | null };
      readonly edits: readonly { readonly range: { readonly start: { readonly line: number } }; readonly newText: string }[];
    }[];
    readonly changes?: Readonly<Record<string, readonly { readonly newText: string }[]>>;
  };
}

/** A repository on disk, and where its files are. */
function laid(t: TestContext, files: Readonly<Record<string, string>>): (path: string) => string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-loop-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return (path) => join(root, path);
}

/** `production/kustomization.yaml:6 "1.4.3"`, with the document's version where the editor has it open. */
function written({ edit }: Edit): readonly string[] {
  return (edit.documentChanges ?? []).flatMap(({ textDocument: { uri, version }, edits }) =>
    edits.map(({ range, newText }) => {
      const of = version === null ? '' : ` of version ${version}`;
      return `${uri.split('/').slice(-2).join('/')}:${range.start.line + 1}${of} ${JSON.stringify(newText)}`;
    }),
  );
}

const STEP: PromotionStep = { from: 'staging', to: 'production' };
const overlay = (tag: string): string => `resources: [../base]\nimages:\n  - name: example.org/web\n    newTag: ${tag}\n`;
const STAGES = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers: [{name: web, image: example.org/web}]\n',
  'staging/kustomization.yaml': overlay('1.4.3'),
  'production/kustomization.yaml': overlay('1.4.2'),
};
const PLACE = 'production/kustomization.yaml:4';

test('versions are promoted by one edit of the editor, and its refusal is told with its reason', async (t) => {
  const at = laid(t, STAGES);
  const client = new LspClient();
  await client.initialize([at('.')], EDITS, TRUSTED);
  assert.deepEqual(await client.request('plumbline/promotionSteps', null), [STEP, { from: 'production', to: 'staging' }]);
  const { found, unsafe, failing } = await client.request<PromotableResult>('plumbline/promotable', STEP);
  assert.deepEqual(
    [found.map(({ place, title, part, objects }) => [place, title, part, objects]), unsafe, failing],
    [[[PLACE, 'example.org/web 1.4.2 → 1.4.3', 'production', 'Deployment web']], 0, []],
  );

  const asked: Edit[] = [];
  let answer: object = { applied: true };
  client.replies.set('workspace/applyEdit', (params) => {
    asked.push(params as Edit);
    return answer;
  });
  const promote = (...places: readonly string[]): Promise<PromoteResult> =>
    client.request<PromoteResult>('plumbline/promote', { ...STEP, places });
  assert.deepEqual(await promote(PLACE), { files: [uriOf(at('production/kustomization.yaml'))] });
  assert.deepEqual(
    [asked[0]?.label, written(asked[0] as Edit)],
    ['Promote staging to production', ['production/kustomization.yaml:4 "1.4.3"']],
  );

  // What is open goes by what stands in the editor, and names the version that it is meant for.
  const text = `# one line more\n${overlay('1.4.1')}`;
  client.open(at('production/kustomization.yaml'), text, 7);
  const gone = await promote(PLACE);
  assert.ok('refused' in gone);
  assert.match(gone.refused, /^There is nothing to promote at production\/kustomization\.yaml:4 any more/);
  assert.equal(asked.length, 1);
  await promote(PLACE.replace(':4', ':5'));
  assert.deepEqual(written(asked[1] as Edit), ['production/kustomization.yaml:5 of version 7 "1.4.3"']);

  answer = { applied: false, failureReason: 'read-only\u202e [x](command:y)' };
  const refused = await promote(PLACE.replace(':4', ':5'));
  assert.ok('refused' in refused);
  assert.match(refused.refused, /^The editor did not make the change \(read-only/);
  assert.doesNotMatch(refused.refused, /\u202e|\]\(/);

  const { id, answer: cancelled } = client.send('plumbline/promotable', STEP);
  client.cancel(id);
  await cancelled.catch((error) => assert.ok(error instanceof Refused && error.code === -32800, String(error)));
  await client.shutdown();
});

test('an editor without versions of documents gets the same edit; nothing to promote is an empty list', async (t) => {
  const at = laid(t, STAGES);
  const client = new LspClient();
  await client.initialize([at('.')], {}, TRUSTED);
  const asked: Edit[] = [];
  client.replies.set('workspace/applyEdit', (params) => {
    asked.push(params as Edit);
    return { applied: true };
  });
  await client.request('plumbline/promote', { ...STEP, places: [PLACE] });
  assert.deepEqual(
    Object.entries(asked[0]?.edit.changes ?? {}).map(([uri, edits]) => [uri, edits.map(({ newText }) => newText)]),
    [[uriOf(at('production/kustomization.yaml')), ['1.4.3']]],
  );
  for (const step of [
    { from: 'production', to: 'staging' },
    { from: '../..', to: '__proto__' },
  ]) {
    const { found } = await client.request<PromotableResult>('plumbline/promotable', step);
    assert.equal(found.length, step.from === 'production' ? 1 : 0);
  }
  await client.shutdown();
});

const REPOSITORY = 'https://git.example.org/platform/gitops.git';
const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  namespace: argocd
spec:
  project: default
  source:
    repoURL: ${REPOSITORY}
    path: app
  destination:
    server: https://kubernetes.default.svc
    namespace: a
`;
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: a
spec:
  replicas: 3
  minReadySeconds: 4
`;
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: token, namespace: a}\nstringData: {token: in-git-9d1f}\n';
const DEPLOYED = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': `[remote "origin"]\n\turl = ${REPOSITORY}\n`,
  'argo/web.yaml': APPLICATION,
  'app/web.yaml': WEB,
  'app/secret.yaml': SECRET,
};
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications';

/** A cluster in which somebody has scaled the Deployment and changed the Secret. */
function drifted(): Promise<FakeApiServer> {
  const managedFields = [
    {
      manager: 'kubectl-scale',
      operation: 'Update',
      time: '2026-11-21T06:12:00Z',
      fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:minReadySeconds': {} }, 'f:data': { 'f:token': {} } },
    },
  ];
  const desired = parse(WEB);
  const metadata = { ...desired.metadata, managedFields };
  const live = { ...desired, metadata, spec: { replicas: 5, minReadySeconds: 9 } };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token', namespace: 'a', managedFields } };
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const [web, token] = ['/apis/apps/v1/namespaces/a/deployments/web', '/api/v1/namespaces/a/secrets/token'];
  return FakeApiServer.start({
    collections: {
      [APPLICATIONS]: [{ ...parse(APPLICATION), status: { sync: { status: 'OutOfSync' } } }],
      '/apis/apps/v1/deployments': [live],
      '/api/v1/secrets': [secret],
    },
    answers: {
      [`GET ${web}`]: [200, live],
      [`PATCH ${web}`]: [200, { ...desired, metadata }],
      [`GET ${token}`]: [200, { ...secret, data: { token: base64('live-77aa') } }],
      [`PATCH ${token}`]: [200, { ...secret, data: { token: base64('in-git-9d1f') } }],
    },
  });
}

test('drift is taken into Git or ignored by one edit of the editor, secrets never', async (t) => {
  const api = await drifted();
  t.after(() => api.close());
  const at = laid(t, DEPLOYED);
  const named = (name: string, rest: object): object => ({ name, ...rest });
  const kubeconfig = join(dirname(at('x')), '.git', 'kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      clusters: [named('c', { cluster: { server: api.url } })],
      users: [named('u', { user: {} })],
      contexts: [named('production', { context: { cluster: 'c', user: 'u' } })],
    }),
  );
  const client = new LspClient({ env: { ...process.env, KUBECONFIG: '', HOME: at('.git') } });
  await client.initialize([at('.')], EDITS, TRUSTED);
  await client.request('plumbline/connect', { context: 'production', kubeconfig });
  const application = 'Application/argocd/web';
  const isThere = async (): Promise<boolean> =>
    JSON.stringify(await client.request('plumbline/live', { grouping: 'engine' })).includes(application);
  while (!(await isThere())) await client.take('plumbline/liveChanged');
  const result = await client.request<DriftResult>('plumbline/drift', { application });
  assert.ok(result.state === 'known', JSON.stringify(result));
  const [web] = result.applications as readonly [DriftedApplication];
  assert.deepEqual(
    web.objects.map(({ title, state }) => `${title} ${state}`),
    ['Secret token differs', 'Deployment web differs'],
  );

  const asked: Edit[] = [];
  let applied = true;
  client.replies.set('workspace/applyEdit', (params) => {
    asked.push(params as Edit);
    return { applied };
  });
  const object = 'apps/Deployment/a/web';
  const ways = (edit: string, more: object): Promise<DriftWaysResult> =>
    client.request<DriftWaysResult>('plumbline/driftWays', { edit, application: web.key, object, ...more });
  const write = (edit: string, more: object): Promise<DriftWriteResult> =>
    client.request<DriftWriteResult>('plumbline/driftWrite', { edit, application: web.key, object, ...more });

  const fields = await ways('take', {});
  assert.deepEqual('fields' in fields && fields.fields.map(({ field, words }) => `${field}: ${words}`), [
    'spec.replicas: live 5',
    'spec.minReadySeconds: live 9',
  ]);
  const take = await ways('take', { field: 'spec.replicas' });
  assert.ok('ways' in take, JSON.stringify(take));
  assert.deepEqual([take.asks, take.ways.map(({ form, place }) => `${form} ${place}`)], [false, ['declared app/web.yaml:7']]);
  const taken = await write('take', { field: 'spec.replicas', form: 'declared' });
  assert.ok('place' in taken, JSON.stringify(taken));
  assert.deepEqual([taken.place.uri, taken.place.range.start.line], [uriOf(at('app/web.yaml')), 6]);
  assert.deepEqual([asked.at(-1)?.label, written(asked.at(-1) as Edit)], ['Take into Git', ['app/web.yaml:7 "5"']]);

  const ignore = await ways('ignore', { field: 'spec.replicas' });
  assert.ok('ways' in ignore, JSON.stringify(ignore));
  assert.ok(ignore.ways.some(({ form, place }) => form === 'field' && place.startsWith('argo/web.yaml:')));
  assert.ok('place' in (await write('ignore', { field: 'spec.replicas', form: 'field' })));
  assert.equal(asked.at(-1)?.label, 'Ignore this difference');
  assert.match(written(asked.at(-1) as Edit).join(), /argo\/web\.yaml:\d+ ".*ignoreDifferences.*\/spec\/replicas/);

  applied = false;
  const refusals: readonly (readonly [string, object, RegExp])[] = [
    ['take', { field: 'spec.replicas', form: 'declared' }, /^The editor did not make the change: the files may have changed/],
    ['take', { field: 'spec.replicas', form: 'no such form' }, /^The files changed meanwhile/],
    ['take', { field: 'data.token', object: '/Secret/a/token', form: 'declared' }, /secret values are not written into files/],
    ['take', { field: 'spec.nothing', form: 'declared' }, /./],
    ['ignore', { field: '__proto__', object: '../..', form: 'field' }, /./],
  ];
  const count = asked.length;
  for (const [edit, more, expected] of refusals) {
    const refused = await write(edit, more);
    assert.ok('refused' in refused, JSON.stringify(refused));
    assert.match(refused.refused, expected);
    assert.doesNotMatch(refused.refused, /live-77aa|in-git-9d1f/);
  }
  assert.equal(asked.length, count + 1);
  assert.ok(!JSON.stringify(client.received).includes('live-77aa'));
  await client.shutdown();
});
