/** `plumbline drift` as a process against a real API server: from a clone with a remote, with the user's kubeconfig. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { Disk } from '../host/disk.ts';
import { URL } from '../model/drift/kit.ts';
import { Cluster, clusterMissing } from './kit/cluster.ts';
import { Flux } from './kit/flux.ts';

const skip = (await clusterMissing()) ?? false;
const CLI = resolve(import.meta.dirname, '../../server/src/cli.ts');
let cluster: Cluster;
let flux: Flux;

const FILES = {
  'app/kustomization.yaml': 'resources: [map.yaml]\nnamespace: default\n',
  'app/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\ndata:\n  level: info\n',
};
const SPEC = { path: './app', sourceRef: { kind: 'GitRepository', name: 'gitops' } };

before(async () => {
  if (skip) return;
  cluster = await Cluster.start();
  flux = await Flux.start(cluster);
  await flux.deploy('app', SPEC, await flux.publish('gitops', URL, FILES));
  await flux.publish('other', 'https://git.example.org/other.git', FILES);
});
after(async () => {
  await flux?.stop();
  await cluster?.stop();
});

function plumbline(
  cwd: string,
  words: readonly string[],
  kubeconfig: string,
): Promise<{ status: number | null; out: string; err: string }> {
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env;
  const child = spawn(process.execPath, [CLI, 'drift', ...words], { cwd, env: { ...env, KUBECONFIG: kubeconfig } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  return new Promise((done) => child.on('close', (status) => done({ status, out, err })));
}

function repository(t: TestContext): string {
  const git = { '.git/HEAD': 'ref: refs/heads/main\n', '.git/config': `[remote "origin"]\n\turl = ${URL}\n` };
  const files = Object.entries({ ...git, ...FILES }).map(([path, text]) => [`repo/${path}`, text] as const);
  return new Disk(t, Object.fromEntries(files)).path('repo');
}

test('in sync, drifted, in sync again', { skip }, async (t) => {
  const cwd = repository(t);
  const config = cluster.kubeconfig();
  assert.deepEqual(await plumbline(cwd, [], config), { status: 0, out: 'flux-system/app  in sync\n', err: '' });
  await cluster.api().patch('/api/v1/namespaces/default/configmaps/map', { data: { level: 'debug' } }, 'kubectl-edit');
  const { status, out } = await plumbline(cwd, ['--app', 'app'], config);
  assert.equal(status, 1);
  assert.match(
    out,
    /ConfigMap map {2}differs\n {8}data\.level: live debug, Git says info\n {12}app\/map\.yaml:6:10 · kubectl-edit · just now/,
  );
  const viewer = await plumbline(cwd, ['--format', 'json'], cluster.kubeconfig('viewer'));
  assert.equal(JSON.parse(viewer.out).applications[0].objects[0].by, 'managedFields');
  await flux.reconcile('app');
  assert.equal((await plumbline(cwd, [], config)).status, 0);
});

test('what goes wrong is a sentence and status 2', { skip }, async (t) => {
  const cwd = repository(t);
  const config = cluster.kubeconfig();
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [['--context', 'admln'], config, /No kubeconfig has the context "admln"\. Did you mean admin\?/],
    [['--app', 'apq'], config, /has no Application or Kustomization apq; did you mean app\?/],
    [[], cluster.kubeconfig('nobody'), /forbidden|cannot list/],
  ];
  for (const [words, kubeconfig, expected] of cases) {
    const { status, out, err } = await plumbline(cwd, words, kubeconfig);
    assert.equal(status, 2);
    assert.equal(out, '');
    assert.match(err, expected);
    assert.equal(err.trim().split('\n').length, 1);
  }
});
