/** Drift as a person sees it, with a real API server and the real kustomize-controller behind the real workbench. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { Cluster, clusterMissing } from '../cluster/kit/cluster.ts';
import { Flux } from '../cluster/kit/flux.ts';
import { URL } from '../model/drift/kit.ts';
import { launchBrowser } from './workbench/browser.ts';
import { committed } from './workbench/commit.ts';
import { CALM, Hands } from './workbench/hands.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { openWorkbench } from './workbench/page.ts';
import { pictureFailure, takePicture } from './workbench/pictures.ts';
import { WorkbenchServer } from './workbench/server.ts';

const DEPLOYED: Readonly<Record<string, string>> = {
  'clusters/production/web.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: web
  namespace: flux-system
spec:
  interval: 1h
  path: ./apps/production/web
  prune: true
  sourceRef:
    kind: GitRepository
    name: gitops
`,
  'apps/base/web/kustomization.yaml': 'resources:\n  - deployment.yaml\n  - settings.yaml\n  - banner.yaml\n',
  'apps/base/web/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.8.2
          ports:
            - containerPort: 8080
          resources:
            limits:
              cpu: 500m
              memory: 256Mi
`,
  'apps/base/web/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  level: info\n',
  'apps/base/web/banner.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: banner\ndata:\n  text: hello\n',
  'apps/production/web/kustomization.yaml': 'resources:\n  - ../../base/web\nnamespace: default\n',
  'apps/staging/web/kustomization.yaml': 'resources:\n  - ../../base/web\nnamespace: staging\n',
};
/** By now Git has no banner any more. */
const FILES = {
  ...DEPLOYED,
  'apps/base/web/kustomization.yaml': 'resources:\n  - deployment.yaml\n  - settings.yaml\n',
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': `[remote "origin"]\n\turl = ${URL}\n`,
};

const skip = lacking() || (await clusterMissing()) || false;

describe('drift', { skip }, () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-drift-'));
  let cluster: Cluster;
  let flux: Flux;
  let browser: Browser;
  let server: WorkbenchServer;
  let hands: Hands;

  before(async () => {
    cluster = await Cluster.start();
    flux = await Flux.start(cluster);
    const revision = await flux.publish('gitops', URL, DEPLOYED);
    await flux.deploy('web', { path: './apps/production/web', sourceRef: { kind: 'GitRepository', name: 'gitops' } }, revision);
    const folder = join(home, 'gitops');
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    committed(folder);
    const env = { KUBECONFIG: cluster.kubeconfig('admin', 'production') };
    server = await WorkbenchServer.start({ vsix: [packedExtension()], settings: CALM, env });
    browser = await launchBrowser();
    hands = new Hands(await openWorkbench(browser, server, { folder, context: { colorScheme: 'light' } }));
    await hands.arrive();
  });
  afterEach(async (t) => {
    if ('error' in t && t.error) await pictureFailure(hands?.page, 'drift');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await flux?.stop();
    await cluster?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function picture(name: string): Promise<void> {
    await takePicture(hands.page, name);
  }

  const row = (text: string | RegExp) => hands.page.locator('.pane-body .monaco-list-row', { hasText: text });

  /** What editors draw behind lines is no text of the page. */
  async function drawn(text: string, isThere: boolean): Promise<void> {
    const says = "getComputedStyle(span, '::after').content.replaceAll('\\u00a0', ' ').includes";
    const found = `[...document.querySelectorAll('.view-line span')].some((span) => ${says}(${JSON.stringify(text)}))`;
    await hands.page.waitForFunction(`(${found}) === ${isThere}`, undefined, { timeout: 60_000 });
  }

  it('is drawn on the line that declares the field, with who changed it', async () => {
    const api = cluster.api();
    await api.patch('/apis/apps/v1/namespaces/default/deployments/web/scale', { spec: { replicas: 5 } }, 'kubectl-scale');
    await api.remove('/api/v1/namespaces/default/configmaps/settings');
    await hands.page.locator('.activitybar .action-label[aria-label^="GitOps"]').click();
    await hands.chooseCluster('production');
    await row('web').first().waitFor();
    await hands.open('apps/base/web/deployment.yaml');
    await hands.command('Plumbline: Show Drift');
    await hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Deployment web' }).waitFor();
    await hands.page.keyboard.press('Escape');
    await drawn('live 5 · kubectl-scale', true);
    await hands.goTo(8, 14);
    const hover = await hands.hover();
    await hover.getByText('spec.replicas of Deployment web').waitFor();
    await hover.getByText('Git 3, set here').waitFor();
    await picture('drift');
  });

  it('the hover leads to the object as Git has it beside the live one', async () => {
    await hands.page.locator('.monaco-hover:not(.hidden)').getByText('Open diff').first().click();
    await hands.page.locator('.tab.active', { hasText: 'Deployment web: Git ↔ live' }).waitFor();
    await hands.page.locator('.monaco-diff-editor .view-line', { hasText: 'replicas: 5' }).first().waitFor();
    await hands.rest();
    await picture('drift-diff');
  });

  it('missing and extra objects stand under the application', async () => {
    await row(/^web/).first().click();
    await hands.page.keyboard.press('ArrowRight');
    await row('Deployment web').filter({ hasText: 'live 5, Git says 3' }).waitFor();
    await row('ConfigMap settings').filter({ hasText: 'missing from the cluster' }).waitFor();
    await row('ConfigMap banner').filter({ hasText: 'in the cluster, not in Git' }).waitFor();
    await hands.rest();
    await picture('drift-tree');
  });

  it('the live value is taken into Git: where it is declared, or for this application alone, and an undo takes it back', async () => {
    await hands.open('apps/base/web/deployment.yaml');
    await drawn('live 5', true);
    await hands.goTo(8, 14);
    const hover = await hands.hover();
    await hover.getByText('Take into Git').click();
    const entry = (text: string) => hands.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
    await entry('Where it is declared').filter({ hasText: 'apps/staging/web: Deployment web · replicas 3 → 5' }).waitFor();
    await picture('drift-take');
    await entry('Only for Kustomization web').click();
    await hands.page.locator('.tab.active', { hasText: 'kustomization.yaml' }).waitFor();
    await hands.page.locator('.view-line', { hasText: 'count: 5' }).waitFor();
    await hands.open('apps/base/web/deployment.yaml');
    await drawn('live 5', false);
    await hands.open('apps/production/web/kustomization.yaml');
    await hands.page.keyboard.press('Control+Z');
    await hands.page.locator('.view-line', { hasText: 'count: 5' }).waitFor({ state: 'detached' });
    await hands.open('apps/base/web/deployment.yaml');
    await drawn('live 5', true);
  });

  it('a difference is ignored by a rule in the manifest of its application', async () => {
    await hands.open('apps/base/web/deployment.yaml');
    await drawn('live 5', true);
    await hands.goTo(8, 14);
    await (await hands.fixes()).getByText('Ignore difference: spec.replicas of Deployment web').first().waitFor();
    await picture('drift-fixes');
    await hands.page.keyboard.press('Escape');
    await hands.command('Plumbline: Ignore Difference');
    const entry = hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'spec.replicas of Deployment web' });
    await entry.waitFor();
    await picture('drift-ignore');
    await entry.click();
    await hands.page.locator('.tab.active', { hasText: 'web.yaml' }).waitFor();
    await hands.page.locator('.view-line', { hasText: '- /spec/replicas' }).waitFor();
    await picture('drift-ignored');
    await hands.page.keyboard.press('Control+Z');
    await hands.page.locator('.view-line', { hasText: '- /spec/replicas' }).waitFor({ state: 'detached' });
  });

  it('marks follow their line while somebody types, and go when the field is as Git says', async () => {
    await hands.open('apps/base/web/deployment.yaml');
    await drawn('live 5', true);
    await hands.goTo(1, 1);
    await hands.page.keyboard.type('# above\n');
    await drawn('live 5', true);
    await hands.page.keyboard.press('Control+Z');
    await flux.reconcile('web');
    await drawn('live 5', false);
  });
});
