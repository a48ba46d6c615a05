/** The harness itself: what goes wrong in the workbench must fail the run, and never pass for green. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { layExample } from '../../scripts/example.ts';
import { launchBrowser } from './workbench/browser.ts';
import { lacking } from './workbench/lacking.ts';
import { packedExtension } from './workbench/packed.ts';
import { bundleSuite, SuiteRunner } from './workbench/suites.ts';

describe('the end-to-end harness', { skip: lacking() }, () => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-harness-'));
  const folder = join(home, 'example');
  let browser: Browser;
  let runner: SuiteRunner;

  before(async () => {
    layExample(folder);
    browser = await launchBrowser();
    runner = await SuiteRunner.start(browser, [packedExtension()]);
  });
  after(async () => {
    await runner?.stop();
    await browser?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('tells a failing test from one that passes', async () => {
    const results = await runner.run(await bundleSuite('failing'), folder);
    assert.deepEqual(
      results.map(({ kind, title }) => `${kind}: ${title}`),
      ['passed: a suite with a test that passes', 'failed: a suite with a test that fails'],
    );
  });

  it('fails where the suite is not there', async () => {
    await assert.rejects(runner.run(join(home, 'nowhere.cjs'), folder, { within: 60_000 }), /did not run to its end|no result/);
  });

  it('fails where the extension throws while it is activated', async () => {
    const broken = join(home, 'broken');
    cpSync(join(import.meta.dirname, '../../client/schemas'), join(broken, 'client/schemas'), { recursive: true });
    const manifest: object = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    writeFileSync(join(broken, 'package.json'), JSON.stringify({ ...manifest, type: 'commonjs', main: './broken.cjs' }));
    writeFileSync(join(broken, 'broken.cjs'), "exports.activate = () => { throw new Error('broken on purpose'); };");
    const results = await runner.run(await bundleSuite('activation'), folder, { extension: broken });
    const errors = results.flatMap((result) => (result.kind === 'failed' ? [result.error] : []));
    assert.ok(errors.some((error) => error.includes('broken on purpose')));
  });
});
