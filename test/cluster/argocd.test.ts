/** Argo CD as a person has it: status follows the controller; sync, prune, compare do what they say, in the cluster. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { Clusters } from '../../server/src/host/cluster/clusters.ts';
import { planAction } from '../../server/src/ide/live/act.ts';
import { madeApplications } from '../../server/src/model/argocd/sets/made.ts';
import type { ActionName, Outcome } from '../../server/src/model/live/actions.ts';
import { type LiveApplication, liveApplication } from '../../server/src/model/live/application.ts';
import { SET_CASES, SET_FILES, setYaml } from '../kit/application-sets.ts';
import { TestWorkspace } from '../kit/workspace.ts';
import { application, applicationPath, startArgoCd } from './kit/argocd.ts';
import { Cluster, clusterMissing } from './kit/cluster.ts';
import { eventually } from './kit/eventually.ts';
import { GarbageCollector } from './kit/garbage.ts';
import { GitServer } from './kit/git.ts';
import type { Program } from './kit/program.ts';
import { provided } from './kit/provided.ts';

const skip = (await clusterMissing()) ?? provided('redis-server', 'git') ?? false;
let cluster: Cluster;
let git: GitServer;
let stack: Program;
let garbage: GarbageCollector;
let clusters: Clusters;

/** Argo CD looks at what it deletes when it compares again, which it may put off for a minute. */
const PATIENCE = 240_000;
const ID = 'Application/argocd/web';
const NO_REPOSITORY = new TestWorkspace().db;

const config = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: "${value}"\n`;
const FILES = {
  'web/kustomization.yaml': 'resources: [one.yaml, two.yaml]\n',
  'web/one.yaml': config('one', '1'),
  'web/two.yaml': config('two', '1'),
};
const ONE = '/api/v1/namespaces/shop/configmaps/one';
const TWO = '/api/v1/namespaces/shop/configmaps/two';

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  git = await GitServer.start(cluster.directory);
  git.commit('acme', FILES);
  garbage = new GarbageCollector(cluster, '/api/v1/namespaces/shop/configmaps');
  stack = await startArgoCd(cluster, git.port);
  await cluster.api().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  await cluster.api().apply(application('web', git.url('acme'), 'web'));
  clusters = new Clusters({ PATH: process.env.PATH, KUBECONFIG: cluster.kubeconfig('admin') });
  clusters.connect({ context: 'admin' });
  await state('the first comparison', ({ state }) => state === 'outOfSync');
});
after(async () => {
  clusters?.dispose();
  await garbage?.stop();
  await stack?.stop();
  await git?.stop();
  await cluster?.stop();
});

function state(what: string, is: (seen: LiveApplication) => boolean): Promise<LiveApplication> {
  return eventually(
    what,
    () => {
      if (!stack.isRunning()) throw new Error(`Argo CD ended: ${stack.output()}`);
      const seen = clusters.facts.objects.map(liveApplication).find((one) => one?.id === ID);
      if (seen !== undefined && is(seen)) return seen;
      throw new Error(`${seen?.words} ${seen?.message}\n${stack.output().slice(-3000)}`);
    },
    { deadline: PATIENCE },
  );
}

/** The action as a person would do it who says yes. */
async function act(action: ActionName, more: { prune?: boolean; revision?: string } = {}, said: string[] = []): Promise<Outcome> {
  const options = { prune: false, revision: undefined, requestedAt: new Date().toISOString(), ...more };
  const plan = planAction(NO_REPOSITORY, clusters.facts, ID, action, options);
  assert.ok(!('refused' in plan), JSON.stringify(plan));
  return clusters.perform(plan, (message) => said.push(message), AbortSignal.timeout(PATIENCE));
}

async function value(path: string): Promise<string | undefined> {
  return (await cluster.api().get(path))?.data.value;
}

test('a sync applies, and is followed to its end', { skip }, async () => {
  const said: string[] = [];
  const outcome = await act('sync', {}, said);
  assert.deepEqual(
    [outcome.ok, outcome.message],
    [true, 'Application argocd/web is synced: successfully synced (all tasks run)'],
  );
  assert.equal(await value(ONE), '1');
  assert.ok(said.length > 0);
  const seen = await state('the end', ({ state }) => state === 'synced');
  assert.deepEqual(
    seen.objects.map(({ kind, name, state }) => [kind, name, state]),
    [
      ['ConfigMap', 'one', 'synced'],
      ['ConfigMap', 'two', 'synced'],
    ],
  );
});

test('a change by hand is seen within two seconds of Argo CD, and a sync takes it back', { skip }, async (t) => {
  // A machine that is busy with something else may be late once; three times in a row it is our own fault.
  let delay = Number.POSITIVE_INFINITY;
  for (let tries = 0; delay >= 2000 && tries < 3; tries++) {
    await act('sync');
    await state('the start', ({ state }) => state === 'synced');
    await cluster.api().patch(ONE, { data: { value: 'by hand' } }, 'kubectl-edit');
    const isOut = async (): Promise<boolean> =>
      (await cluster.api().get(applicationPath('web'))).status.sync.status === 'OutOfSync';
    await eventually('Argo CD', isOut, { deadline: PATIENCE, every: 5 });
    const begun = performance.now();
    await state('the view', (seen) => seen.objects.find(({ name }) => name === 'one')?.state === 'outOfSync');
    delay = performance.now() - begun;
    t.diagnostic(`the status is seen ${Math.round(delay)} ms after the API server answers with it`);
    assert.equal((await act('sync')).ok, true);
    assert.equal(await value(ONE), '1');
  }
  assert.ok(delay < 2000);
});

test('what is no longer in Git is deleted by a sync that prunes, and by no other', { skip }, async () => {
  await act('sync');
  git.commit('acme', { 'web/kustomization.yaml': 'resources: [one.yaml]\n' });
  assert.match((await act('refresh')).message, /was compared with Git: out of sync$/);
  assert.equal((await act('sync')).ok, true);
  assert.equal(await value(TWO), '1');
  await act('hardRefresh');
  assert.equal((await act('sync', { prune: true })).ok, true);
  await eventually('the deletion', async () => (await value(TWO)) === undefined, { deadline: PATIENCE });
  git.commit('acme', FILES);
});

test('another revision can be synced', { skip }, async () => {
  const before = git.commit('acme', { 'web/one.yaml': config('one', 'before') });
  git.commit('acme', { 'web/one.yaml': config('one', 'after') });
  await act('hardRefresh');
  assert.equal((await act('sync', { revision: before })).ok, true);
  assert.equal(await value(ONE), 'before');
  assert.equal((await act('sync')).ok, true);
  assert.equal(await value(ONE), 'after');
  git.commit('acme', FILES);
});

test('a sync that fails says why', { skip }, async () => {
  git.commit('acme', { 'web/one.yaml': config('one', '1').replace('name: one', 'name: Not_A_Name') });
  await act('hardRefresh');
  const outcome = await act('sync');
  assert.equal(outcome.ok, false);
  assert.match(outcome.message, /^The sync of Application argocd\/web failed: /);
  const seen = await state('the failure', ({ state }) => state === 'failed');
  assert.match(seen.words, /^sync failed/);
  git.commit('acme', FILES);
  await act('hardRefresh');
  assert.equal((await act('sync', { prune: true })).ok, true);
});

test('a sync that waits for a hook can be ended', { skip }, async () => {
  const job =
    'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: hook\n  annotations: {argocd.argoproj.io/hook: PreSync}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: a, image: a}]\n';
  git.commit('acme', { 'web/kustomization.yaml': 'resources: [one.yaml, two.yaml, hook.yaml]\n', 'web/hook.yaml': job });
  await act('hardRefresh');
  const sync = act('sync');
  await state('the hook', ({ operation }) => operation?.running === true && operation.message?.includes('hook') === true);
  assert.equal((await act('terminate')).ok, true);
  assert.equal((await sync).ok, false);
  git.commit('acme', FILES);
});

test('an ApplicationSet stands with what it made; one that cannot make any says why', { skip }, async () => {
  const set = (name: string, project: string, element: object): object => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ list: { elements: [element] } }],
      template: {
        metadata: { name: 'made-{{.env}}' },
        spec: { ...application('', git.url('acme'), 'web').spec, project },
      },
    },
  });
  await cluster.api().apply(set('good', 'default', { env: 'staging' }));
  await cluster.api().apply(set('bad', 'default', { environment: 'staging' }));
  const seen = (id: string): LiveApplication | undefined =>
    clusters.facts.objects.map((one) => liveApplication(one)).find((one) => one?.id === id);
  const made = await eventually('the Application', () => seen('Application/argocd/made-staging'), { deadline: PATIENCE });
  assert.equal(made.owner, 'ApplicationSet/argocd/good');
  await eventually('the set', () => seen('ApplicationSet/argocd/good')?.state === 'synced', { deadline: PATIENCE });
  const bad = await eventually('the failure', () => {
    const found = seen('ApplicationSet/argocd/bad');
    return found?.state === 'failed' && found;
  });
  assert.match(bad.message ?? '', /map has no entry for key "env"/);
});

test('what its project forbids is said of the Application', { skip }, async () => {
  await cluster.api().apply({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'narrow', namespace: 'argocd' },
    spec: { sourceRepos: ['*'], destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'other' }] },
  });
  await cluster.api().apply(application('forbidden', git.url('acme'), 'web', {}, { project: 'narrow' }));
  const seen = await eventually(
    'the refusal',
    () => {
      const found = clusters.facts.objects.map((one) => liveApplication(one)).find((one) => one?.name === 'forbidden');
      return found?.state === 'failed' && /destination/.test(found.message ?? '') && found;
    },
    { deadline: PATIENCE },
  );
  assert.equal(seen.words.split(',')[0], 'not valid');
  assert.match(seen.message ?? '', /do not match any of the allowed destinations in project 'narrow'/);
});

test('ApplicationSets make here what the controller makes of them', { skip }, async () => {
  git.commit('sets', SET_FILES);
  const url = git.url('sets');
  const api = cluster.api();
  const workspace = new TestWorkspace(SET_FILES, [url]);
  for (const one of SET_CASES) {
    const text = setYaml(one, url);
    workspace.write(`sets/${one.name}.yaml`, text);
    await api.apply(parse(text));
  }
  const path = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
  for (const one of SET_CASES) {
    const made = await eventually(`the Applications of ${one.name}`, async () => {
      const { items } = await api.get(path);
      const own = (items as readonly Made[]).filter(({ metadata }) => metadata.ownerReferences?.[0]?.name === one.name);
      const told = own.map(({ metadata, spec }) => `${metadata.name} ${spec.source.path}`).sort();
      if (told.length < one.makes.length) throw new Error(`${told.join(', ')}; ${stack.output().slice(-2000)}`);
      return told;
    });
    assert.deepEqual(made, one.makes, one.name);
    const here = madeApplications(workspace.db, workspace.path(`sets/${one.name}.yaml`));
    assert.deepEqual(here.map(({ name, sources }) => `${name} ${sources[0]?.path?.text}`).sort(), made, one.name);
  }
});

interface Made {
  readonly metadata: { readonly name: string; readonly ownerReferences?: readonly { readonly name: string }[] };
  readonly spec: { readonly source: { readonly path: string } };
}
