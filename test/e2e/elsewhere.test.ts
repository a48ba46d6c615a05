/**
 * What comes from elsewhere in the real workbench: remote bases of a git server on this machine, charts by the real helm. Nothing of it
 * happens before a person has trusted the workspace and said yes, and each way in which it fails is told.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { eventually } from '../cluster/kit/eventually.ts';
import { type GitServer, makeRepository, serveGit } from '../kit/git-server.ts';
import { goToolsOrSkip } from '../kit/go-tools.ts';
import { launchBrowser } from './workbench/browser.ts';
import { CALM, Hands } from './workbench/hands.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { openWorkbench } from './workbench/page.ts';
import { pictureFailure, takePicture } from './workbench/pictures.ts';
import { WorkbenchServer } from './workbench/server.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1
`;
const CHART: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.0.0\n',
  'values.yaml': 'replicas: 1\n',
  'templates/cache.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-cache\ndata:\n  replicas: {{ .Values.replicas | quote }}\n',
};

describe('what comes from elsewhere', { skip: lacking() }, () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-elsewhere-'));
  const folder = join(home, 'gitops');
  const programs = join(home, 'bin');
  let git: GitServer;
  let silent: Awaited<ReturnType<typeof serveNothing>>;
  let browser: Browser;
  let server: WorkbenchServer;
  let hands: Hands;

  before(async () => {
    makeRepository(join(home, 'git', 'shop'), [
      { tag: 'v1', files: { 'deploy/base/kustomization.yaml': 'resources: [web.yaml]\n', 'deploy/base/web.yaml': DEPLOYMENT } },
    ]);
    git = await serveGit(join(home, 'git'));
    silent = await serveNothing();
    lay({
      'shop/kustomization.yaml': `resources:\n  - ${git.url}/shop//deploy/base?ref=v1\nnamePrefix: my-\nreplicas: [{ name: web, count: 3 }]\n`,
      'charts/kustomization.yaml':
        'helmCharts:\n  - name: cache\n    releaseName: fast\n    valuesInline: { replicas: 2 }\n  - name: broken\n    releaseName: bad\n',
      ...Object.fromEntries(Object.entries(CHART).map(([path, text]) => [`charts/charts/cache/${path}`, text])),
      'charts/charts/broken/Chart.yaml': 'apiVersion: v2\nname: broken\nversion: 1.0.0\n',
      'charts/charts/broken/values.yaml': '{}\n',
      'charts/charts/broken/templates/a.yaml': '{{ fail "the port is missing" }}\n',
    });
    mkdirSync(programs);
    server = await WorkbenchServer.start({
      vsix: [packedExtension()],
      settings: CALM,
      machine: { 'plumbline.kustomize.allowedHosts': ['127.0.0.1'], 'plumbline.helm.path': join(programs, 'helm') },
      env: { PLUMBLINE_CACHE: join(home, 'cache') },
      asksForTrust: true,
    });
    browser = await launchBrowser();
    hands = new Hands(await openWorkbench(browser, server, { folder, context: { colorScheme: 'light' } }));
    await hands.arrive();
  });
  afterEach(async (t) => {
    if ('error' in t && t.error) await pictureFailure(hands?.page, 'elsewhere');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await git?.close();
    await silent?.close();
    rmSync(home, { recursive: true, force: true });
  });

  function lay(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }

  /** Opens a kustomization, and waits until the server has something to say of it. */
  async function known(path: string): Promise<void> {
    await hands.open(path);
    await hands.page.locator('.codelens-decoration', { hasText: 'rendered' }).waitFor();
  }

  function toast(text: string | RegExp): Locator {
    return hands.page.locator('.notification-toast', { hasText: text });
  }

  /** Reads a message and puts it away. */
  async function told(text: string | RegExp, name: string): Promise<string> {
    const message = toast(text);
    await message.waitFor();
    await picture(name);
    const said = await message.locator('.notification-list-item-message').innerText();
    await hands.command('Notifications: Clear All Notifications');
    await message.waitFor({ state: 'detached' });
    return said;
  }

  /** The question before anything is fetched. */
  async function question(text: RegExp): Promise<Locator> {
    await hands.command('Plumbline: Fetch Remote Bases');
    const dialog = hands.page.locator('.monaco-dialog-box', { hasText: text });
    await dialog.waitFor();
    return dialog;
  }

  async function light(isLight: boolean): Promise<void> {
    await hands.page.emulateMedia({ colorScheme: isLight ? 'light' : 'dark' });
    await hands.page.locator(isLight ? '.monaco-workbench.vs' : '.monaco-workbench.vs-dark').waitFor();
  }

  async function picture(name: string): Promise<void> {
    await hands.rest();
    await takePicture(hands.page, name);
  }

  /** The palette's entry with this title; gone after. */
  async function isOffered(title: string): Promise<boolean> {
    await hands.page.keyboard.press('F1');
    await hands.page.locator('.quick-input-widget input').waitFor();
    await hands.page.keyboard.type(title);
    const rows = hands.page.locator('.quick-input-list .monaco-list-row');
    // What is typed leaves few of the commands.
    await eventually('the list', async () => (await rows.count()) < 5);
    const found = await rows.filter({ hasText: title }).count();
    await hands.page.keyboard.press('Escape');
    return found > 0;
  }

  it('in a workspace that nobody trusts neither is offered', async () => {
    await hands.open('shop/kustomization.yaml');
    await hands.languageStatus(/server ready · \d+ files/);
    await hands.page.keyboard.press('Escape');
    assert.equal(await isOffered('Plumbline: Show Rendered'), true);
    assert.equal(await isOffered('Plumbline: Fetch Remote Bases'), false);
    assert.equal(await isOffered('Plumbline: Render Helm Charts'), false);
    await picture('elsewhere-untrusted');
    assert.deepEqual(git.asked, []);
    await hands.command('Workspaces: Manage Workspace Trust');
    await hands.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first().click();
    await hands.page.locator('.workspace-trust-editor.trusted').waitFor();
    await hands.page
      .getByRole('button', { name: /^Close/ })
      .last()
      .click();
    await hands.page.locator('.workspace-trust-editor').waitFor({ state: 'detached' });
    await eventually('the commands', async () => (await isOffered('Plumbline: Fetch Remote Bases')) || undefined);
    await hands.command('View: Close All Editors');
  });

  it('what is to be fetched, and from whom, is asked first; who says no has asked nobody', async () => {
    await hands.open('shop/kustomization.yaml');
    const dialog = await question(/Fetch 1 remote base or file from 127\.0\.0\.1:\d+\?/);
    await dialog.getByText(`${git.url}/shop//deploy/base?ref=v1`).waitFor();
    await dialog.getByText('kept in a cache outside of the workspace').waitFor();
    await picture('fetch-question');
    await hands.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(git.asked, []);
  });

  it('what is fetched is built like the rest', async () => {
    await light(false);
    const dialog = await question(/Fetch 1 remote base/);
    await picture('fetch-question-dark');
    await dialog.getByRole('button', { name: 'Fetch', exact: true }).click();
    await hands.page.locator('.statusbar', { hasText: '1 remote base or file fetched' }).waitFor();
    await hands.command('Plumbline: Show Rendered');
    await hands.page.locator('.view-line', { hasText: 'name: my-web' }).first().waitFor();
    await hands.page.locator('.view-line', { hasText: 'replicas: 3' }).first().waitFor();
    await picture('fetched-dark');
    await light(true);
    await hands.command('View: Close All Editors');
    await hands.open('shop/kustomization.yaml');
    await hands.command('Plumbline: Fetch Remote Bases');
    assert.match(await told('fetched already', 'fetched-already'), /1 remote base or file fetched already/);
  });

  it('a ref that is not there and a machine that does not answer are told, each with its reason', async () => {
    lay({
      'shop/eu/kustomization.yaml': `resources:\n  - ${git.url}/shop//deploy/base?ref=v9\n`,
      'shop/us/kustomization.yaml': 'resources:\n  - http://127.0.0.1:1/shop//deploy/base?ref=v1\n',
    });
    for (const region of ['eu', 'us']) await known(`shop/${region}/kustomization.yaml`);
    const dialog = await question(/Fetch 2 remote bases and files/);
    await dialog.getByRole('button', { name: 'Fetch', exact: true }).click();
    const said = await told('not fetched', 'fetch-failed');
    assert.match(said, /ref=v9/);
    assert.match(said, /127\.0\.0\.1:1/);
  });

  it('who waits for a machine that says nothing sees it, and can leave', async () => {
    rmSync(join(folder, 'shop/eu'), { recursive: true });
    lay({ 'shop/us/kustomization.yaml': `resources:\n  - ${silent.url}/slow.yaml\n` });
    await known('shop/us/kustomization.yaml');
    await hands.page.locator('.view-line', { hasText: 'slow.yaml' }).waitFor();
    const dialog = await question(/Fetch 1 remote base or file/);
    await dialog.getByText('no ref: what is there today').waitFor();
    await dialog.getByRole('button', { name: 'Fetch', exact: true }).click();
    const progress = toast(/Fetching from 127\.0\.0\.1:\d+/);
    await progress.waitFor();
    await eventually('the request', async () => silent.asked() > 0 || undefined);
    await picture('fetch-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
  });

  it('without helm charts say what they lack, with it they are rendered, and one that fails says why', async (t) => {
    const helm = await goToolsOrSkip(t, 'helm');
    if (helm === undefined) return;
    await hands.open('charts/kustomization.yaml');
    await hands.command('Plumbline: Render Helm Charts');
    assert.match(await told('not rendered', 'charts-without-helm'), /There is no program at .*bin\/helm/);
    symlinkSync(helm('helm'), join(programs, 'helm'));
    await hands.command('Plumbline: Render Helm Charts');
    assert.match(await told('not rendered', 'charts-failed'), /broken of charts .*the port is missing/s);
    await light(false);
    await hands.command('Plumbline: Show Rendered');
    await hands.page.locator('.view-line', { hasText: 'name: fast-cache' }).first().waitFor();
    await hands.page.locator('.view-line', { hasText: 'replicas: "2"' }).first().waitFor();
    await picture('charts-rendered-dark');
    await light(true);
  });
});

/** A machine that takes what it is asked and never answers. */
async function serveNothing(): Promise<{ readonly url: string; asked(): number; close(): Promise<void> }> {
  let asked = 0;
  const server = createServer(() => asked++);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: () => asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
