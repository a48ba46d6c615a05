/** Writing a manifest as a person does it, in the real workbench: completion, hovers and refactorings; light, dark and narrow. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { layExample } from '../../scripts/example.ts';
import { launchBrowser } from './workbench/browser.ts';
import { CALM, Hands } from './workbench/hands.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { openWorkbench } from './workbench/page.ts';
import { pictureFailure, takePicture } from './workbench/pictures.ts';
import { WorkbenchServer } from './workbench/server.ts';

/** Lacks a selector in front of what stands there, and an image behind it. */
const QUEUE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: queue
spec:
  template:
    metadata:
      labels: { app.kubernetes.io/name: queue }
    spec:
      containers:
        - name: queue
`;

describe('writing a manifest', { skip: lacking() }, () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-authoring-'));
  let browser: Browser;
  let server: WorkbenchServer;
  let hands: Hands;

  before(async () => {
    server = await WorkbenchServer.start({ vsix: [packedExtension()], settings: CALM });
    browser = await launchBrowser();
    const folder = layExample(join(home, 'gitops'));
    writeFileSync(join(folder, 'apps/base/web/worker.yaml'), '');
    mkdirSync(join(folder, 'queues'));
    writeFileSync(join(folder, 'queues/queue.yaml'), QUEUE);
    hands = new Hands(await openWorkbench(browser, server, { folder, context: { colorScheme: 'light' } }));
    await hands.arrive();
  });
  afterEach(async (t) => {
    if ('error' in t && t.error) await pictureFailure(hands?.page, 'authoring');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const widget = () => hands.page.locator('.suggest-widget.visible');
  /** An entry of the list of completions, by its whole label. */
  const row = (label: string) =>
    widget()
      .locator('.monaco-list-row')
      .filter({ has: hands.page.locator('.label-name').getByText(label, { exact: true }) });
  const line = (text: string | RegExp) => hands.page.locator('.view-line', { hasText: text });

  it('a kind brings its version and what it requires', async () => {
    await hands.open('apps/base/web/worker.yaml');
    // The server answers once it has read the folder.
    await hands.languageStatus(/server ready/);
    await hands.page.keyboard.press('Escape');
    await hands.page.keyboard.press('Control+1');
    await hands.page.keyboard.type('Deploy');
    await hands.page.keyboard.press('Control+Space');
    await row('Deployment').first().waitFor();
    await takePicture(hands.page, 'completion-kind');
    await hands.page.keyboard.press('Enter');
    await line('matchLabels:').waitFor();
    await line('containers:').waitFor();
    // The name is filled in everywhere at once.
    await hands.page.keyboard.type('worker');
    await line('app.kubernetes.io/name: worker').nth(1).waitFor();
    await hands.page.keyboard.press('Escape');
  });

  it('a field brings what its value requires, and says what it is', async () => {
    await hands.page.keyboard.press('Control+End');
    await hands.page.keyboard.type('registry.example.com/shop/worker:1.0.0');
    await hands.page.keyboard.press('Escape');
    await hands.page.keyboard.press('Enter');
    await hands.page.keyboard.type('read');
    await row('readinessProbe').first().waitFor();
    await takePicture(hands.page, 'completion-field');
    await hands.page.keyboard.press('Enter');
    await line('httpGet:').waitFor();
    await hands.page.keyboard.press('Escape');
    await hands.page.keyboard.press('Escape');
    await hands.page.keyboard.press('Enter');
    await hands.page.keyboard.press('Escape');
    await hands.goTo(6, 5);
    const hover = await hands.hover();
    await hover.getByText('spec.selector').first().waitFor();
    await takePicture(hands.page, 'hover-field');
    await hands.page.keyboard.press('Escape');
  });

  it('all that is missing is added at once, and the cursor stands where the writer goes on', async () => {
    await hands.open('queues/queue.yaml');
    await hands.page.locator('.monaco-editor .squiggly-error').nth(1).waitFor();
    await hands.goTo(5, 2);
    const fixes = await hands.fixes();
    await takePicture(hands.page, 'missing-fields');
    await fixes.getByText('Add all missing required fields of this file').click();
    await line('matchLabels:').waitFor();
    // First the name in the selector, then the image.
    await hands.page.keyboard.press('Tab');
    await hands.page.keyboard.type('registry.example.com/shop/queue:1.0.0');
    await line(/^\s{10}image:\sregistry\.example\.com\/shop\/queue:1\.0\.0$/).waitFor();
    await line(/^\s{6}app\.kubernetes\.io\/name:\squeue$/).waitFor();
    await hands.page.keyboard.press('Escape');
    await hands.command('File: Revert File');
  });

  it('in the dark: words of a field, and one hover with what overlays make of it', async () => {
    await hands.page.emulateMedia({ colorScheme: 'dark' });
    await hands.page.locator('.monaco-workbench.vs-dark').waitFor();
    await hands.open('apps/base/web/deployment.yaml');
    await hands.goTo(8, 5);
    const hover = await hands.hover();
    await hover.getByText('Number of desired pods').waitFor();
    await hover.getByText(/Here 1/).waitFor();
    await takePicture(hands.page, 'hover-effective-dark');
    await hands.page.keyboard.press('Escape');
    await hands.goTo(23, 200);
    await hands.page.keyboard.press('Enter');
    await hands.page.keyboard.type('imagePullP');
    await row('imagePullPolicy').first().waitFor();
    await hands.page.keyboard.press('Enter');
    await row('IfNotPresent').first().waitFor();
    await takePicture(hands.page, 'completion-words-dark');
    await hands.page.keyboard.press('Enter');
    await line('imagePullPolicy: Always').waitFor();
    await hands.command('File: Revert File');
  });

  it('in a narrow window a container is offered what it lacks', async () => {
    await hands.page.emulateMedia({ colorScheme: 'light' });
    await hands.page.setViewportSize({ width: 640, height: 720 });
    await hands.command('View: Toggle Primary Side Bar Visibility');
    await hands.open('apps/base/web/worker.yaml');
    await hands.goTo(16, 15);
    await hands.page.keyboard.press('Control+Shift+R');
    const menu = hands.page.locator('.action-widget');
    await menu.getByText('Add resources to container worker').waitFor();
    await takePicture(hands.page, 'container-actions-narrow');
    await hands.page.keyboard.press('Escape');
  });
});
