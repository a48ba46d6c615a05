/**
 * The view Applications as a person sees it, in the real workbench with the packed extension and a real API server. The
 * states are written by the test in the place of the controllers, so that each picture has all of them.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { layExample } from '../../scripts/example.ts';
import { Cluster, clusterMissing } from '../cluster/kit/cluster.ts';
import { eventually } from '../cluster/kit/eventually.ts';
import { goTools } from '../kit/go-tools.ts';
import { launchBrowser } from './workbench/browser.ts';
import { committed } from './workbench/commit.ts';
import { CALM, Hands } from './workbench/hands.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { openWorkbench } from './workbench/page.ts';
import { pictureFailure, takePicture } from './workbench/pictures.ts';
import { WorkbenchServer } from './workbench/server.ts';

const HASH = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const API = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/api';

const skip = lacking() || ((await clusterMissing()) ?? false);

describe('the view Applications', { skip }, () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-applications-'));
  let cluster: Cluster;
  let browser: Browser;
  let server: WorkbenchServer;
  let hands: Hands;
  let view: Locator;

  before(async () => {
    cluster = await Cluster.start();
    const [argocd, flux] = [await goTools('argocd'), await goTools('flux')];
    const crds = [argocd('application-crd.yaml')];
    for (const kind of ['kustomize.toolkit.fluxcd.io_kustomizations', 'source.toolkit.fluxcd.io_gitrepositories'])
      crds.push(flux(`${kind}.yaml`));
    await cluster.api().define(...crds.map((path) => readFileSync(path, 'utf8')));
    for (const name of ['argocd', 'flux-system'])
      await cluster.api().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await fill(cluster);
    server = await WorkbenchServer.start({
      vsix: [packedExtension()],
      settings: { ...CALM, 'plumbline.clusters.protected': ['guarded'] },
      env: { KUBECONFIG: kubeconfig(cluster) },
    });
    browser = await launchBrowser();
    hands = new Hands(
      await openWorkbench(browser, server, {
        folder: committed(layExample(join(home, 'gitops'))),
        context: { colorScheme: 'light' },
      }),
    );
    await hands.arrive();
    view = hands.page
      .locator('.split-view-view', { has: hands.page.locator('.pane-header', { hasText: 'Applications' }) })
      .last();
  });
  afterEach(async (t) => {
    if ('error' in t && t.error) await pictureFailure(hands?.page, 'applications');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await cluster?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function picture(name: string): Promise<void> {
    await hands.rest();
    await takePicture(hands.page, name);
  }

  it('asks for a context before anything is connected', async () => {
    await hands.page.locator('.activitybar .action-label[aria-label^="GitOps"]').click();
    await view.getByText('Choose Cluster Context').waitFor();
    await picture('applications-choose');
  });

  it('says why a cluster shows nothing', async () => {
    await hands.chooseCluster('unreachable');
    await view.getByText('cannot be reached').waitFor();
    await picture('applications-unreachable');
    await hands.chooseCluster('nobody');
    await view.getByText('You may not list').waitFor();
    await picture('applications-forbidden');
  });

  it('shows what is deployed, what needs a person first', async () => {
    await hands.chooseCluster('prod-eu');
    const row = (text: string): Locator => view.locator('.monaco-list-row', { hasText: text });
    await row('out of sync').first().waitFor();
    await row('spec.selector is immutable').waitFor();
    await row('suspended').first().waitFor();
    await row('web').first().click();
    await hands.page.keyboard.press('ArrowRight');
    await row('Deployment web').waitFor();
    await picture('applications');
    await hands.page.emulateMedia({ colorScheme: 'dark' });
    await hands.page.locator('.monaco-workbench.vs-dark').waitFor();
    await picture('applications-dark');
    await hands.page.emulateMedia({ colorScheme: 'light' });
  });

  it('stands above the manifest, and leads there', async () => {
    await hands.open('platform/argocd/production/api.yaml');
    await hands.page.locator('.codelens-decoration', { hasText: 'sync failed a1b2c3d' }).waitFor();
    await hands.languageStatus(/prod-eu: production/);
    await picture('applications-lens');
    await hands.page.keyboard.press('Escape');
  });

  it('asks before a sync, and follows it to its end', async () => {
    await hands.page
      .locator('.codelens-decoration a', { hasText: /^Sync$/ })
      .first()
      .click();
    await hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'and prune' }).click();
    const dialog = hands.page.locator('.monaco-dialog-box');
    await dialog.getByText('Sync Application argocd/api in the context "prod-eu"?').waitFor();
    await dialog.getByText('Objects that are no longer in Git are deleted.').waitFor();
    await picture('applications-question');
    await dialog.getByRole('button', { name: 'Sync' }).click();
    const asked = await eventually('the operation', async () => (await cluster.api().get(API)).operation);
    assert.equal(asked.sync.prune, true);
    assert.deepEqual(asked.initiatedBy, { username: 'plumbline' });
    const running = {
      phase: 'Running',
      message: 'waiting for completion of hook batch/Job/migrate',
      startedAt: '2026-01-01T00:00:00Z',
      operation: asked,
    };
    await cluster.api().patch(API, { status: { operationState: running } });
    await hands.page.locator('.notification-toast', { hasText: 'waiting for completion of hook' }).waitFor();
    await view.locator('.monaco-list-row', { hasText: 'syncing' }).first().waitFor();
    await picture('applications-syncing');
    const ended = {
      ...running,
      phase: 'Succeeded',
      message: 'successfully synced (all tasks run)',
      finishedAt: '2026-01-01T00:01:00Z',
    };
    await cluster
      .api()
      .patch(API, { operation: null, status: { operationState: ended, sync: { status: 'Synced' }, resources: [] } });
    await hands.page.locator('.notification-toast', { hasText: 'is synced: successfully synced' }).waitFor();
    await picture('applications-synced');
    await hands.command('Notifications: Clear All Notifications');
  });

  it('wants the name typed in a protected context', async () => {
    await hands.chooseCluster('guarded');
    await view.getByText('guarded').first().waitFor();
    await hands.page
      .locator('.codelens-decoration a', { hasText: /^Sync$/ })
      .first()
      .click();
    await hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Sync' }).first().click();
    await hands.page.locator('.quick-input-widget', { hasText: 'this context is protected' }).waitFor();
    await hands.page.keyboard.type('web');
    await hands.page.keyboard.press('Enter');
    await hands.page.locator('.quick-input-widget', { hasText: 'Type "api".' }).waitFor();
    await picture('applications-protected');
    await hands.page.keyboard.press('Escape');
    assert.equal((await cluster.api().get(API)).operation, undefined);
  });
});

/** One kubeconfig with a context for each way it can go. */
function kubeconfig(cluster: Cluster): string {
  const contexts = [
    cluster.kubeconfigOf('admin', 'prod-eu'),
    cluster.kubeconfigOf('nobody', 'nobody'),
    cluster.kubeconfigOf('admin', 'guarded'),
  ];
  const unreachable = cluster.kubeconfigOf('admin', 'unreachable');
  unreachable.clusters[0].cluster.server = 'https://127.0.0.1:1';
  const all = [...contexts, unreachable];
  const merged = {
    ...contexts[0],
    clusters: all.flatMap((one) => one.clusters),
    contexts: all.flatMap((one) => one.contexts),
    users: all.flatMap((one) => one.users),
  };
  const path = join(cluster.directory, 'merged.kubeconfig');
  writeFileSync(path, JSON.stringify(merged), { mode: 0o600 });
  return path;
}

async function fill(cluster: Cluster): Promise<void> {
  const api = cluster.api();
  const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const application = (name: string, status: object): object => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'shop',
      source: { repoURL: 'https://git.example.com/acme/gitops.git', targetRevision: 'main', path: `apps/production/${name}` },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop-production' },
    },
    status,
  });
  const object = (kind: string, name: string, more: object = {}): object => ({
    group: kind === 'Deployment' ? 'apps' : '',
    version: 'v1',
    kind,
    name,
    namespace: 'shop-production',
    status: 'Synced',
    ...more,
  });
  const out = { status: 'OutOfSync', revision: HASH, comparedTo: { source: { repoURL: 'x' }, destination: {} } };
  const sync = { status: 'Synced', revision: HASH, comparedTo: { source: { repoURL: 'x' }, destination: {} } };
  const healthy = { status: 'Healthy' };
  await api.apply(
    application('web', {
      sync: out,
      health: healthy,
      reconciledAt: ago(130),
      resources: [
        object('Deployment', 'web', { status: 'OutOfSync' }),
        object('Service', 'web'),
        object('ConfigMap', 'web-extra', { status: 'OutOfSync', requiresPruning: true }),
      ],
    }),
  );
  await api.apply(
    application('api', {
      sync: out,
      health: healthy,
      reconciledAt: ago(40),
      operationState: {
        operation: {},
        phase: 'Failed',
        message: 'Deployment/api: spec.selector is immutable',
        startedAt: ago(41),
        finishedAt: ago(40),
      },
    }),
  );
  for (const name of ['ads', 'cart', 'checkout', 'currency', 'email', 'payment', 'shipping'])
    await api.apply(application(name, { sync, health: healthy, reconciledAt: ago(400) }));
  const ready = (status: string, reason: string, message: string): object => ({
    type: 'Ready',
    status,
    reason,
    message,
    lastTransitionTime: ago(4400),
  });
  await api.apply({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'flux-system', namespace: 'flux-system' },
    spec: { interval: '1m', url: 'https://git.example.com/acme/gitops.git', ref: { branch: 'main' } },
  });
  await api.patch('/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/flux-system/status', {
    status: { observedGeneration: 1, conditions: [ready('True', 'Succeeded', 'stored artifact')] },
  });
  for (const [name, suspend] of [
    ['ingress-nginx', true],
    ['cert-manager', false],
  ] as const) {
    await api.apply({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: 'flux-system' },
      spec: {
        interval: '10m',
        path: `./platform/${name}/production`,
        prune: true,
        suspend,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      },
    });
    await api.patch(`/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/${name}/status`, {
      status: {
        observedGeneration: 1,
        lastAppliedRevision: `main@sha1:${HASH}`,
        conditions: [ready('True', 'ReconciliationSucceeded', `Applied revision: main@sha1:${HASH}`)],
      },
    });
  }
}
