/** The Changes view as a person sees it: what an edit changes, side by side, with pictures. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

describe('changes', { skip: lacking() }, () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-changes-'));
  let browser: Browser;
  let server: WorkbenchServer;
  let hands: Hands;
  let folder: string;

  before(async () => {
    server = await WorkbenchServer.start({ vsix: [packedExtension()], settings: CALM });
    browser = await launchBrowser();
    folder = layExample(join(process.env.PLUMBLINE_SCREENSHOTS ? join(tmpdir(), 'acme') : home, 'gitops'));
    const remote = join(home, 'remote.git');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    // The example's remote leads to a directory of this machine.
    git('config', `url.${remote}.insteadOf`, 'https://git.example.com/acme/gitops.git');
    git('init', '-q', '--bare', '--initial-branch=main', remote);
    git('add', '-A');
    git('commit', '-qm', 'Lay the ground');
    git('push', '-q', 'origin', 'main');
    hands = new Hands(await openWorkbench(browser, server, { folder, context: { colorScheme: 'light' } }));
    await hands.arrive();
  });
  afterEach(async (t) => {
    if ('error' in t && t.error) await pictureFailure(hands?.page, 'changes');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  function git(...words: readonly string[]): string {
    return execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async function picture(name: string): Promise<void> {
    await hands.rest();
    await takePicture(hands.page, name);
  }

  function edit(path: string, from: string, to: string): void {
    const file = join(folder, path);
    const text = readFileSync(file, 'utf8');
    assert.ok(text.includes(from), `${path} holds ${from}`);
    writeFileSync(file, text.replace(from, to));
  }

  const row = (text: string | RegExp) => hands.page.locator('.pane-body .monaco-list-row', { hasText: text });

  it('says so where nothing has changed', async () => {
    await hands.page.locator('.activitybar .action-label[aria-label^="GitOps"]').click();
    await hands.page.getByText('Nothing that is deployed differs from where your branch began.').waitFor();
    await picture('changes-none');
  });

  it('follows edits: dangers, applications with their objects, owners', async () => {
    edit('apps/production/web/kustomization.yaml', '1.8.2', '1.9.0');
    edit('apps/production/web/replicas.yaml', 'replicas: 3', 'replicas: 0');
    edit('apps/base/api/deployment.yaml', 'containerPort: 9090', 'containerPort: 9091');
    await row('1 danger').waitFor();
    await row('Deployment web').filter({ hasText: 'replicas 3 → 0' }).filter({ hasText: 'image 1.8.2 → 1.9.0' }).waitFor();
    await row('owners:').waitFor();
    await picture('changes');
  });

  it('a click compares the object as it is rendered, and leads to the line that sets it', async () => {
    await row(/^Deployment web/)
      .first()
      .click();
    await hands.page.locator('.tab.active', { hasText: 'Deployment web' }).waitFor();
    await hands.page.locator('.monaco-diff-editor .view-line', { hasText: 'replicas: 0' }).first().waitFor();
    await picture('changes-diff');
    await row(/^Deployment web/)
      .first()
      .hover();
    await row(/^Deployment web/)
      .first()
      .locator('.action-label.codicon-go-to-file')
      .click();
    await hands.page.locator('.tab.active', { hasText: 'replicas.yaml' }).waitFor();
    await hands.page.locator('.codelens-decoration', { hasText: /changes 1 object in 1 application/ }).waitFor();
    await picture('changes-lens');
  });

  it('an application opens with all its objects', async () => {
    await row(/^apps\/production\/web/)
      .first()
      .hover();
    await row(/^apps\/production\/web/)
      .first()
      .locator('.action-label.codicon-diff-multiple')
      .click();
    await hands.page.locator('.tab.active', { hasText: 'apps/production/web' }).waitFor();
    await hands.page.locator('.multiDiffEditor .view-line', { hasText: 'replicas: 0' }).first().waitFor();
    await picture('changes-application');
    await hands.command('View: Close All Editors');
  });

  it('a pull request is prepared as a document, and nothing leaves the machine before it is created', async () => {
    await hands.command('Plumbline: Open Pull Request…');
    await hands.page.getByPlaceholder('Which files belong to it? The others stay as they are.').waitFor();
    await picture('pull-request-files');
    await hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'deployment.yaml' }).click();
    await hands.page.keyboard.press('Enter');
    await hands.page.locator('.tab.active', { hasText: 'Pull Request.md' }).waitFor();
    await hands.page.locator('.codelens-decoration', { hasText: 'Create pull request' }).waitFor();
    await hands.page.locator('.codelens-decoration', { hasText: '2 files' }).waitFor();
    await hands.page.locator('.view-line', { hasText: 'scaled to 0' }).first().waitFor();
    await picture('pull-request');
    assert.equal(git('ls-remote', '--heads', 'origin').trim().split('\n').length, 1);
  });

  it('created, it is a branch at the remote with the chosen files alone', async () => {
    await hands.command('Plumbline: Create Pull Request');
    const dialog = hands.page.locator('.monaco-dialog-box');
    await dialog.getByText('Open a pull request with 2 files into main?').waitFor();
    await picture('pull-request-question');
    await dialog.locator('.monaco-button', { hasText: 'Create Pull Request' }).click();
    await hands.page.locator('.notification-toast', { hasText: /The branch change\/\S+ is pushed/ }).waitFor();
    await picture('pull-request-done');
    const [branch = ''] = git('branch', '--show-current').split('\n');
    assert.match(branch, /^change\//);
    assert.equal(git('rev-parse', `origin/${branch}`), git('rev-parse', 'HEAD'));
    assert.equal(git('status', '--porcelain').trim(), 'M apps/base/api/deployment.yaml');
    await hands.page.locator('.tab', { hasText: 'Pull Request.md' }).waitFor({ state: 'detached' });
  });

  it('a commit is taken back by a branch of its own, and the work at hand stays as it is', async () => {
    const colleague = join(home, 'colleague');
    git('worktree', 'add', '-q', colleague, 'main');
    const file = join(colleague, 'apps/production/web/replicas.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('replicas: 3', 'replicas: 1'));
    git('-C', colleague, 'commit', '-qam', 'Save money: one web server is enough');
    git('-C', colleague, 'push', '-q', 'origin', 'main');
    const untouched = [git('rev-parse', 'HEAD', 'origin/main'), git('status', '--porcelain=v2', '--branch')];
    await hands.command('View: Close All Editors');
    await hands.command('Plumbline: Roll Back…');
    const commit = hands.page.locator('.quick-input-list .monaco-list-row', { hasText: 'one web server is enough' });
    await commit.filter({ hasText: 'Ada' }).waitFor();
    await picture('roll-back-commits');
    await commit.click();
    await hands.page.locator('.tab.active', { hasText: 'Pull Request.md' }).waitFor();
    await hands.page.locator('.codelens-decoration', { hasText: /takes back \w{7} in 1 file/ }).waitFor();
    await hands.page.locator('.view-line', { hasText: 'Revert "Save money: one web server is enough"' }).waitFor();
    await hands.page.locator('.view-line', { hasText: 'replicas 1 → 3' }).first().waitFor();
    await picture('roll-back');
    await hands.command('Plumbline: Create Pull Request');
    const dialog = hands.page.locator('.monaco-dialog-box');
    await dialog.getByText(/Open a pull request into main that takes back \w{7}\?/).waitFor();
    await picture('roll-back-question');
    assert.doesNotMatch(git('ls-remote', '--heads', 'origin'), /revert/);
    await dialog.locator('.monaco-button', { hasText: 'Create Pull Request' }).click();
    await hands.page.locator('.notification-toast', { hasText: /The branch revert\/\S+ is pushed/ }).waitFor();
    const branch = /refs\/heads\/(revert\/\S+)/.exec(git('ls-remote', '--heads', 'origin'))?.[1];
    assert.match(git('show', `origin/${branch}:apps/production/web/replicas.yaml`), /replicas: 3/);
    assert.deepEqual([git('rev-parse', 'HEAD', 'origin/main'), git('status', '--porcelain=v2', '--branch')], untouched);
  });

  it('versions of staging are promoted to production, and go on to a pull request', async () => {
    git('stash', '-q');
    git('switch', '-q', '--no-track', '-c', 'next', 'origin/main');
    edit('apps/staging/web/ingress.yaml', '"true"\n    cert-manager.io/cluster-issuer: letsencrypt\n', '"true"\n');
    edit('apps/production/web/replicas.yaml', 'replicas: 1', 'replicas: 3');
    git('commit', '-qam', 'Say it once; three web servers again');
    await hands.command('View: Close All Editors');
    await hands.command('Notifications: Clear All Notifications');
    await hands.command('Plumbline: Promote…');
    const entry = (text: string) => hands.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
    await entry('staging → production').click();
    await entry('registry.example.com/shop/web 1.8.2 → 1.9.0-rc.2').waitFor();
    await entry('replicas 3 → 1').waitFor();
    await hands.page.locator('.notification-toast', { hasText: 'Comparing' }).waitFor({ state: 'detached' });
    await picture('promote');
    await hands.page.keyboard.press('Enter');
    await hands.page.getByPlaceholder('Which files belong to it? The others stay as they are.').waitFor();
    await hands.page.keyboard.press('Enter');
    await hands.page.locator('.tab.active', { hasText: 'Pull Request.md' }).waitFor();
    await hands.page.locator('.view-line', { hasText: 'image 1.8.2 → 1.9.0-rc.2' }).first().waitFor();
    await picture('promote-pull-request');
    assert.equal(git('status', '--porcelain').trim(), 'M apps/production/web/kustomization.yaml');
  });
});
