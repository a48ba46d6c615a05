/**
 * The interface as a person sees it, in the real workbench with the packed extension. Each picture is written to
 * `test-results/screenshots`; `npm run screenshots` puts those that README shows into `docs/images`.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { layExample } from '../../scripts/example.ts';
import { eventually } from '../cluster/kit/eventually.ts';
import { launchBrowser } from './workbench/browser.ts';
import { CALM, Hands } from './workbench/hands.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { openWorkbench } from './workbench/page.ts';
import { pictureFailure, takePicture } from './workbench/pictures.ts';
import { WorkbenchServer } from './workbench/server.ts';

describe('the interface', { skip: lacking() }, () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-ui-'));
  let browser: Browser;
  let server: WorkbenchServer;
  let hands: Hands;
  let folder: string;

  before(async () => {
    server = await WorkbenchServer.start({ vsix: [packedExtension()], settings: CALM });
    browser = await launchBrowser();
    // The peek shows the whole path, and a picture for people has a plain one.
    folder = layExample(join(process.env.PLUMBLINE_SCREENSHOTS ? join(tmpdir(), 'acme') : home, 'gitops'));
    hands = new Hands(await openWorkbench(browser, server, { folder, context: { colorScheme: 'light' } }));
    await hands.arrive();
  });
  afterEach(async (t) => {
    if ('error' in t && t.error) await pictureFailure(hands?.page, 'ui');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function picture(name: string): Promise<void> {
    await hands.rest();
    await takePicture(hands.page, name);
  }

  it('a planted fault is a squiggle whose hover has the code and the fix', async () => {
    await hands.open('apps/production/api/kustomization.yaml');
    await hands.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await hands.goTo(6, 8);
    const hover = await hands.hover();
    await hover.getByText('kustomize/missing-resource').waitFor();
    await picture('hover');
    await hands.page.keyboard.press('Escape');
  });

  it('the quick-fix menu offers the file that is meant, and repairs', async () => {
    await hands.goTo(6, 8);
    const menu = await hands.fixes();
    await menu.getByText('service.yaml').first().waitFor();
    await picture('quick-fix');
    await hands.page.keyboard.press('Enter');
    await hands.page.locator('.view-line', { hasText: '- service.yaml' }).waitFor();
    await hands.page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
    await hands.page.keyboard.press('Control+Z');
    await hands.page.locator('.monaco-editor .squiggly-error').first().waitFor();
  });

  it('the problems panel lists the faults of the whole repository', async () => {
    const panel = await hands.problems();
    await panel.getByText('servcie.yaml').first().waitFor();
    await panel.getByText('monitoring.yaml').first().waitFor();
    // The focus goes back into the text.
    await hands.page.keyboard.press('Control+1');
    await picture('problems');
  });

  it('the language status says that the server is ready, and for how many files', async () => {
    await hands.open('apps/production/api/kustomization.yaml');
    await hands.languageStatus(/server ready · \d+ files/);
    await picture('status');
    await hands.page.keyboard.press('Escape');
  });

  it('a misspelled argument of a Terraform module is a squiggle, coloured text around it', async () => {
    await hands.open('terraform/staging/network/main.tf');
    await hands.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await hands.goTo(27, 5);
    const hover = await hands.hover();
    await hover.getByText('terraform/unknown-argument').waitFor();
    await picture('terraform');
    await hands.page.keyboard.press('Escape');
  });

  it('reads as well in the dark, where a peek leads to the declaration in another file', async () => {
    await hands.page.emulateMedia({ colorScheme: 'dark' });
    await hands.page.locator('.monaco-workbench.vs-dark').waitFor();
    await hands.open('clusters/staging/monitoring.yaml');
    await hands.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await picture('dark');
    await hands.page.keyboard.press('Control+J');
    await hands.open('clusters/production/monitoring.yaml');
    await hands.goTo(13, 12);
    await hands.command('Peek Definition');
    await hands.page.locator('.peekview-widget .filename', { hasText: 'sources.yaml' }).waitFor();
    await picture('peek');
    await hands.page.keyboard.press('Escape');
  });

  it('a base says what its fields come to, and a kustomization what it builds', async () => {
    await hands.page.emulateMedia({ colorScheme: 'light' });
    await hands.command('View: Close All Editors');
    await hands.open('apps/base/web/deployment.yaml');
    await hands.page.locator('.codelens-decoration', { hasText: 'used by production, staging' }).waitFor();
    await hands.goTo(8, 5);
    const hover = await hands.hover();
    await hover.getByText('spec.replicas').waitFor();
    await picture('effective-value');
    await hands.page.keyboard.press('Escape');
    await hands.open('apps/production/web/kustomization.yaml');
    await hands.page.locator('.codelens-decoration', { hasText: 'rendered' }).waitFor();
    await hands.command('Plumbline: Show Rendered');
    await hands.page.locator('.tab', { hasText: 'web.rendered.yaml' }).waitFor();
    await hands.page.locator('.view-line', { hasText: 'name: shop-production' }).first().waitFor();
    await picture('rendered');
    await hands.command('View: Close All Editors');
  });

  it('two environments stand side by side as they are built', async () => {
    await hands.open('apps/production/web/kustomization.yaml');
    await hands.page.keyboard.press('F1');
    await hands.page.keyboard.type('Plumbline: Compare Environments');
    await hands.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Compare Environments' }).waitFor();
    await hands.page.keyboard.press('Enter');
    await hands.page.getByPlaceholder('Compare which environment?').waitFor();
    await hands.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'apps/production/web' }).waitFor();
    await hands.page.keyboard.press('Enter');
    await hands.page.getByPlaceholder(/^Compare .+ with which environment\?$/).waitFor();
    await hands.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'apps/staging/web' }).waitFor();
    await picture('compare-choice');
    await hands.page.keyboard.type('apps/base/web');
    await hands.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'apps/base/web' }).waitFor();
    await hands.page.keyboard.press('Enter');
    await hands.page.locator('.tab.active', { hasText: 'apps/production/web ↔ apps/base/web (rendered)' }).waitFor();
    await hands.page.locator('.multiDiffEntry .view-line', { hasText: 'replicas: 3' }).first().waitFor();
    await picture('compare');
    await hands.command('View: Close All Editors');
  });

  it('hints stand behind lines once they are switched on', async () => {
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    writeFileSync(join(folder, '.vscode/settings.json'), '{ "plumbline.inlayHints.effectiveValues": true }\n');
    await hands.open('apps/base/web/deployment.yaml');
    await hands.page.locator('.view-line', { hasText: 'production 3' }).first().waitFor();
    await picture('hints');
    writeFileSync(join(folder, '.vscode/settings.json'), '{}\n');
    await hands.page.locator('.view-line', { hasText: 'production 3' }).first().waitFor({ state: 'detached' });
  });

  it('a patch is converted, with its entry, and undone again', async () => {
    await hands.command('View: Close All Editors');
    await hands.open('apps/production/web/kustomization.yaml');
    await hands.open('apps/production/web/replicas.yaml');
    await hands.goTo(1, 3);
    await hands.page.keyboard.press('Control+Shift+R');
    const menu = hands.page.locator('.action-widget');
    await menu.getByText('Convert to a JSON 6902 patch').waitFor();
    await picture('convert');
    await hands.page.keyboard.press('Enter');
    await hands.page.locator('.view-line', { hasText: 'path: /spec/replicas' }).waitFor();
    await picture('converted');
    await hands.page.keyboard.press('Control+Z');
    await hands.page.locator('.view-line', { hasText: 'kind: Deployment' }).waitFor();
    await hands.command('View: Close All Editors');
  });

  it('and in a narrow window', async () => {
    await hands.page.setViewportSize({ width: 640, height: 720 });
    await hands.command('View: Toggle Primary Side Bar Visibility');
    await hands.open('.github/CODEOWNERS');
    await hands.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
    await picture('narrow');
  });

  it('the code of a finding leads to the page of its rule', async () => {
    await hands.page.setViewportSize({ width: 1280, height: 800 });
    const code = (await hands.problems()).getByText(/^(argocd|codeowners|flux|kustomize|yaml)\/[a-z-]+$/).first();
    const rule = (await code.textContent()) ?? '';
    await code.click();
    await hands.page.locator('.tab.active', { hasText: `${rule.split('/')[1]}.md` }).waitFor();
    const page = hands.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.locator('h1', { hasText: rule }).waitFor();
    await picture('rule-page');
  });

  describe('schemas of custom kinds', () => {
    let catalogue: Server;
    const asked: string[] = [];
    let location: string;
    before(async () => {
      catalogue = createServer(({ url }, response) => {
        asked.push(url ?? '');
        response.end(WIDGET_SCHEMA);
      });
      await new Promise<void>((listening) => catalogue.listen(0, '127.0.0.1', listening));
      const { port } = catalogue.address() as AddressInfo;
      location = `http://localhost:${port}/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json`;
    });
    after(() => {
      catalogue.closeAllConnections();
      catalogue.close();
    });

    it('a catalogue that the repository names is asked after consent alone', async () => {
      await hands.command('View: Close All Editors');
      await hands.page.emulateMedia({ colorScheme: 'light' });
      writeFileSync(join(folder, 'apps/base/web/widget.yaml'), WIDGET);
      await hands.open('apps/base/web/widget.yaml');
      await hands.languageStatus(/1 of 8 custom kinds unknown/);
      await picture('schemas-unknown');
      await hands.page.keyboard.press('Escape');
      const configuration = readFileSync(join(folder, '.plumbline.yaml'), 'utf8');
      writeFileSync(join(folder, '.plumbline.yaml'), `${configuration}schemaLocations:\n  - ${location}\n`);
      const toast = hands.page.locator('.notification-toast', { hasText: 'names a catalogue at localhost' });
      await toast.waitFor();
      await picture('schemas-proposed');
      await toast.getByText('Use Catalogue…').click();
      const dialog = hands.page.locator('.monaco-dialog-box', { hasText: 'for schemas of custom kinds?' });
      await dialog.getByText('example.org/v1 Widget').waitFor();
      await picture('schemas-consent');
      await hands.page.emulateMedia({ colorScheme: 'dark' });
      await hands.page.locator('.monaco-workbench.vs-dark').waitFor();
      await picture('schemas-consent-dark');
      assert.deepEqual(asked, []);
      await dialog.getByText('Use Catalogue', { exact: true }).click();
      await eventually('the question', () => asked.length > 0);
      assert.deepEqual(asked, ['/example.org/widget_v1.json']);
      // One for the field, and one for the file, which nothing lists.
      await hands.page.locator('.monaco-editor .squiggly-info').nth(1).waitFor();
      await hands.languageStatus(/8 custom kinds known/);
      await picture('schemas-known-dark');
      await hands.page.keyboard.press('Escape');
    });

    it('and can be left again', async () => {
      await hands.page.keyboard.press('F1');
      await hands.page.keyboard.type('Plumbline: Use a CRD Catalogue');
      await hands.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Use a CRD Catalogue' }).waitFor();
      await hands.page.keyboard.press('Enter');
      const entry = hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Stop using localhost' });
      await entry.waitFor();
      await picture('schemas-choice-dark');
      await entry.click();
      await hands.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await hands.page.emulateMedia({ colorScheme: 'light' });
    });
  });

  it('the status page shows its figures', async () => {
    await hands.command('Plumbline: Show Server Status');
    const page = hands.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.locator('h1', { hasText: /^Plumbline \d/ }).waitFor();
    await page.locator('td', { hasText: /^\d+ files/ }).waitFor();
    await picture('status-page');
    await page.locator('h2', { hasText: 'Catalogues of schemas' }).scrollIntoViewIfNeeded();
    await page.locator('tr', { hasText: 'example.org/v1 Widget' }).getByText('localhost').waitFor();
    // The page has the figures of the moment in which it was asked for.
    await eventually('the end of the agreement', async () => {
      await hands.command('Plumbline: Show Server Status');
      return page.locator('tr', { hasText: 'localhost' }).getByText('not asked').isVisible();
    });
    await picture('schemas-status');
  });
});

const WIDGET = 'apiVersion: example.org/v1\nkind: Widget\nmetadata:\n  name: web\nspec:\n  color: red\n';
const WIDGET_SCHEMA = JSON.stringify({
  type: 'object',
  properties: {
    spec: { type: 'object', additionalProperties: false, properties: { shape: { type: 'string', description: 'Its shape.' } } },
  },
});
