/** The connection to a real API server: followed, refused, lost and found again, quiet while nothing happens, and safe. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Clusters } from '../../server/src/host/cluster/clusters.ts';
import type { ClusterFacts } from '../../server/src/model/live/cluster.ts';
import { type Json, text } from '../../server/src/model/live/json.ts';
import { goTools } from '../kit/go-tools.ts';
import { Cluster, clusterMissing, type User } from './kit/cluster.ts';
import { eventually } from './kit/eventually.ts';

const missing = await clusterMissing();
const skip = missing ?? false;
let cluster: Cluster;

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  const [argocd, flux] = [await goTools('argocd'), await goTools('flux')];
  await cluster
    .api()
    .define(
      ...[argocd('application-crd.yaml'), flux('kustomize.toolkit.fluxcd.io_kustomizations.yaml')].map((path) =>
        readFileSync(path, 'utf8'),
      ),
    );
  await cluster.api().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } });
});
after(() => cluster?.stop());

function kustomization(name: string, suspend = false): Record<string, unknown> {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system' },
    spec: { interval: '10m', path: './apps', prune: true, suspend, sourceRef: { kind: 'GitRepository', name: 'repo' } },
  };
}

/** The product's connection with a kubeconfig of its own, closed with the test. */
function connected(t: TestContext, user: User, kubeconfig = cluster.kubeconfig(user)): Clusters {
  const clusters = new Clusters({ PATH: process.env.PATH, KUBECONFIG: kubeconfig });
  t.after(() => clusters.dispose());
  clusters.connect({ context: user });
  return clusters;
}

function facts(clusters: Clusters, what: string, is: (facts: ClusterFacts) => boolean): Promise<ClusterFacts> {
  return eventually(what, () => is(clusters.facts) && clusters.facts);
}

function named(name: string): (object: Json) => boolean {
  return (object) => text(object, 'metadata', 'name') === name;
}

test('what is made, changed and deleted in the cluster is seen', { skip }, async (t) => {
  const clusters = connected(t, 'admin');
  const { served } = await facts(clusters, 'the lists', ({ complete }) => complete);
  assert.deepEqual([...served].sort(), ['Application', 'Kustomization']);
  const delays: number[] = [];
  for (let index = 0; index < 10; index++) {
    await cluster.api().apply(kustomization('seen', index % 2 === 1));
    const begun = performance.now();
    const isSeen = (): boolean =>
      clusters.facts.objects.some((one) => named('seen')(one) && JSON.stringify(one).includes(`"suspend":${index % 2 === 1}`));
    await eventually('the change', isSeen, { every: 5 });
    delays.push(performance.now() - begun);
  }
  t.diagnostic(
    `a change is known ${Math.round(Math.max(...delays))} ms after the API server's answer, at worst of ${delays.length}`,
  );
  assert.ok(!JSON.stringify(clusters.facts).includes('managedFields'));
  await cluster.api().remove('/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/seen');
  await facts(clusters, 'the deletion', ({ objects }) => !objects.some(named('seen')));
});

test('an API server that goes and comes back is found again, with what happened meanwhile', { skip }, async (t) => {
  await cluster.api().apply(kustomization('kept'));
  const clusters = connected(t, 'admin');
  await facts(clusters, 'the object', ({ objects }) => objects.some(named('kept')));
  await cluster.killApiServer();
  const lost = await facts(clusters, 'the loss', ({ problem }) => problem !== undefined);
  assert.equal(lost.problem?.kind, 'unreachable');
  assert.ok(lost.objects.some(named('kept')), 'what was known stays');
  await cluster.startApiServer();
  await cluster.api().apply(kustomization('later'));
  const found = await facts(
    clusters,
    'the return',
    ({ objects, problem }) => problem === undefined && objects.some(named('later')),
  );
  assert.equal(found.phase, 'connected');
});

test('nothing is asked while nothing happens', { skip }, async (t) => {
  const clusters = connected(t, 'admin');
  await facts(clusters, 'the lists', ({ complete, definitions }) => complete && definitions !== undefined);
  // Four groups asked for, two of them served, two lists, the two watches that open after them, the version and the definitions.
  await eventually('the watches', () => clusters.requests >= 12);
  // A busy server may have broken off a watch, which is then asked for again; what asks by the clock is never quiet so long.
  let quiet = -1;
  for (let tries = 0; quiet !== 0 && tries < 10; tries++) {
    const begun = clusters.requests;
    await pause(6000);
    quiet = clusters.requests - begun;
  }
  assert.equal(quiet, 0);
});

test('a viewer sees, nobody is told why not', { skip }, async (t) => {
  await cluster.api().apply(kustomization('kept'));
  const viewer = connected(t, 'viewer');
  await facts(viewer, 'the object', ({ objects }) => objects.some(named('kept')));
  assert.deepEqual(viewer.facts.forbidden, []);
  const nobody = connected(t, 'nobody');
  const refused = await facts(nobody, 'the refusal', ({ forbidden }) => forbidden.length === 2);
  assert.deepEqual(refused.forbidden, ['Application', 'Kustomization']);
  assert.equal(refused.complete, true);
  assert.deepEqual(refused.objects, []);
});

test('who may read one namespace alone sees that one', { skip }, async (t) => {
  await cluster.api().apply(kustomization('kept'));
  await cluster.api().apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'one', namespace: 'flux-system' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'plumbline-viewer' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  });
  t.after(() => cluster.api().remove('/apis/rbac.authorization.k8s.io/v1/namespaces/flux-system/rolebindings/one'));
  await eventually('the right', async () => {
    const path = '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations';
    return (await cluster.api('nobody').request('GET', path)).status === 200;
  });
  const clusters = connected(t, 'nobody');
  await facts(clusters, 'the object', ({ objects, forbidden }) => objects.some(named('kept')) && forbidden.length === 1);
});

test('a wrong token, a wrong authority and a closed port are told apart', { skip }, async (t) => {
  const cases = [
    ['unauthorized', (config: Record<string, never>) => set(config, 'users', 'user', 'token', 'secret-that-is-wrong')],
    [
      'certificate',
      (config: Record<string, never>) => set(config, 'clusters', 'cluster', 'certificate-authority-data', undefined),
    ],
    ['unreachable', (config: Record<string, never>) => set(config, 'clusters', 'cluster', 'server', 'https://127.0.0.1:1')],
  ] as const;
  for (const [kind, change] of cases) {
    const config = cluster.kubeconfigOf('admin', 'admin');
    change(config);
    const path = join(cluster.directory, `${kind}.kubeconfig`);
    writeFileSync(path, JSON.stringify(config));
    const clusters = connected(t, 'admin', path);
    const { problem } = await facts(clusters, kind, (now) => now.problem?.kind === kind);
    assert.ok(problem !== undefined);
    assert.ok(!JSON.stringify(clusters.facts).includes('secret-that-is-wrong'));
    assert.ok(!JSON.stringify(clusters.facts).includes(cluster.token('admin')));
  }
});

test('a kubeconfig of the workspace is not used, and its plugin is not run', { skip }, async (t) => {
  const workspace = mkdtempSync(join(cluster.directory, 'workspace-'));
  const { marker, kubeconfig } = withPlugin(workspace, workspace);
  const settings = { kubeconfig: undefined, workspace: [workspace] };
  const clusters = new Clusters({ PATH: process.env.PATH, KUBECONFIG: kubeconfig }, () => settings);
  t.after(() => clusters.dispose());
  const { contexts, remarks } = clusters.contexts();
  assert.deepEqual(contexts, []);
  assert.match(remarks.join(), /left out because it lies in the opened folder/);
  // Picked by a person it is read, but its command still lies in the workspace.
  const [choice] = clusters.contexts(kubeconfig).contexts;
  assert.match(choice?.refused ?? '', /lies in the opened folder and is not run/);
  clusters.connect({ context: 'plugin', kubeconfig, consented: choice?.command });
  await facts(clusters, 'the refusal', ({ problem }) => problem?.kind === 'credentials');
  assert.equal(existsSync(marker), false);
});

test('a plugin outside of it runs after consent to exactly its command, and its token works', { skip }, async (t) => {
  const place = mkdtempSync(join(cluster.directory, 'tools-'));
  const { marker, kubeconfig } = withPlugin(place, place);
  const clusters = new Clusters({ PATH: process.env.PATH, KUBECONFIG: kubeconfig });
  t.after(() => clusters.dispose());
  const [choice] = clusters.contexts().contexts;
  assert.equal(choice?.command, `TOKEN_FOR=admin ${join(place, 'plugin')} get-token "--region eu; rm -rf /"`);
  for (const consented of [undefined, `${choice?.command} `, join(place, 'plugin')]) {
    clusters.connect({ context: 'plugin', consented });
    await facts(clusters, 'the refusal', ({ problem }) => problem?.kind === 'credentials');
    assert.equal(existsSync(marker), false);
  }
  clusters.connect({ context: 'plugin', consented: choice?.command });
  await facts(clusters, 'the lists', ({ complete }) => complete);
  assert.equal(readFileSync(marker, 'utf8'), 'get-token|--region eu; rm -rf /\n');
  assert.ok(!JSON.stringify(clusters.facts).includes(cluster.token('admin')));
});

/** A kubeconfig whose user needs a command that leaves a marker when it runs. */
function withPlugin(place: string, directory: string): { marker: string; kubeconfig: string } {
  const marker = join(cluster.directory, `${place.slice(-6)}.ran`);
  mkdirSync(directory, { recursive: true });
  const answer = {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token: cluster.token('admin') },
  };
  const script = `#!/bin/sh\n(IFS='|'; echo "$*") > ${marker}\ncat <<'END'\n${JSON.stringify(answer)}\nEND\n`;
  writeFileSync(join(place, 'plugin'), script, { mode: 0o755 });
  const config = cluster.kubeconfigOf('admin', 'plugin');
  config.users[0].user = {
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './plugin',
      args: ['get-token', '--region eu; rm -rf /'],
      env: [{ name: 'TOKEN_FOR', value: 'admin' }],
    },
  };
  const kubeconfig = join(directory, 'config');
  writeFileSync(kubeconfig, JSON.stringify(config));
  return { marker, kubeconfig };
}

// biome-ignore lint/suspicious/noExplicitAny: a kubeconfig is bent in ways that its type would not allow.
function set(config: any, list: string, inner: string, key: string, value: unknown): void {
  config[list][0][inner][key] = value;
}
